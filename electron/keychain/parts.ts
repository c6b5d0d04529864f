/** Windows keeps at most 2,560 bytes in one credential; a little is left for what it adds itself. */
export const MAX_PART_BYTES = 2_500

const HEAD = 'billdr-qbo-parts'

/** What stands under the account's own name where its value is kept in parts. */
export interface Head {
  count: number
  /** Tells the parts of one writing from those of another. */
  generation: string
}

/** Whether a value must be kept in parts: it is too long, or reads like a head itself. */
export function needsParts(value: string): boolean {
  return Buffer.byteLength(value, 'utf8') > MAX_PART_BYTES || value.startsWith(HEAD)
}

/** Cuts a value into parts of at most 2,500 bytes, never inside a character. */
export function cutIntoParts(value: string): string[] {
  const parts: string[] = []
  let part = ''
  let bytes = 0
  for (const character of value) {
    const size = Buffer.byteLength(character, 'utf8')
    if (bytes + size > MAX_PART_BYTES) {
      parts.push(part)
      part = ''
      bytes = 0
    }
    part += character
    bytes += size
  }
  parts.push(part)
  return parts
}

export function writeHead(head: Head): string {
  return `${HEAD} ${head.count} ${head.generation}`
}

/** Reads a head; null where the value is an ordinary one. */
export function readHead(value: string): Head | null {
  const found = /^billdr-qbo-parts (\d{1,4}) ([0-9a-f]+)$/.exec(value)
  return found?.[1] && found[2] ? { count: Number(found[1]), generation: found[2] } : null
}

/** The account name of one part; `number` counts from 1. */
export function partName(account: string, head: Head, number: number): string {
  return `${account} part ${number} of ${head.count} (${head.generation})`
}
