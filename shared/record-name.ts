import { parseKey } from './kinds.ts'
import type { Words } from './words/index.ts'

/** What a record was about when something was noted of it. `amount`: cents, before tax. */
export interface RecordAbout {
  number: string | null
  party: string | null
  amount: number | null
  currency: string | null
}

/** A record that is gone is called as it was called then: "Expense D-1190", "Client Zoé". Its key where nothing is known. */
export function goneName(key: string, about: Pick<RecordAbout, 'number' | 'party'> | null, words: Words): string {
  const kind = parseKey(key)?.kind
  const name = about?.number ?? about?.party ?? null
  return kind === undefined || name === null ? key : `${words.kind(kind)} ${name}`
}
