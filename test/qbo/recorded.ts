import { readFileSync } from 'node:fs'
import type { RawAnswer } from '../../electron/qbo/exchange.ts'

export interface RecordedAnswer {
  what: string
  source: string
  status: number
  headers: Record<string, string>
  /** JSON, or the text of an XML body. */
  body: unknown
}

const file = new URL('./data/recorded-answers.json', import.meta.url)

/** Real answers of QuickBooks, from public recordings; each names its source. */
export const RECORDED = (JSON.parse(readFileSync(file, 'utf8')) as { answers: RecordedAnswer[] }).answers

export function recorded(what: string): RecordedAnswer {
  const found = RECORDED.find((each) => each.what === what)
  if (!found) throw new Error(`nothing recorded of: ${what}`)
  return found
}

export function textOf(answer: RecordedAnswer): string {
  return typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body)
}

export function rawOf(status: number, text: string, headers: Record<string, string> = {}): RawAnswer {
  return { answered: true, status, headers, bytes: Buffer.from(text) }
}
