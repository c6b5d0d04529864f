/** Chance that can be repeated: the same seed and number give the same. */
export interface Random {
  /** A whole number from 0 to below `count`. */
  of(count: number): number
}

/** Mulberry32 (Tommy Ettinger, public domain), begun from a seed and the number of a case. */
export function randomFrom(seed: number, number: number): Random {
  let state = (Math.imul(seed, 0x9e3779b1) ^ Math.imul(number + 1, 0x85ebca6b)) >>> 0
  return {
    of(count) {
      state = (state + 0x6d2b79f5) >>> 0
      let mixed = Math.imul(state ^ (state >>> 15), state | 1)
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
      return ((mixed ^ (mixed >>> 14)) >>> 0) % count
    },
  }
}

/** What readers of tables have stumbled over before. */
const TOKENS = [
  '"',
  '""',
  '\\',
  '\\u0000',
  '\\ud800',
  '\0',
  '\n',
  '\r',
  ';',
  ',',
  '\t',
  '[',
  ']',
  '{',
  '}',
  ':',
  'null',
  'true',
  '-0',
  '1e999',
  '-1',
  '0.1',
  '9007199254740993',
  '1e-7',
  'NaN',
  '"__proto__":',
  '"id":"i-1",',
  '"id":1,',
  '"deleted":true,',
  '../',
  '\ufeff',
  '\ufffd',
  '€',
  '\u202e',
  '=1+1',
  '<',
  '>',
  '&',
  '&amp;',
  '&x;',
  '</row>',
  '<row r="1">',
  '<!DOCTYPE x>',
  '<![CDATA[',
  ']]>',
  'PK\x03\x04',
  'PK\x01\x02',
  'PK\x05\x06',
  '\xff\xfe',
  '\xff\xff\xff\xff',
  ' ',
  '\u00a0',
  '31/12/2026',
  'i-1',
  'l1',
  '1001',
  '[[[[[[[[[[[[[[[[[[[[',
  '{"a":'.repeat(40),
  'x'.repeat(5_000),
]

type Change = (bytes: Buffer, random: Random) => Buffer

const CHANGES: readonly Change[] = [
  (bytes, random) => {
    const changed = Buffer.from(bytes)
    const at = random.of(changed.length)
    changed[at] = (changed[at] ?? 0) ^ (1 << random.of(8))
    return changed
  },
  (bytes, random) => {
    const changed = Buffer.from(bytes)
    changed[random.of(changed.length)] = random.of(256)
    return changed
  },
  (bytes, random) => spliced(bytes, random.of(bytes.length), 0, Buffer.from(TOKENS[random.of(TOKENS.length)] ?? '')),
  (bytes, random) => {
    const token = Buffer.from(TOKENS[random.of(TOKENS.length)] ?? '')
    return spliced(bytes, random.of(bytes.length), token.length, token)
  },
  (bytes, random) => spliced(bytes, random.of(bytes.length), 1 + random.of(40), Buffer.alloc(0)),
  (bytes, random) => {
    const from = random.of(bytes.length)
    return spliced(bytes, random.of(bytes.length), 0, bytes.subarray(from, from + 1 + random.of(200)))
  },
  (bytes, random) => bytes.subarray(0, random.of(bytes.length)),
  (bytes, random) => Buffer.concat([bytes, bytes.subarray(random.of(bytes.length))]),
]

/** One to four random changes of some bytes, half of the time a single one; a changed bit or byte is the most frequent. */
export function mutated(bytes: Buffer, random: Random): Buffer {
  let changed = bytes
  for (let left = random.of(2) === 0 ? 1 : 1 + random.of(4); left > 0 && changed.length > 0; left -= 1) {
    const change = CHANGES[random.of(2 * CHANGES.length)] ?? CHANGES[random.of(2)]
    changed = change?.(changed, random) ?? changed
  }
  return changed
}

function spliced(bytes: Buffer, at: number, removed: number, added: Uint8Array): Buffer {
  return Buffer.concat([bytes.subarray(0, at), added, bytes.subarray(at + removed)])
}
