import type { DocumentDetails } from '../../../shared/bridge.ts'
import type { ActionName } from '../../../shared/action.ts'
import type { Problem } from '../../../shared/problem.ts'
import { actionsOf } from '../../../shared/problem.ts'
import type { QueueRow } from '../../../shared/row.ts'
import { ASKS_BY_NAME } from '../../../shared/row.ts'
import type { Screen, SettingsPart } from '../../company/route.ts'
import { LEADS_TO } from '../../parts/problem/leads-to.ts'
import { settingsPartOf } from '../../parts/problem/settings-part.ts'
import type { Words } from '../../../shared/words/index.ts'
import { toTargetWord } from '../../../shared/words/target-word.ts'
import { fullNameOf } from '../queue/row-words.ts'

/** How a button of a problem works: at once, after a word inline, or on another screen. */
export interface OfferedAction {
  name: ActionName
  label: string
  way: 'now' | 'reason' | 'choose' | 'confirm' | { screen: Screen; part?: SettingsPart }
}

/**
 * The buttons of a row's problem that do something here. One that cannot work is left out: no free number is known, nothing
 * to open, Billdr (which has no address that could be opened).
 */
export function offeredActions(
  row: QueueRow,
  details: DocumentDetails | null,
  guards: readonly string[],
  words: Words,
): OfferedAction[] {
  const problem = row.problem
  if (!problem) return []
  const offered: OfferedAction[] = []
  for (const name of actionsOf(problem.code)) {
    const action = offer(name, row, problem, details, guards, words)
    if (action) offered.push(action)
  }
  return offered
}

function offer(
  name: ActionName,
  row: QueueRow,
  problem: Problem,
  details: DocumentDetails | null,
  guards: readonly string[],
  words: Words,
): OfferedAction | null {
  const label = words.action(name)
  switch (name) {
    case 'retry':
    case 'approve':
      if (problem.code === 'undone') return { name, label: words.t('window.act.sendAgain'), way: 'now' }
      if (ASKS_BY_NAME.has(problem.code))
        return { name, label: words.t('window.act.despiteLock', namedYesOf(row, problem)), way: 'confirm' }
      if (problem.code === 'awaits-review') {
        const does = reviewedOf(problem)
        return { name, label: words.t(`window.act.review.${does}`, namedOf(row, words)), way: isAdded(does) }
      }
      return { name, label, way: 'now' }
    case 'create-anew':
    case 'same-record':
    case 'another-record':
    case 'unlink':
    case 'unignore':
    case 'sign-in':
      return { name, label, way: 'now' }
    case 'keep-theirs':
      // Of a document that is not there yet nothing can be kept.
      return problem.code === 'already-paid-there' && !row.quickbooks ? null : { name, label, way: 'now' }
    case 'ignore':
      return { name, label, way: 'reason' }
    case 'overwrite':
      return { name, label, way: 'confirm' }
    case 'take-next-number': {
      const next = details?.nextNumber
      return next ? { name, label: words.t('window.act.takeNumber', { number: next }), way: 'now' } : null
    }
    case 'link-to-existing': {
      const other = problem.other ?? details?.other
      // Its own document, or the invoice that it pays, is nothing to link it to.
      if (problem.code === 'already-paid-there' && other?.type !== 'Payment') return null
      // A record of another type only has the number.
      if (problem.params['answer'] === 'leave-out') return { name, label: words.t('window.act.leaveOut'), way: 'now' }
      if (!other || problem.params['elsewhere'] === 1) return { name, label, way: 'choose' }
      return {
        name,
        label: words.t('window.act.linkTo', {
          to: toTargetWord(other.type, words),
          number: other.docNumber ?? other.party ?? other.id,
        }),
        way: 'now',
      }
    }
    case 'confirm-guard':
      return guards.length > 0 ? { name, label, way: 'confirm' } : null
    case 'open-in-quickbooks':
      return details?.quickbooksUrl ? { name, label, way: 'now' } : null
    case 'open-in-billdr':
      return null
    default: {
      const lead = LEADS_TO[name]
      return lead
        ? { name, label, way: { ...lead, ...(name === 'open-settings' && { part: settingsPartOf(problem.code) }) } }
        : null
    }
  }
}

export type Reviewed = 'create' | 'overwrite' | 'void' | 'delete'

/** What is carried out in QuickBooks with the yes to what was shown. */
export function reviewedOf({ params }: Problem): Reviewed {
  return (params['does'] as Reviewed | undefined) ?? 'create'
}

const isAdded = (does: Reviewed): 'now' | 'confirm' => (does === 'create' ? 'now' : 'confirm')

/** The document and its amount, as its buttons name it. */
export function namedOf(row: QueueRow, words: Words): { name: string } {
  const amount = row.amount === null ? [] : [words.money(row.amount, row.currency)]
  return { name: [fullNameOf(row, words), ...amount].join(', ') }
}

/** What fills the button that changes what a person's work holds: it names the document. */
export function namedYesOf(row: QueueRow, { params }: Problem): Record<string, string> {
  const { does, type, number } = params
  return { does: String(does), type: String(type), number: String(number ?? row.number ?? '') }
}

const CAREFUL: ReadonlySet<ActionName> = new Set(['overwrite', 'ignore', 'create-anew', 'approve', 'another-record'])

/** The button that stands out: the first that changes nothing a person may want to keep; the first where all do. */
export function defaultAction(offered: readonly OfferedAction[]): ActionName | null {
  return (
    (offered.find((each) => !CAREFUL.has(each.name)) ?? offered.find((each) => each.name !== 'ignore'))?.name ?? null
  )
}

/**
 * The button that stands out for a problem. Where the document is gone there, creating it again is what most people came for;
 * where it is only likely that something is the same, none leads: the person looks at both first.
 */
export function leadingAction({ code, params }: Problem, offered: readonly OfferedAction[]): ActionName | null {
  if (code === 'deleted-in-quickbooks') return 'create-anew'
  if (code === 'looks-entered-already' && params['certain'] !== 1) return null
  if (ASKS_BY_NAME.has(code)) return null
  return defaultAction(offered)
}
