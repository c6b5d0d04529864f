import { describe, expect, it } from 'vitest'
import type { BridgeEvent } from '../../shared/bridge.ts'
import { httpBridge } from '../../renderer/bridge/http-bridge.ts'

class Source {
  static all: Source[] = []
  onopen: (() => void) | null = null
  onmessage: ((message: { data: string }) => void) | null = null
  onerror: (() => void) | null = null
  closed = false
  constructor() {
    Source.all.push(this)
  }

  close(): void {
    this.closed = true
  }
}

interface World {
  link: ReturnType<typeof httpBridge>['link']
  bridge: ReturnType<typeof httpBridge>['bridge']
  later: { run: () => void; ms: number }[]
  sources: Source[]
}

function world(fetch: (name: string) => Promise<Response>): World {
  Source.all = []
  const later: World['later'] = []
  const made = httpBridge({
    fetch: (address) => fetch(String(address)),
    events: () => new Source(),
    page: 'secret',
    later: (run, ms) => void later.push({ run, ms }),
  })
  return { ...made, later, sources: Source.all }
}

const settled = (): Promise<void> => new Promise((done) => setImmediate(done))
const json = (value: unknown, status = 200): Promise<Response> =>
  Promise.resolve(new Response(JSON.stringify(value), { status }))

describe('the bridge over HTTP', () => {
  it('asks by POST and answers what the companion answered', async () => {
    const asked: string[] = []
    const { bridge } = world((name) => {
      asked.push(name)
      return json([{ companyId: 'c' }])
    })
    expect(await bridge.companies({})).toEqual([{ companyId: 'c' }])
    expect(asked).toEqual(['bridge/companies'])
  })

  it('hands events to everyone who listens, until they stop', () => {
    const { bridge, sources } = world(() => json({}))
    const received: BridgeEvent[] = []
    const stop = bridge.listen((event) => received.push(event))
    sources[0]?.onmessage?.({ data: JSON.stringify({ event: 'companies', companies: [] }) })
    stop()
    sources[0]?.onmessage?.({ data: JSON.stringify({ event: 'companies', companies: [] }) })
    expect(received).toEqual([{ event: 'companies', companies: [] }])
  })

  it('says that the app has stopped, asks again more and more slowly, and goes on when it is back', async () => {
    let there = false
    const { link, later, sources } = world(() => (there ? json({}) : Promise.reject(new TypeError('refused'))))
    sources[0]?.onopen?.()
    expect(link.state()).toBe('live')
    sources[0]?.onerror?.()
    const waits: number[] = []
    for (let turn = 0; turn < 6; turn++) {
      await settled()
      const next = later.shift()
      waits.push(next?.ms ?? -1)
      next?.run()
    }
    expect(link.state()).toBe('stopped')
    expect(waits).toEqual([500, 1000, 2000, 4000, 5000, 5000])
    there = true
    await settled()
    later.shift()?.run()
    await settled()
    later.shift()?.run()
    expect(sources).toHaveLength(2)
    sources[1]?.onopen?.()
    expect(link.state()).toBe('live')
  })

  it('says that nothing is heard for a while where only its events were cut, so that what was missed is asked for', async () => {
    const { link, later, sources } = world(() => json({}))
    sources[0]?.onopen?.()
    sources[0]?.onerror?.()
    expect(link.state()).toBe('connecting')
    await settled()
    later.shift()?.run()
    sources[1]?.onopen?.()
    expect(link.state()).toBe('live')
  })

  it('tells a refused window from a stopped app, and does not go on asking', async () => {
    const { bridge, link, later } = world(() => json({}, 401))
    await expect(bridge.companies({})).rejects.toMatchObject({ reason: 'locked' })
    expect(link.state()).toBe('locked')
    expect(later).toEqual([])
  })

  it('tells a fault of the app from a refusal', async () => {
    await expect(world(() => json({}, 500)).bridge.companies({})).rejects.toMatchObject({ reason: 'fault' })
    await expect(world(() => json({}, 400)).bridge.companies({})).rejects.toMatchObject({ reason: 'refused' })
  })
})
