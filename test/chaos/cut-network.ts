import { createServer, request } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { PracticePlace } from './books-as-read.ts'

/**
 * The network between one start of the program and a practice company. It counts the moments before a write leaves and after
 * its answer has come, and can end the program at any of them: from then on nothing goes through it.
 */
export interface CutNetwork {
  place: PracticePlace
  /** Moments counted so far. */
  moments(): number
  /** No connection can be opened any more, as on a computer without a network. */
  lose(): Promise<void>
  /** The network is back, at the same address. */
  comeBack(): Promise<void>
  close(): Promise<void>
}

/** `ends` is called at the moment `endAt`, counted from 1. */
export async function cutNetwork(place: PracticePlace, endAt: number, ends: () => void): Promise<CutNetwork> {
  let moments = 0
  let isCut = false
  /** False once the program is over. */
  const goesOn = (counts: boolean): boolean => {
    if (!counts || isCut) return !isCut
    moments += 1
    if (moments !== endAt) return true
    isCut = true
    ends()
    return false
  }
  const server: Server = createServer((incoming, answer) => {
    void relay(incoming, answer).catch(() => answer.destroy())
  })
  async function relay(incoming: IncomingMessage, answer: ServerResponse): Promise<void> {
    const body = await bytesOf(incoming)
    const isWrite = incoming.method === 'POST' && (incoming.url ?? '').startsWith('/v3/')
    if (!goesOn(isWrite)) {
      answer.destroy()
      return
    }
    const { status, headers, bytes } = await sent(place.origin, incoming, body)
    if (goesOn(isWrite)) answer.writeHead(status, headers).end(bytes)
    else answer.destroy()
  }
  const listen = (port: number): Promise<void> =>
    new Promise((resolve) => {
      server.listen(port, '127.0.0.1', resolve)
    })
  const end = async (): Promise<void> => {
    server.closeAllConnections()
    await new Promise<void>((resolve) => {
      server.close(() => {
        resolve()
      })
    })
  }
  await listen(0)
  const { port } = server.address() as AddressInfo
  const origin = `http://127.0.0.1:${port}`
  const moved = (address: string): string => address.replace(place.origin, origin)
  return {
    place: {
      ...place,
      origin,
      apiBase: moved(place.apiBase),
      authorizeUrl: moved(place.authorizeUrl),
      tokenUrl: moved(place.tokenUrl),
      revokeUrl: moved(place.revokeUrl),
    },
    moments: () => moments,
    lose: end,
    comeBack: () => listen(port),
    close: end,
  }
}

async function bytesOf(message: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of message) pieces.push(piece as Buffer)
  return Buffer.concat(pieces)
}

function sent(
  origin: string,
  incoming: IncomingMessage,
  body: Buffer,
): Promise<{ status: number; headers: IncomingMessage['headers']; bytes: Buffer }> {
  return new Promise((resolve, reject) => {
    const { host: _, ...headers } = incoming.headers
    const outgoing = request(
      `${origin}${incoming.url ?? ''}`,
      { method: incoming.method, headers: { ...headers, 'content-length': body.length } },
      (answer) => {
        bytesOf(answer).then(
          (bytes) => resolve({ status: answer.statusCode ?? 502, headers: answer.headers, bytes }),
          reject,
        )
      },
    )
    outgoing.once('error', reject).end(body)
  })
}
