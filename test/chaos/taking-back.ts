import { approve } from '../../electron/companion/approve.ts'
import { runsOf } from '../../electron/companion/runs.ts'
import { shownUndo, undoShown } from '../../electron/companion/take-back.ts'
import type { SecretStore } from '../../electron/keychain/secret-store.ts'
import type { Desktop } from './desktop.ts'

/** Says the last run back, as a person does; what a cut left of it is ended. */
export async function takeBackLastRun({ company }: Desktop): Promise<void> {
  const [last] = runsOf(company.workspace)
  if (!last) throw new Error('no run')
  const shown = await shownUndo(company, { run: last.id })
  if (!shown.ok) throw new Error(shown.problem.code)
  const undone = await undoShown(company, { run: last.id }, 'Anne', shown.value)
  if (!undone.ok) throw new Error(undone.problem.code)
}

/** Says yes to all that was taken back, and answers how many those are. */
export async function approveAll({ company }: Desktop): Promise<number> {
  const undone = company.rows().flatMap((row) => (row.problem?.code === 'undone' ? [row.key] : []))
  await approve(company, undone)
  return undone.length
}

/** The same keychain, for a program whose QuickBooks answers at another address of this machine. */
export function secretsFor(
  secrets: SecretStore,
  practice: { apiBase: string },
  place: { apiBase: string },
): SecretStore {
  return {
    ...secrets,
    get: async (account) => {
      const kept = await secrets.get(account)
      return kept.ok && kept.value !== null
        ? { ok: true, value: kept.value.replaceAll(practice.apiBase, place.apiBase) }
        : kept
    },
    set: (account, value) => secrets.set(account, value.replaceAll(place.apiBase, practice.apiBase)),
  }
}

/** The value with the fields of each object in the order of their names, without those that `without` names. */
export function inOrder(value: unknown, without: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((each) => inOrder(each, without))
  if (typeof value !== 'object' || value === null) return value
  const fields = Object.entries(value).filter(([name]) => !without.has(name))
  return Object.fromEntries(
    fields.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, each]) => [name, inOrder(each, without)]),
  )
}

/** What is there and was not, and what was there and is not. */
export function differences(before: readonly string[], after: readonly string[]): string[] {
  return [
    ...after.filter((each) => !before.includes(each)).map((each) => `is there: ${each}`),
    ...before.filter((each) => !after.includes(each)).map((each) => `is gone: ${each}`),
    ...after.filter((each, index) => after.indexOf(each) !== index).map((each) => `is there twice: ${each}`),
  ]
}
