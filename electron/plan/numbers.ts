import { createHash } from 'node:crypto'
import { endOf, startOf } from '../../shared/text.ts'

/** Longest DocNumber that QuickBooks takes. */
export const NUMBER_LIMIT = 21

/**
 * A Billdr number as QuickBooks can hold it. Up to 21 characters it stays as it is; a longer one keeps its first six and
 * last nine characters around four of its hash, so that two long numbers that differ anywhere stay different:
 * "2026-SALLE-DE-BAIN-000017" → "2026-S~1a2b~IN-000017". The full number stands in the private note.
 */
export function docNumberOf(number: string): string {
  const clean = number.replace(/[\s\p{Cc}]+/gu, ' ').trim()
  if (clean.length <= NUMBER_LIMIT) return clean
  const hash = createHash('sha256').update(clean).digest('hex').slice(0, 4)
  return `${startOf(clean, 6)}~${hash}~${endOf(clean, 9)}`
}

/**
 * The next free number: counts on from the last digits of `from` (leading zeros kept) until one is free.
 * A number without digits gets "-2", "-3" …
 */
export function nextFreeNumber(from: string, isTaken: (number: string) => boolean): string {
  let number = from
  while (isTaken(number)) number = successorOf(number)
  return number
}

function successorOf(number: string): string {
  const found = /^(.*?)(\d{1,15})(\D*)$/.exec(number)
  if (!found) return docNumberOf(`${number}-2`)
  const [, head = '', digits = '', tail = ''] = found
  return docNumberOf(`${head}${String(Number(digits) + 1).padStart(digits.length, '0')}${tail}`)
}

/** Numbers compare without case and outer spaces, as QuickBooks compares them. */
export function foldNumber(number: string): string {
  return number.trim().toLowerCase()
}
