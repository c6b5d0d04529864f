import type { Bridge, BridgeEvent } from '../../shared/bridge.ts'
import { CALLS } from '../../shared/bridge.ts'
import type { EventStream } from './fetched-events.ts'
import { BridgeFault, ChangingLink } from './link.ts'
import { PAGE_HEADER } from './page-key.ts'

/** What of the browser the bridge uses; handed in so that a test can watch it. */
export interface HttpBridgeParts {
  fetch: typeof globalThis.fetch
  events: (address: string, headers: Readonly<Record<string, string>>) => EventStream
  /** The page's own secret. */
  page: string
  later: (run: () => void, ms: number) => void
}

const FIRST_WAIT = 500
const LONGEST_WAIT = 5_000

/**
 * The bridge over HTTP, to the server that the window came from: calls as `POST bridge/<call>`, events from
 * `GET bridge/events`. Where the server is gone, it goes on asking, more slowly each time, and says so through its link.
 */
export function httpBridge(parts: HttpBridgeParts): { bridge: Bridge; link: ChangingLink } {
  const link = new ChangingLink()
  const listeners = new Set<(event: BridgeEvent) => void>()
  const headers = { [PAGE_HEADER]: parts.page }
  let source: EventStream | null = null
  let wait = FIRST_WAIT

  async function call(name: string, args: unknown): Promise<unknown> {
    let answer: Response
    try {
      answer = await parts.fetch(`bridge/${name}`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        credentials: 'same-origin',
        body: JSON.stringify(args),
      })
    } catch {
      link.set('stopped')
      lookAgain()
      throw new BridgeFault('stopped', name)
    }
    if (answer.status === 401) {
      link.set('locked')
      throw new BridgeFault('locked', name)
    }
    if (!answer.ok) throw new BridgeFault(answer.status >= 500 ? 'fault' : 'refused', name)
    return (await answer.json()) as unknown
  }

  function listenToServer(): void {
    source?.close()
    const opened = parts.events('bridge/events', headers)
    source = opened
    opened.onopen = () => {
      wait = FIRST_WAIT
      link.set('live')
    }
    opened.onmessage = (message) => {
      const event = JSON.parse(message.data) as BridgeEvent
      for (const listener of listeners) listener(event)
    }
    opened.onerror = () => {
      // A browser gives no reason here and its own retries end with the first refusal, so the asking is done below.
      opened.close()
      if (source === opened) source = null
      // What happens until it is live again is not heard, and has to be asked for then.
      if (link.state() === 'live') link.set('connecting')
      lookAgain()
    }
  }

  function afterAWhile(run: () => void): void {
    parts.later(run, wait)
    wait = Math.min(wait * 2, LONGEST_WAIT)
  }

  let looking = false
  function lookAgain(): void {
    if (looking || link.state() === 'locked') return
    looking = true
    source?.close()
    source = null
    void parts
      .fetch('bridge/appInfo', {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        credentials: 'same-origin',
        body: '{}',
      })
      .then(
        (answer) => {
          looking = false
          if (answer.status === 401) link.set('locked')
          else afterAWhile(listenToServer)
        },
        () => {
          link.set('stopped')
          afterAWhile(() => {
            looking = false
            lookAgain()
          })
        },
      )
  }

  const calls = Object.fromEntries(Object.keys(CALLS).map((name) => [name, (args: unknown) => call(name, args)]))
  listenToServer()
  const bridge = {
    ...calls,
    listen(listener: (event: BridgeEvent) => void) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  } as unknown as Bridge
  return { bridge, link }
}
