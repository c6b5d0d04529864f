import type { IncomingMessage } from 'node:http'

/** Reads the body of a request; null where it is larger than the limit (in bytes), of which no more is kept. */
export async function readBody(request: IncomingMessage, most: number): Promise<Buffer | null> {
  const announced = Number(request.headers['content-length'] ?? 0)
  if (announced > most) return null
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    const bytes = chunk as Buffer
    size += bytes.length
    if (size > most) return null
    chunks.push(bytes)
  }
  return Buffer.concat(chunks)
}

/** The headers by lower-case name; of one that came twice, the first. */
export function headersOf(request: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? (value[0] ?? '') : value
  }
  return headers
}

const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i

/** Whether the Host header names this computer: a page of another name that resolves here is turned away. */
export function isLoopback(host: string | undefined): boolean {
  return host !== undefined && LOOPBACK.test(host)
}

/** The value of a cookie; null where there is none. */
export function cookieOf(header: string | undefined, name: string): string | null {
  for (const each of (header ?? '').split(';')) {
    const [key = '', ...value] = each.trim().split('=')
    if (key === name) return value.join('=')
  }
  return null
}
