import type { ParsedTokenInfo } from '@streamparser/json'
import { Tokenizer, TokenParser, TokenType } from '@streamparser/json'
import { elementsWithinLimits } from './json-elements.ts'
import type { ReadLimits } from '../limits.ts'
import { asUtf8 } from '../written/text-encoding.ts'

/** A JSON number carries at most this many digits exactly. */
const EXACT_DIGITS = 15
/** Beyond so many digits after the point it is the rest of a division (66.66666666666667), which no amount takes. */
const PLACES = 10

/** Numbers that a JSON number of the engine would round become NaN, which no field takes. */
class ExactTokenizer extends Tokenizer {
  protected override parseNumber(text: string): number {
    const digits = text
      .replace(/[eE].*/, '')
      .replace(/\D/g, '')
      .replace(/^0+/, '')
    const places = /\.(\d+)$/.exec(text)?.[1]?.length ?? 0
    return digits.length > EXACT_DIGITS && places <= PLACES ? Number.NaN : Number(text)
  }
}

/** Why a JSON text could not be read on. `syntax`: it is not JSON, or not of the expected shape. */
export type JsonFailure = { why: 'syntax'; message: string } | { why: 'table' | 'record' }

/**
 * Reads a JSON text as a stream and hands on the values at some paths ("$.*": each element), one at a time: memory is
 * bounded by the largest of them. Bytes that are no UTF-8 become the replacement mark, so that only the record that holds
 * them is refused; of an element over the limits its short fields come, marked (`overLimitOf`). Refused: anything that does
 * not begin with `begins`, and a text over the limits. `take` answers false to stop, which is no failure. Null at the end.
 */
export async function readJson(
  chunks: AsyncIterable<Uint8Array>,
  shape: { begins: '[' | '{'; paths: string[] },
  limits: ReadLimits,
  take: (value: unknown, key: string | number | undefined, isElement: boolean) => boolean,
): Promise<JsonFailure | null> {
  const tokenizer = new ExactTokenizer()
  const parser = new TokenParser({ paths: shape.paths, keepStack: false })
  const first = shape.begins === '[' ? TokenType.LEFT_BRACKET : TokenType.LEFT_BRACE
  let started = false
  let bytes = 0
  let bytesOfValue = 0
  let failure: JsonFailure | null = null
  let stopped = false

  const fail = (how: JsonFailure): void => {
    failure ??= how
  }
  const syntax = (error: Error): void => fail({ why: 'syntax', message: error.message })
  tokenizer.onError = syntax
  parser.onError = syntax
  tokenizer.onToken = (token: ParsedTokenInfo) => {
    if (failure || stopped) return
    if (!started && token.token !== first)
      return fail({ why: 'syntax', message: `does not begin with ${shape.begins}` })
    started = true
    parser.write(token)
  }
  parser.onValue = ({ value, key, stack }) => {
    bytesOfValue = 0
    if (!take(value, key, stack.length > 1 || shape.begins === '[')) stopped = true
  }

  const counted = async function* (): AsyncIterable<Uint8Array> {
    for await (const chunk of asUtf8(chunks, { chosen: 'utf-8' })) {
      bytes += chunk.byteLength
      if (bytes > limits.tableBytes) return fail({ why: 'table' })
      yield chunk
    }
  }
  for await (const chunk of elementsWithinLimits(counted(), shape.begins === '[' ? 1 : 2, limits)) {
    bytesOfValue += chunk.byteLength
    tokenizer.write(chunk)
    if (failure) return failure
    if (stopped) return null
    // What stands outside the elements has a limit too: spaces, or a cursor without an end.
    if (bytesOfValue > 2 * limits.recordBytes) return { why: 'record' }
  }
  if (failure) return failure
  return started && parser.isEnded ? null : { why: 'syntax', message: started ? 'ends too early' : 'empty' }
}
