import type { ActionName } from './action.ts'
import type { DocumentKey } from './kinds.ts'
import { PROBLEMS } from './problem-catalogue.ts'

export type ProblemCode = keyof typeof PROBLEMS

/** A document of QuickBooks that stands in the way, as it is shown beside ours. */
export interface OtherDocument {
  type: string
  id: string
  docNumber: string | null
  date: string | null
  party: string | null
  /** Cents. */
  amount: number | null
}

/**
 * An expected failure, as a value. `params` fill the words of the catalogue: texts, whole numbers, cents
 * (formatted as money where the words say so) and ISO days. Never a secret, never a token.
 */
export interface Problem {
  code: ProblemCode
  params: Record<string, string | number>
  /** The document in the way (numbers and names taken). */
  other?: OtherDocument
  /** The record that has to move first, or that is in the way. */
  waitsFor?: DocumentKey
}

export function problem(
  code: ProblemCode,
  params: Problem['params'] = {},
  more: Omit<Problem, 'code' | 'params'> = {},
): Problem {
  return { code, params, ...more }
}

export function actionsOf(code: ProblemCode): readonly ActionName[] {
  return PROBLEMS[code].actions
}

/** A problem in words: what a row, a page and the terminal show. */
export interface WordedProblem {
  code: ProblemCode
  title: string
  explanation: string
  actions: { name: ActionName; label: string }[]
}
