import type { DocumentKey } from '../../shared/kinds.ts'
import { markOf } from '../../shared/mark.ts'
import { endOf } from '../../shared/text.ts'
import type { PlanContext } from './context.ts'

const LIMIT = 4000

const LINES = {
  invoice: ['Invoice', 'Facture'],
  credit: ['Credit', 'Crédit'],
  payment: ['Payment of invoice', 'Paiement de la facture'],
  'credit-applied': ['Applied: credit', 'Appliqué : crédit'],
  'bill-paid': ['Payment of bill', 'Paiement de la facture'],
  cheque: ['Payment of', 'Paiement de'],
  'cheque-of-day': ['Expense of', 'Dépense du'],
} as const

/** What a note begins with, in the contractor's language: QuickBooks prints it on statements and cheques. */
export function firstLine(context: PlanContext, what: keyof typeof LINES, number: string): string {
  const [english, french] = LINES[what]
  return `${context.company?.locale.startsWith('fr') ? french : english} ${number}`
}

/**
 * A private note: a line for the client or supplier to read, the full Billdr number where QuickBooks shows another, and the mark.
 * What is too long loses its beginning.
 */
export function noteOf(
  key: DocumentKey,
  number: string | null,
  docNumber: string | null,
  text: string | null = null,
): string {
  const isSaid = number === null || number === docNumber || (text?.includes(number) ?? false)
  const parts = [text, isSaid ? null : number, markOf(key)]
  return endOf(parts.filter((part) => part !== null && part !== '').join('\n'), LIMIT)
}
