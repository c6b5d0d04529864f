import path from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { CALLS } from '../../shared/bridge.ts'
import { CALL_CHANNEL, CALL_NAMES, EVENT_CHANNEL } from '../../electron/shell/call-names.ts'
import { REFUSED } from '../../electron/shell/ipc.ts'
import { cleanDesktops, startDesktop, status } from './desktop.ts'
import { strayPage } from './electron-double.ts'

afterEach(cleanDesktops)

describe('the bridge', () => {
  it('has every call of the contract, and no other', () => {
    expect([...CALL_NAMES].sort()).toEqual(Object.keys(CALLS).sort())
  })

  it('answers a call of our own page', async () => {
    const { call, companion } = await startDesktop()
    companion.answers.status = status()
    expect(await call('status', { company: 'maple' })).toEqual(status())
    expect(companion.callsOf('status')).toEqual([{ company: 'maple' }])
  })

  it('hands the companion’s events to the window', async () => {
    const { companion, world } = await startDesktop()
    companion.tell({ event: 'status', status: status({ needsYou: 1 }) })
    expect(world.latest().window.page.sent).toContainEqual([
      EVENT_CHANNEL,
      { event: 'status', status: status({ needsYou: 1 }) },
    ])
  })

  it('hands nothing to a window that shows something else', async () => {
    const { companion, world } = await startDesktop()
    const { page } = world.latest().window
    page.sent.length = 0
    page.address = 'https://evil.example/'
    companion.tell({ event: 'status', status: status() })
    expect(page.sent).toEqual([])
  })
})

/**
 * What a page could try that somehow runs foreign code: each of these reached the companion in some desktop program.
 * A refusal says nothing, does nothing, and is written down by name.
 */
describe('a call is refused', () => {
  it.each<[string, string, unknown]>([
    ['an unknown name', 'deleteEverything', {}],
    ['a name that every object has', 'constructor', {}],
    ['a name that every object has', '__proto__', {}],
    ['a name that every object has', 'hasOwnProperty', {}],
    ['no arguments', 'status', undefined],
    ['arguments of another type', 'status', { company: 7 }],
    ['an argument too many', 'status', { company: 'maple', password: 'x' }],
    ['a list in the place of arguments', 'retry', ['maple']],
    ['a key that is none', 'document', { company: 'maple', key: '../../etc/passwd' }],
    ['an environment that does not exist', 'connect', { company: 'maple', environment: 'https://evil.example' }],
    ['a text without end', 'ignore', { company: 'maple', keys: ['invoice:1'], reason: 'x'.repeat(3_000) }],
    ['everything to be left out at once', 'ignore', { company: 'maple', keys: 'all', reason: 'x' }],
    [
      'ten million keys',
      'retry',
      { company: 'maple', keys: Array.from({ length: 200_000 }, (_, at) => `invoice:${at}`) },
    ],
    [
      'more than a call may weigh, though each of it fits',
      'retry',
      { company: 'maple', keys: Array.from({ length: 40_000 }, (_, at) => `invoice:${'x'.repeat(250)}${at}`) },
    ],
    ['endless text where none is expected', 'status', { company: 'maple', more: 'x'.repeat(9_000_000) }],
  ])('%s: %s', async (_why, name, args) => {
    const { call, companion, log } = await startDesktop()
    const before = companion.asked.length
    await expect(call(name, args)).rejects.toThrow(REFUSED)
    expect(companion.asked.length).toBe(before)
    expect(log).toContainEqual({ event: 'call-refused', details: { name } })
  })

  it('arguments that are nested without end', async () => {
    const { call, companion } = await startDesktop()
    let deep: unknown = 'x'
    for (let at = 0; at < 200; at++) deep = { deep }
    await expect(call('setMappings', { company: 'maple', mappings: deep })).rejects.toThrow(REFUSED)
    expect(companion.callsOf('setMappings')).toEqual([])
  })

  it('a name that is no text', async () => {
    const { world } = await startDesktop()
    const { page } = world.latest().window
    const from = { sender: page.contents, frame: { url: page.address, parent: null } }
    await expect(world.invoke(CALL_CHANNEL, [{ toString: 'status' }, {}], from)).rejects.toThrow(REFUSED)
    await expect(world.invoke(CALL_CHANNEL, [], from)).rejects.toThrow(REFUSED)
  })

  it.each([
    ['https://evil.example/'],
    ['app://billdr-qbo.evil.example/index.html'],
    ['app://evil/index.html'],
    ['file:///home/ana/index.html'],
    ['data:text/html,<script>1</script>'],
    ['about:blank'],
    [''],
  ])('from our own window while it shows %s', async (address) => {
    const { world, companion } = await startDesktop()
    const { page } = world.latest().window
    const before = companion.asked.length
    await expect(
      world.invoke(CALL_CHANNEL, ['companies', {}], { sender: page.contents, frame: { url: address, parent: null } }),
    ).rejects.toThrow(REFUSED)
    expect(companion.asked.length).toBe(before)
  })

  it('from a frame inside our page, even one with our address', async () => {
    const { world } = await startDesktop()
    const { page } = world.latest().window
    await expect(
      world.invoke(CALL_CHANNEL, ['companies', {}], {
        sender: page.contents,
        frame: { url: page.address, parent: {} },
      }),
    ).rejects.toThrow(REFUSED)
  })

  it('from a frame that is gone', async () => {
    const { world } = await startDesktop()
    await expect(
      world.invoke(CALL_CHANNEL, ['companies', {}], { sender: world.latest().window.page.contents, frame: null }),
    ).rejects.toThrow(REFUSED)
  })

  it('from another window that says it shows our page', async () => {
    const { world } = await startDesktop()
    const stray = strayPage('app://billdr-qbo/index.html')
    await expect(
      world.invoke(CALL_CHANNEL, ['companies', {}], {
        sender: stray.contents,
        frame: { url: stray.address, parent: null },
      }),
    ).rejects.toThrow(REFUSED)
  })
})

describe('a call that goes wrong inside', () => {
  it('tells the page that it did, and not what the error said', async () => {
    const { call, companion } = await startDesktop()
    companion.answers.status = new Error('refresh token RT1-1234567890abcdef is no good')
    const error: unknown = await call('status', { company: 'maple' }).catch((thrown: unknown) => thrown)
    expect(String(error)).toBe('Error: fault')
  })
})

describe('addresses that the companion wants opened', () => {
  it('the sign-in of QuickBooks opens in the system’s browser', async () => {
    const { call, companion, world } = await startDesktop()
    companion.answers.connect = {
      ok: true,
      value: { authorizeUrl: 'https://appcenter.intuit.com/connect/oauth2?state=8477.x' },
    }
    await call('connect', { company: 'maple', environment: 'production' })
    expect(world.opened).toEqual(['https://appcenter.intuit.com/connect/oauth2?state=8477.x'])
  })

  it('the practice company’s own sign-in and books do too', async () => {
    const { call, companion, world } = await startDesktop()
    companion.answers.connect = { ok: true, value: { authorizeUrl: 'http://127.0.0.1:4511/authorize?state=1' } }
    await call('connect', { company: 'maple', environment: 'practice' })
    companion.answers.open = { ok: true, value: { url: 'http://127.0.0.1:4511/books' } }
    await call('open', { company: 'maple', what: 'books' })
    expect(world.opened).toEqual(['http://127.0.0.1:4511/authorize?state=1', 'http://127.0.0.1:4511/books'])
  })

  it('an address elsewhere is not opened, even where the companion names it', async () => {
    const { call, companion, world, log } = await startDesktop()
    companion.answers.open = { ok: true, value: { url: 'https://evil.example/intuit.com' } }
    await call('open', { company: 'maple', what: 'books' })
    expect(world.opened).toEqual([])
    expect(log).toContainEqual({ event: 'link-refused', details: { host: 'evil.example' } })
  })

  it('a page of the help opens from the folder that came with the program, and nothing else of the disk does', async () => {
    const { world, companion, call, options, log } = await startDesktop()
    companion.answers.open = { ok: true, value: { url: 'help/fr/number-taken.html' } }
    await call('open', { company: 'maple', what: { help: 'number-taken' } })
    expect(world.openedPaths).toEqual([path.join(options.helpFolder, 'fr', 'number-taken.html')])
    for (const url of [
      'help/../../etc/passwd',
      'help/en/../../x.html',
      'help/de/number-taken.html',
      'help/en/a.exe',
      'help/en//etc/x.html',
    ]) {
      companion.answers.open = { ok: true, value: { url } }
      await call('open', { company: 'maple', what: { help: 'number-taken' } })
    }
    expect(world.openedPaths).toHaveLength(1)
    expect(world.opened).toEqual([])
    expect(log.filter(({ event }) => event === 'link-refused')).toHaveLength(5)
    await expect(call('open', { company: 'maple', what: { help: '../secrets' } })).rejects.toThrow('refused')
  })

  it('nothing opens where the companion refused', async () => {
    const { call, companion, world } = await startDesktop()
    companion.answers.connect = { ok: false, problem: { code: 'sign-in-refused', params: {} } }
    await call('connect', { company: 'maple', environment: 'production' })
    expect(world.opened).toEqual([])
  })
})
