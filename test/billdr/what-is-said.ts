import type { Problem } from '../../shared/problem.ts'
import type { Language } from '../../shared/words/catalogues.ts'
import { wordsFor } from '../../shared/words/index.ts'
import type { Read } from './exports.ts'

/** Which records were read with which amount, and what was said of the others. */
export function found({ records, problems }: Read): unknown {
  return [
    ...records.map((record) => [record.id, 'amount' in record ? record.amount : null]),
    ...problems.map(({ key, problem }) => [key, problem.code]),
  ]
}

/** What the window says, with plain spaces. */
export function said(language: Language, problem: Problem | null | undefined): string {
  if (!problem) throw new Error('nothing said')
  const { title, explanation } = wordsFor(language).problem(problem)
  return `${title}: ${explanation}`.replace(/[\u00a0\u202f]/g, ' ')
}
