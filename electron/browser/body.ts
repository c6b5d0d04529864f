import type { IncomingMessage } from 'node:http'

/** The largest body of a call: a decision about a hundred thousand documents fits well into it. */
export const LARGEST_BODY = 16 * 1024 * 1024

/** The body of a request as JSON; `too-large` past the limit (without reading on), `not-json` where it is none. */
export async function readJson(
  request: IncomingMessage,
  limit = LARGEST_BODY,
): Promise<{ ok: true; value: unknown } | { ok: false; why: 'too-large' | 'not-json' }> {
  if (Number(request.headers['content-length'] ?? 0) > limit) return { ok: false, why: 'too-large' }
  const parts: Buffer[] = []
  let size = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length
    if (size > limit) return { ok: false, why: 'too-large' }
    parts.push(part)
  }
  try {
    return {
      ok: true,
      value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(parts))) as unknown,
    }
  } catch {
    return { ok: false, why: 'not-json' }
  }
}
