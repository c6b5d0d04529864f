import type { CallArguments } from '../../shared/bridge.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import { actionsOf, problem } from '../../shared/problem.ts'
import type { Result } from '../../shared/result.ts'
import type { Company } from './company.ts'
import * as decisions from './decisions.ts'
import { asksWhetherEntered, sendAnyway } from './entered.ts'
import { otherRecords, sameRecords } from './rewritten.ts'

/**
 * What a person does to documents, from a window or the terminal: both come through here, so that both are refused the
 * same. A key that the company has no row of is refused, and then nothing of the whole is done.
 */

type Count = Result<{ count: number }>

async function onKnown<T>(
  company: Company,
  keys: readonly DocumentKey[],
  act: () => Promise<Result<T>>,
): Promise<Result<T>> {
  const known = new Set(company.rows().map((row) => row.key))
  const unknown = keys.find((key) => !known.has(key))
  return unknown === undefined ? act() : { ok: false, problem: problem('nothing-to-link', { key: unknown }) }
}

async function counted(done: Promise<number>): Promise<Count> {
  return { ok: true, value: { count: await done } }
}

/** Sends again what was refused, or all of it. */
export function retry(company: Company, keys: readonly DocumentKey[] | 'all'): Promise<Count> {
  return onKnown(company, keys === 'all' ? [] : keys, () => counted(decisions.retry(company, keys)))
}

/** Leaves documents out, for a stated reason. */
export function ignore(company: Company, keys: readonly DocumentKey[], reason: string): Promise<Count> {
  return onKnown(company, keys, () => counted(decisions.ignore(company, keys, reason.trim())))
}

/** Takes ignored documents back, or all of them. */
export function unignore(company: Company, keys: readonly DocumentKey[] | 'all'): Promise<Count> {
  const ignored = company.rows().flatMap((row) => (row.state === 'ignored' ? [row.key] : []))
  const wanted = keys === 'all' ? ignored : keys
  return onKnown(company, wanted, () => counted(decisions.unignore(company, wanted)))
}

/** The answers to a document's problem that have no call of their own; what they do is said where each is decided. */
export function act(company: Company, key: DocumentKey, action: CallArguments<'act'>['action']): Promise<Result> {
  return onKnown(company, [key], async () => {
    if (action === 'take-next-number') {
      const taken = await decisions.takeNextNumber(company, key)
      return taken.ok ? { ok: true, value: null } : taken
    }
    const found = company.rows().find((row) => row.key === key)?.problem ?? null
    if (action === 'link-to-existing')
      return found?.other
        ? decisions.link(company, key, found.other.id)
        : { ok: false, problem: problem('nothing-to-link', { key }) }
    if (action === 'same-record') await sameRecords(company, [key])
    else if (action === 'another-record') await otherRecords(company, [key])
    // "Another one" is the same answer, whether it is asked for as a new document or as a yes to sending.
    else if (action === 'approve' || (action === 'create-anew' && asksWhetherEntered(found)))
      await sendAnyway(company, [key])
    else if (action === 'create-anew') {
      const link = company.workspace.store.table('links').get(key)
      // A yes that nobody asked for would be kept, and create it again unasked once it is deleted there.
      if (link && !link.gone && !(found && actionsOf(found.code).includes('create-anew')))
        return { ok: false, problem: problem('linked-already', { type: link.type, id: link.id, key }) }
      await decisions.createAnew(company, key)
    } else if (action === 'overwrite') await decisions.overwrite(company, key)
    else await decisions.keepTheirs(company, key)
    return { ok: true, value: null }
  })
}
