import { createHash } from 'node:crypto'
import { startOf } from '../../shared/text.ts'

/** QuickBooks allows 500 characters for people and 100 for items; older pages and its own screens stop at 100. */
export const NAME_LIMIT = 100

/**
 * A name as QuickBooks takes it: colons (its mark of hierarchy), tabs and line breaks are replaced, spaces folded,
 * and what is longer than the limit is cut and told apart by four characters of its hash.
 */
export function cleanName(name: string, limit: number = NAME_LIMIT): string {
  // Folded first: a pattern that takes spaces around something is slow where there are very many of them.
  const flat = name
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .replace(/ ?: ?/g, ' - ')
    .replace(/ +/g, ' ')
    .trim()
  if (flat.length <= limit) return flat
  const hash = createHash('sha256').update(flat).digest('hex').slice(0, 4)
  return `${startOf(flat, limit - 6).trimEnd()} ~${hash}`
}

/** A name for comparing: without case, accents, doubled spaces; typographic apostrophes and dashes made plain. */
export function foldName(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[’ʼ`´]/g, "'")
    .replace(/[‐-―]/g, '-')
    .replace(/œ/gi, 'oe')
    .replace(/æ/gi, 'ae')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim()
}

/** So much of a suffix is kept: the name before it stays readable. */
const SUFFIX_LIMIT = 40

/** A name with something behind it that tells it from its duplicate, both as QuickBooks takes them and within the limit. */
export function nameWithSuffix(name: string, suffix: string): string {
  const behind = cleanName(suffix, SUFFIX_LIMIT)
  return `${cleanName(name, NAME_LIMIT - behind.length - 3)} (${behind})`
}
