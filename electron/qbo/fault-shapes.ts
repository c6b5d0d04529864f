import { createRequire } from 'node:module'
import type { XMLParser as Parser } from 'fast-xml-parser'
import type { Fault } from './contract.ts'

/** The body of an answer, read as far as it can be. */
export type Body =
  | { format: 'json'; value: unknown }
  | { format: 'xml'; value: unknown }
  | { format: 'empty' }
  /** HTML, a plain text, a cut-off answer. */
  | { format: 'other' }

let parser: Parser | null = null

/** Loaded with the first answer in XML: hardly any is. */
function xml(): Parser {
  const { XMLParser } = createRequire(import.meta.url)('fast-xml-parser') as { XMLParser: typeof Parser }
  parser ??= new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    removeNSPrefix: true,
    parseTagValue: false,
    parseAttributeValue: false,
  })
  return parser
}

/** More of a fault's words than any person reads, and more faults than any answer has. */
const LONGEST_TEXT = 4_000
const MOST_FAULTS = 50
/** Answers in XML are faults and the plan of a company. */
const LONGEST_XML = 2 ** 20

/** Far deeper than any envelope holds a fault; it only ends what is built to be endless. */
const MAX_DEPTH = 100

/** Ids and sync tokens have up to 21 digits: where one comes as a number, its digits are kept and not its value. */
const BARE_ID = /"(?:Id|SyncToken|TxnId|TxnLineId|value)"\s*:\s*\d/
const ID_FIELDS: ReadonlySet<string> = new Set(['Id', 'SyncToken', 'TxnId', 'TxnLineId', 'value'])

function idAsText(name: string, value: unknown, context?: { source?: string }): unknown {
  const isId = typeof value === 'number' && ID_FIELDS.has(name) && /^\d+$/.test(context?.source ?? '')
  return isId ? context?.source : value
}

/** Reads a body by what it is, whatever its content type says: QuickBooks answers XML where JSON was asked. Never throws. */
export function readBody(text: string): Body {
  const trimmed = text.replace(/^\uFEFF/, '').trim()
  if (!trimmed) return { format: 'empty' }
  try {
    return { format: 'json', value: BARE_ID.test(trimmed) ? JSON.parse(trimmed, idAsText) : JSON.parse(trimmed) }
  } catch {
    // Not JSON; perhaps XML.
  }
  if (!trimmed.startsWith('<') || trimmed.length > LONGEST_XML || /^<(!doctype\s+html|html)\b/i.test(trimmed))
    return { format: 'other' }
  try {
    return { format: 'xml', value: xml().parse(trimmed) }
  } catch {
    return { format: 'other' }
  }
}

/**
 * Every fault that an answer carries, wherever its envelope keeps it: at the top, in an upload's or a batch's item,
 * in lower case, in XML. A fault without a single readable error still counts as one, with the code "".
 */
export function faultsIn(body: Body): Fault[] {
  if (body.format !== 'json' && body.format !== 'xml') return []
  const found: Fault[] = []
  collect(body.value, 0, found)
  return found
}

function collect(node: unknown, depth: number, found: Fault[]): void {
  if (depth > MAX_DEPTH || found.length >= MOST_FAULTS) return
  if (Array.isArray(node)) {
    for (const each of node) collect(each, depth + 1, found)
  } else if (isRecord(node)) {
    for (const [name, value] of Object.entries(node)) {
      if (/^fault$/i.test(name) && value !== null && value !== undefined)
        found.push(...errorsOf(value).slice(0, MOST_FAULTS))
      else collect(value, depth + 1, found)
    }
  }
}

function errorsOf(fault: unknown): Fault[] {
  if (Array.isArray(fault)) return fault.slice(0, MOST_FAULTS).flatMap(errorsOf)
  const errors = isRecord(fault) ? listOf(fieldOf(fault, 'error')).slice(0, MOST_FAULTS) : []
  const read = errors.map(readError)
  return read.length > 0 ? read : [{ code: '', message: '', detail: '', element: null }]
}

function readError(error: unknown): Fault {
  if (!isRecord(error)) return { code: '', message: hideTokens(textOf(error)), detail: '', element: null }
  const message = textOf(fieldOf(error, 'message'))
  const detail = textOf(fieldOf(error, 'detail'))
  return {
    code: codeOf(textOf(fieldOf(error, 'code')), message),
    message: hideTokens(message),
    detail: hideTokens(detail),
    element: hideTokens(textOf(fieldOf(error, 'element'))) || null,
  }
}

/** "003200" and 3200 are the same code; where it is missing, the gateway writes it into its message. */
function codeOf(code: string, message: string): string {
  const digits = /^\s*(\d+)\s*$/.exec(code) ?? /errorCode=(\d+)/.exec(message)
  return digits?.[1]?.replace(/^0+(?=\d)/, '') ?? hideTokens(code.trim())
}

/** Faults of the sign-in echo pieces of the token. Nothing that a person needs is forty characters without a space. */
export function hideTokens(text: string): string {
  return text
    .replace(/((?:token|bearer|secret)\b[^:=\n]{0,20}[:=]\s*)\S+/gi, '$1…')
    .replace(/[A-Za-z0-9_\-.~+/=]{40,}/g, '…')
}

function fieldOf(record: Record<string, unknown>, name: string): unknown {
  for (const [key, value] of Object.entries(record)) {
    if (key.toLowerCase() === name) return value
  }
  return undefined
}

/** One thing or several, as XML and careless servers leave it open; nothing is none. */
export function listOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value as unknown[]
  return value === undefined || value === null ? [] : [value]
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value.slice(0, LONGEST_TEXT)
  return typeof value === 'number' ? String(value) : ''
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
