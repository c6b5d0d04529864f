import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http'
import { request } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { addressOfRunning } from '../../electron/browser/another-start.ts'
import type { ServedWindow } from '../../electron/browser/serve-window.ts'
import { serveWindow } from '../../electron/browser/serve-window.ts'
import { BridgeDouble } from './bridge-double.ts'

interface Answer {
  status: number
  headers: IncomingMessage['headers']
  body: string
}

let folder: string
let helpFolder: string
let served: ServedWindow
let double: BridgeDouble
let faults: string[]
let origin: string
let port: number

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'billdr-qbo-window-'))
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>window</title>')
  await mkdir(join(folder, 'assets'))
  await writeFile(join(folder, 'assets', 'app.js'), 'export {}')
  await writeFile(join(folder, 'assets', 'notes.txt'), 'not for the web')
  await writeFile(`${folder}-secret.html`, 'outside')
  helpFolder = await mkdtemp(join(tmpdir(), 'billdr-qbo-window-help-'))
  await mkdir(join(helpFolder, 'en'))
  await writeFile(join(helpFolder, 'en', 'number-taken.html'), '<!doctype html><title>help</title>')
  await writeFile(join(helpFolder, 'en', 'notes.txt'), 'not for the web')
  double = new BridgeDouble()
  faults = []
  served = await serveWindow({
    handlers: { ...double.handlers(), disconnect: () => Promise.reject(new Error('token abc123 leaked')) },
    events: double.listen,
    assets: folder,
    help: helpFolder,
    largestBody: 100_000,
    onFault: (call, error) => faults.push(`${call}: ${String(error)}`),
  })
  origin = new URL(served.address).origin
  port = Number(new URL(served.address).port)
})

afterEach(async () => {
  await served.close()
  await rm(folder, { recursive: true })
  await rm(`${folder}-secret.html`)
  await rm(helpFolder, { recursive: true })
})

/** The secret that a page got with its cookie. */
const pages = new Map<unknown, string>()
const pageOf = (headers: OutgoingHttpHeaders): OutgoingHttpHeaders => {
  const page = pages.get(headers['cookie'])
  return page === undefined ? {} : { 'x-billdr-qbo-page': page }
}

/** One request exactly as written, without what a client would add or mend. */
function ask(method: string, path: string, headers: OutgoingHttpHeaders = {}, body?: string): Promise<Answer> {
  return new Promise((answered, failed) => {
    const shown = { ...pageOf(headers), ...headers }
    const sent = request({ host: '127.0.0.1', port, method, path, headers: shown, agent: false }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () =>
        answered({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(parts).toString(),
        }),
      )
    })
    sent.on('error', failed)
    sent.end(body)
  })
}

const pathOf = (address: string): string => address.slice(new URL(address).origin.length)

/** Comes in as a person's browser does, and answers the cookie. */
async function enter(address = served.address): Promise<string> {
  const answer = await ask('GET', pathOf(address), { 'sec-fetch-site': 'none' })
  const cookie = answer.headers['set-cookie']?.[0]?.split(';')[0] ?? ''
  pages.set(cookie, /#page=(.+)$/.exec(answer.headers.location ?? '')?.[1] ?? '')
  return cookie
}

function call(name: string, args: unknown, headers: OutgoingHttpHeaders): Promise<Answer> {
  return ask(
    'POST',
    `/bridge/${name}`,
    { origin, 'content-type': 'application/json', 'sec-fetch-site': 'same-origin', ...headers },
    JSON.stringify(args),
  )
}

describe('a browser with the one-time address', () => {
  it('gets in once, with a cookie no script reads and no other site sends, at an address without the key', async () => {
    const answer = await ask('GET', pathOf(served.address), { 'sec-fetch-site': 'none' })
    expect(answer.status).toBe(303)
    expect(answer.headers.location).toMatch(/^\/#page=[\w-]{43}$/)
    expect(answer.headers['set-cookie']?.[0]).toMatch(/; HttpOnly; SameSite=Strict$/)
    const cookie = answer.headers['set-cookie']?.[0]?.split(';')[0] ?? ''
    expect(await ask('GET', '/', { cookie })).toMatchObject({
      status: 200,
      body: '<!doctype html><title>window</title>',
    })
    expect(await ask('GET', '/assets/app.js', { cookie })).toMatchObject({ status: 200 })
    const page = String(answer.headers.location).slice('/#page='.length)
    expect(JSON.parse((await call('appInfo', {}, { cookie, 'x-billdr-qbo-page': page })).body)).toMatchObject({
      host: 'browser',
    })
  })

  it('has a minute to come: a key that lay longer opens nothing, and a new start brings a new one', async () => {
    await served.close()
    let later = 0
    served = await serveWindow({
      handlers: double.handlers(),
      events: double.listen,
      assets: folder,
      clock: () => performance.now() + later,
    })
    origin = new URL(served.address).origin
    port = Number(new URL(served.address).port)
    later = 61_000
    expect(await ask('GET', pathOf(served.address), { 'sec-fetch-site': 'none' })).toMatchObject({ status: 401 })
    const fresh = (await addressOfRunning(served.forAnotherStart)) ?? ''
    expect(new URL(fresh).origin).toBe(origin)
    expect(await enter(fresh)).not.toBe('')
    expect(await enter(fresh)).toBe('')
    // Again after that one was used, as often as somebody starts it.
    expect(await enter((await addressOfRunning(served.forAnotherStart)) ?? '')).not.toBe('')
  })

  it('gives a new address to no one who does not know what the data folder says, and to no page', async () => {
    expect(await addressOfRunning(`${origin}/another-start#guessed`)).toBeNull()
    expect(await addressOfRunning('http://192.0.2.1/another-start#x')).toBeNull()
    const known = new URL(served.forAnotherStart).hash.slice(1)
    expect(await ask('POST', '/another-start', {})).toMatchObject({ status: 401 })
    expect(await ask('POST', '/another-start', { 'x-billdr-qbo-start': known, origin })).toMatchObject({ status: 401 })
    expect(await ask('GET', '/another-start', { 'x-billdr-qbo-start': known })).toMatchObject({ status: 405 })
  })

  it('comes back to the window with the used address while its cookie is good', async () => {
    const cookie = await enter()
    expect(await ask('GET', pathOf(served.address), { cookie })).toMatchObject({
      status: 303,
      headers: { location: '/' },
    })
  })

  it('reads the help, whose pages may do nothing but show themselves', async () => {
    const cookie = await enter()
    const page = await ask('GET', '/help/en/number-taken.html', { cookie })
    expect(page).toMatchObject({ status: 200, body: '<!doctype html><title>help</title>' })
    expect(page.headers['content-security-policy']).toContain("default-src 'none'")
    expect(page.headers['content-security-policy']).not.toContain('script-src')
    for (const path of ['/help/en/notes.txt', '/help/en/other.html', '/help/', '/help/en/..%2f..%2findex.html'])
      expect((await ask('GET', path, { cookie })).status, path).toBe(404)
    expect((await ask('GET', '/help/en/number-taken.html')).status).toBe(401)
  })

  it('hears events', async () => {
    const cookie = await enter()
    const heard = await new Promise<string>((got, failed) => {
      const listening = request(
        {
          host: '127.0.0.1',
          port,
          path: '/bridge/events',
          headers: { cookie, ...pageOf({ cookie }), 'sec-fetch-site': 'same-origin' },
          agent: false,
        },
        (response) => {
          expect(response.headers['content-type']).toMatch(/^text\/event-stream/)
          response.on('data', (part: Buffer) => {
            const text = part.toString()
            if (text.startsWith(':')) double.changeStatus({ paused: true })
            else {
              got(text)
              response.destroy()
            }
          })
        },
      )
      listening.on('error', failed)
      listening.end()
    })
    expect(JSON.parse(heard.replace(/^data: /, ''))).toMatchObject({ event: 'status', status: { paused: true } })
  })

  it('lets a second browser in with another address, and the unused one before it ends', async () => {
    const unused = served.newAddress()
    const fresh = served.newAddress()
    expect(await enter(unused)).toBe('')
    expect(await enter(fresh)).not.toBe('')
  })
})

describe('an attacker', () => {
  it('guessing a key gets nothing, and does not use the right one up', async () => {
    for (const key of ['', 'wrong', served.address.slice(-10), '%00'])
      expect((await ask('GET', `/?key=${key}`)).status).toBe(401)
    expect(await enter()).not.toBe('')
  })

  it('replaying the key from a history or a log gets nothing', async () => {
    await enter()
    const second = await ask('GET', pathOf(served.address))
    expect(second.status).toBe(401)
    expect(second.headers['set-cookie']).toBeUndefined()
  })

  it('without a cookie reads neither page, script, call nor events', async () => {
    for (const path of ['/', '/assets/app.js', '/nowhere']) {
      const answer = await ask('GET', path)
      expect(answer.status).toBe(401)
      expect(answer.body).not.toContain('<title>window')
    }
    expect((await call('companies', {}, {})).status).toBe(401)
    expect((await ask('GET', '/bridge/events', { 'sec-fetch-site': 'same-origin' })).status).toBe(401)
  })

  it('with a made-up cookie gets nothing', async () => {
    const cookie = await enter()
    const name = cookie.split('=')[0] ?? ''
    for (const forged of [`${name}=`, `${name}=x`, `${cookie}x`, `other=1; ${name.slice(0, -1)}=1`]) {
      expect((await call('companies', {}, { cookie: forged })).status).toBe(401)
    }
  })

  it('rebinding a DNS name to 127.0.0.1 is refused by the name it asks for', async () => {
    const cookie = await enter()
    for (const host of [
      'evil.example',
      `evil.example:${port}`,
      `localhost:${port}`,
      `127.0.0.1.nip.io:${port}`,
      '127.0.0.1',
      `127.0.0.1:${port + 1}`,
      `[::1]:${port}`,
    ]) {
      expect((await ask('GET', '/', { cookie, host })).status, host).toBe(421)
      expect((await call('companies', {}, { cookie, host })).status, host).toBe(421)
    }
  })

  it('on another origin cannot make a signed-in browser call (cross-site request forgery)', async () => {
    const cookie = await enter()
    for (const from of [
      'https://evil.example',
      'null',
      `http://127.0.0.1:${port + 1}`,
      `https://127.0.0.1:${port}`,
      `http://localhost:${port}`,
      `${origin}.evil.example`,
    ]) {
      expect((await call('syncNow', { company: 'beaubien' }, { cookie, origin: from })).status, from).toBe(403)
    }
    for (const site of ['cross-site', 'same-site']) {
      expect((await call('syncNow', { company: 'beaubien' }, { cookie, 'sec-fetch-site': site })).status, site).toBe(
        403,
      )
    }
    expect(double.calls).toEqual([])
  })

  it('cannot call with what a form or an image can send: no origin, other types, GET', async () => {
    const cookie = await enter()
    const body = JSON.stringify({ company: 'beaubien' })
    expect((await ask('POST', '/bridge/syncNow', { cookie, 'content-type': 'application/json' }, body)).status).toBe(
      403,
    )
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data',
      'application/json-patch+json',
      undefined,
    ]) {
      expect(
        (await ask('POST', '/bridge/syncNow', { cookie, origin, ...(type ? { 'content-type': type } : {}) }, body))
          .status,
        type,
      ).toBe(415)
    }
    expect((await ask('GET', '/bridge/syncNow', { cookie, origin })).status).toBe(405)
    expect(
      (await ask('OPTIONS', '/bridge/syncNow', { cookie, origin })).headers['access-control-allow-origin'],
    ).toBeUndefined()
    expect(double.calls).toEqual([])
  })

  it('cannot listen to events from another site, or open them as a page', async () => {
    const cookie = await enter()
    for (const site of ['cross-site', 'same-site', 'none'])
      expect((await ask('GET', '/bridge/events', { cookie, 'sec-fetch-site': site })).status).toBe(403)
  })

  it('climbing out of the folder finds nothing', async () => {
    const cookie = await enter()
    const secret = `${folder.split('/').pop() ?? ''}-secret.html`
    for (const path of [
      `/../${secret}`,
      `/..%2f${secret}`,
      `/%2e%2e/${secret}`,
      `/assets/..%5c..%5c${secret}`,
      `/assets/../../${secret}`,
      '//etc/passwd',
      '/assets/notes.txt',
      '/assets',
      '/index.html%00.js',
    ]) {
      expect((await ask('GET', path, { cookie })).status, path).toBe(404)
    }
  })

  it('with the cookie alone, which a browser also shows to another port of this computer, calls and hears nothing', async () => {
    const cookie = await enter()
    for (const page of ['', 'x'.repeat(43), cookie.split('=')[1] ?? '']) {
      const shown = { cookie, 'x-billdr-qbo-page': page }
      expect((await call('companies', {}, shown)).status).toBe(401)
      expect((await ask('GET', '/bridge/events', shown)).status).toBe(401)
    }
    const other = await enter(served.newAddress())
    expect((await call('companies', {}, { cookie, 'x-billdr-qbo-page': pages.get(other) })).status).toBe(401)
    expect(double.calls).toEqual([])
  })

  it('asking for a call that does not exist, or with arguments that do not fit, reaches no handler', async () => {
    const cookie = await enter()
    for (const name of ['nothing', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', '__proto__']) {
      expect((await call(name, {}, { cookie })).status, name).toBeGreaterThanOrEqual(400)
    }
    const hostile: unknown[] = [
      null,
      [],
      'x',
      {},
      { company: 7 },
      { company: 'beaubien', more: 1 },
      { company: 'x'.repeat(101) },
      { company: '' },
    ]
    for (const args of hostile) expect((await call('syncNow', args, { cookie })).status, JSON.stringify(args)).toBe(400)
    expect((await call('retry', { company: 'beaubien', keys: ['../etc:1'] }, { cookie })).status).toBe(400)
    expect(
      (await call('open', { company: 'beaubien', what: { url: 'https://evil.example' } }, { cookie })).status,
    ).toBe(400)
    expect(
      (await ask('POST', '/bridge/syncNow', { cookie, origin, 'content-type': 'application/json' }, '{"company":'))
        .status,
    ).toBe(400)
    expect(
      (await ask('POST', '/bridge/syncNow', { cookie, origin, 'content-type': 'application/json' }, '\xff\xfe')).status,
    ).toBe(400)
    expect(double.calls).toEqual([])
  })

  it('sending a body without end is cut off', async () => {
    const cookie = await enter()
    expect(
      (
        await ask(
          'POST',
          '/bridge/syncNow',
          { cookie, origin, 'content-type': 'application/json', 'content-length': 200_000 },
          'x'.repeat(200_000),
        ).catch(() => ({ status: 413 }))
      ).status,
    ).toBe(413)
    const status = await new Promise<number>((ended) => {
      const flood = request(
        {
          host: '127.0.0.1',
          port,
          method: 'POST',
          path: '/bridge/syncNow',
          headers: {
            cookie,
            ...pageOf({ cookie }),
            origin,
            'content-type': 'application/json',
            'transfer-encoding': 'chunked',
          },
          agent: false,
        },
        (response) => ended(response.statusCode ?? 0),
      )
      flood.on('error', () => ended(413))
      const more = (): void => {
        if (!flood.destroyed && !flood.writableEnded) flood.write('x'.repeat(65_536), (error) => !error && more())
      }
      more()
    })
    expect(status).toBe(413)
    expect((await call('companies', {}, { cookie })).status).toBe(200)
  })

  it('reading the failure of a call learns nothing about it', async () => {
    const cookie = await enter()
    const answer = await call('disconnect', { company: 'beaubien' }, { cookie })
    expect(answer).toMatchObject({ status: 500, body: '' })
    expect(faults).toEqual(['disconnect: Error: token abc123 leaked'])
  })

  it('framing the window, sniffing its types or slipping a script in is refused by the headers of every answer', async () => {
    const cookie = await enter()
    for (const answer of [
      await ask('GET', '/', { cookie }),
      await ask('GET', '/'),
      await ask('GET', '/x', { cookie }),
      await call('companies', {}, { cookie }),
    ]) {
      const policy = String(answer.headers['content-security-policy'])
      expect(policy).toContain("default-src 'none'")
      expect(policy).toContain("script-src 'self'")
      expect(policy).toContain("frame-ancestors 'none'")
      expect(policy).not.toContain('unsafe')
      expect(answer.headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'cross-origin-opener-policy': 'same-origin',
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
      })
      expect(answer.headers['access-control-allow-origin']).toBeUndefined()
    }
  })

  it('asking as a proxy or with two hosts is refused', async () => {
    const raw = (text: string): Promise<string> =>
      new Promise((got, failed) => {
        let answer = ''
        const socket = connect(port, '127.0.0.1', () => socket.write(text))
        socket.on('data', (part) => (answer += part.toString()))
        socket.on('close', () => got(answer))
        socket.on('error', failed)
      })
    const cookie = await enter()
    expect(
      await raw(
        `GET http://evil.example/ HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nCookie: ${cookie}\r\nConnection: close\r\n\r\n`,
      ),
    ).toMatch(/^HTTP\/1.1 400/)
    expect(
      await raw(
        `GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nHost: evil.example\r\nCookie: ${cookie}\r\nConnection: close\r\n\r\n`,
      ),
    ).not.toMatch(/^HTTP\/1.1 200/)
    expect(await raw(`GET / HTTP/1.0\r\nCookie: ${cookie}\r\n\r\n`)).not.toMatch(/^HTTP\/1.[01] 200/)
  })
})

describe('the server', () => {
  it('listens on 127.0.0.1 only', () => {
    expect(new URL(served.address).hostname).toBe('127.0.0.1')
  })

  it('refuses to start without a built window', async () => {
    const empty = await mkdtemp(join(tmpdir(), 'billdr-qbo-empty-'))
    await expect(serveWindow({ handlers: double.handlers(), events: double.listen, assets: empty })).rejects.toThrow(
      'build it first',
    )
    await rm(empty, { recursive: true })
  })

  it('frees its port and lets go of its listeners when it closes', async () => {
    const other = await serveWindow({ handlers: double.handlers(), events: double.listen, assets: folder })
    await other.close()
    const again = await serveWindow({
      handlers: double.handlers(),
      events: double.listen,
      assets: folder,
      port: Number(new URL(other.address).port),
    })
    expect(new URL(again.address).port).toBe(new URL(other.address).port)
    await again.close()
  })
})
