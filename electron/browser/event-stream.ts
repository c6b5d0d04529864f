import type { ServerResponse } from 'node:http'
import type { BridgeEvent } from '../../shared/bridge.ts'
import { SAFE_HEADERS } from './headers.ts'

/** More windows than this at once are not believed. */
const MOST_STREAMS = 64
/** A window that takes its events this slowly (bytes waiting) is cut off; it then asks again for what it missed. */
const MOST_WAITING = 64 * 1024 * 1024
const HEARTBEAT_MS = 15_000

/** The windows that listen, as server-sent events. */
export class EventStreams {
  readonly #open = new Set<ServerResponse>()
  readonly #heartbeat: NodeJS.Timeout

  constructor() {
    // A comment now and then lets a window notice that the way to it was cut.
    this.#heartbeat = setInterval(() => this.#write(': still here\n\n'), HEARTBEAT_MS)
    this.#heartbeat.unref()
  }

  /** Lets one more window listen; false where there are too many. */
  add(response: ServerResponse): boolean {
    if (this.#open.size >= MOST_STREAMS) return false
    response.writeHead(200, {
      ...SAFE_HEADERS,
      'content-type': 'text/event-stream; charset=utf-8',
      'x-accel-buffering': 'no',
    })
    response.write(': listening\n\n')
    this.#open.add(response)
    response.on('close', () => this.#open.delete(response))
    return true
  }

  get isAnybodyThere(): boolean {
    return this.#open.size > 0
  }

  send(event: BridgeEvent): void {
    if (this.#open.size > 0) this.#write(`data: ${JSON.stringify(event)}\n\n`)
  }

  end(): void {
    clearInterval(this.#heartbeat)
    for (const response of this.#open) response.end()
    this.#open.clear()
  }

  #write(text: string): void {
    for (const response of this.#open) {
      if (response.writableLength > MOST_WAITING) response.destroy()
      else response.write(text)
    }
  }
}
