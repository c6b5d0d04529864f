import { expect, test, vi } from 'vitest'
import { openSource } from '../../electron/billdr/open-source.ts'

/** What the system says of a name; no real one is known to lead to these addresses on every computer. */
const leadsTo = vi.hoisted(() => ({ addresses: [] as string[] }))
vi.mock('node:dns', async (original) => ({
  ...(await original<typeof import('node:dns')>()),
  lookup: (_name: string, _options: object, answer: (error: null, found: object[]) => void) =>
    answer(
      null,
      leadsTo.addresses.map((address) => ({ address, family: 4 })),
    ),
}))

test.each([[['203.0.113.7']], [['127.0.0.1', '203.0.113.7']]])(
  'a name that leads to %j, beyond the private network, is refused at the moment of connecting',
  async (addresses) => {
    leadsTo.addresses = addresses
    const opened = await openSource('http://billdr.test', { apiKey: 'the-key', silenceMs: 2_000 })
    if (!opened.ok) throw new Error(opened.problem.code)
    expect(await opened.value.check()).toMatchObject({
      ok: false,
      problem: { code: 'source-host-refused', params: { host: 'billdr.test' } },
    })
  },
)
