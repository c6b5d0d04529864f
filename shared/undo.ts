import type { DocumentKey } from './kinds.ts'

/** A run, or the last write to one document, that is to be taken back. */
export type UndoTarget = { run: string } | { key: DocumentKey }

/** Why something stays as it is. */
export const KEPT_BECAUSE = [
  'touched',
  'used',
  'paid',
  'deposited',
  'closed',
  'gone',
  'removed',
  'later',
  'not-known',
  'reconciled',
  'bank-matched',
  'tax-filed',
  'refused',
] as const
export type KeptBecause = (typeof KEPT_BECAUSE)[number]

export const UNDO_DOES = ['delete', 'void', 'restore', 'unlink', 'keep'] as const

/** What taking back does with one document, as it is shown before and told afterwards. `why`: of what is kept. */
export interface UndoLine {
  key: DocumentKey
  does: (typeof UNDO_DOES)[number]
  why: KeptBecause | null
}
