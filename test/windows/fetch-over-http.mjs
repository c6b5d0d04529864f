// For tests of Windows' Node under Wine alone: its fetch() cannot connect there, node:http can.
import { request } from 'node:http'

const REDIRECTS = new Set([301, 302, 303, 307, 308])

function answerOf(incoming, bytes) {
  const headers = new Headers()
  for (const [name, value] of Object.entries(incoming.headers)) headers.set(name, [value].flat().join(', '))
  const empty = incoming.statusCode === 204 || incoming.statusCode === 304
  return new Response(empty ? null : bytes, { status: incoming.statusCode, headers })
}

function send(url, asked, body, mayFollow) {
  return new Promise((resolve, reject) => {
    const headers = Object.fromEntries(new Headers(asked.headers))
    const sent = request(
      url,
      { method: asked.method ?? 'GET', headers, signal: asked.signal ?? undefined },
      (incoming) => {
        if (mayFollow > 0 && asked.redirect !== 'manual' && REDIRECTS.has(incoming.statusCode)) {
          incoming.resume()
          resolve(send(new URL(incoming.headers.location, url), asked, body, mayFollow - 1))
          return
        }
        const parts = []
        incoming.on('data', (part) => parts.push(part))
        incoming.on('error', reject)
        incoming.on('end', () => resolve(answerOf(incoming, Buffer.concat(parts))))
      },
    )
    sent.on('error', (cause) => reject(Object.assign(new TypeError('fetch failed'), { cause })))
    sent.end(body)
  })
}

globalThis.fetch = async (target, asked = {}) => {
  const given = new Request(target instanceof URL ? target.href : target, asked)
  const body = asked.body === undefined || asked.body === null ? undefined : Buffer.from(await given.arrayBuffer())
  return send(new URL(given.url), { ...asked, method: given.method, headers: given.headers }, body, 5)
}
