import type { RunSummary } from './runs.ts'
import type { Words } from './words/index.ts'

/** What a run did, in numbers. */
export type RunCounts = Pick<
  RunSummary,
  'created' | 'overwritten' | 'voided' | 'deleted' | 'linked' | 'receipts' | 'refused'
>

const DOCUMENTS = ['created', 'overwritten', 'voided', 'deleted', 'linked'] as const
const BESIDE = ['receipts', 'refused'] as const

/** "3 created, 1 overwritten, 1 voided, 5 deleted; 2 receipts": the one line that stays of a run. Empty where it did nothing. */
export function runSentence(run: RunCounts, words: Words): string {
  const said = (names: readonly (keyof RunCounts)[]): string[] =>
    names.filter((name) => run[name] > 0).map((name) => words.t(`undo.did.${name}`, { count: run[name] }))
  const documents = said(DOCUMENTS).join(', ')
  return [...(documents === '' ? [] : [documents]), ...said(BESIDE)].join('; ')
}
