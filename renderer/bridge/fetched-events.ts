/** What the bridge uses of a stream of events; the browser's own cannot carry the page's header. */
export interface EventStream {
  onopen: (() => void) | null
  onmessage: ((message: { data: string }) => void) | null
  onerror: (() => void) | null
  close(): void
}

/** Server-sent events over `fetch`. It ends with the first trouble and does not ask again by itself. */
export function fetchedEvents(
  fetch: typeof globalThis.fetch,
  address: string,
  headers: Readonly<Record<string, string>>,
): EventStream {
  const stop = new AbortController()
  const stream: EventStream = { onopen: null, onmessage: null, onerror: null, close: () => stop.abort() }
  void listen().then(
    () => stop.signal.aborted || stream.onerror?.(),
    () => stop.signal.aborted || stream.onerror?.(),
  )
  return stream

  async function listen(): Promise<void> {
    const answer = await fetch(address, { headers, credentials: 'same-origin', cache: 'no-store', signal: stop.signal })
    if (!answer.ok || !answer.body) return
    stream.onopen?.()
    let text = ''
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader()
    for (;;) {
      const { done, value } = await reader.read()
      if (done || stop.signal.aborted) return
      text += value
      const events = text.split('\n\n')
      text = events.pop() ?? ''
      for (const event of events) if (event.startsWith('data: ')) stream.onmessage?.({ data: event.slice(6) })
    }
  }
}
