import type { Server } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ServedWindow } from '../../electron/browser/serve-window.ts'
import type { BridgeDouble } from '../window/bridge-double.ts'
import type { FreshBrowser } from './chromium.ts'
import { chromiumPath, freshBrowser } from './chromium.ts'
import { serveDouble } from './served-double.ts'

// A page of another server on this machine. By name (localhost) it is another site; by number it is the same site on
// another port, to which a browser does send the cookie.
const WHERE = [
  ['another site', 'localhost'],
  ['another port of the same site', '127.0.0.1'],
] as const

describe.skipIf(chromiumPath() === null)('a hostile page in the browser that has the window open', () => {
  let evil: Server
  let browser: FreshBrowser
  let double: BridgeDouble
  let served: ServedWindow
  let window: Page
  let target: string

  beforeEach(async () => {
    evil = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' })
      response.end('<!doctype html><title>evil</title><body></body>')
    })
    await new Promise<void>((listening) => evil.listen(0, '127.0.0.1', listening))
    const started = await serveDouble()
    double = started.double
    served = started.served
    target = new URL(served.address).origin
    browser = await freshBrowser()
    window = await browser.context.newPage()
    await window.goto(served.address)
    await window.getByRole('grid').waitFor()
  })

  afterEach(async () => {
    await browser.close()
    await served.close()
    await new Promise((closed) => evil.close(closed))
  })

  async function evilPage(host: string): Promise<Page> {
    const page = await browser.context.newPage()
    await page.goto(`http://${host}:${(evil.address() as AddressInfo).port}/`)
    return page
  }

  it.each(WHERE)('on %s cannot make it call anything', async (_name, host) => {
    const page = await evilPage(host)
    const results = await page.evaluate(async (origin) => {
      const body = JSON.stringify({ company: 'beaubien' })
      const tried = async (init: RequestInit): Promise<string> =>
        fetch(`${origin}/bridge/syncNow`, { method: 'POST', credentials: 'include', body, ...init }).then(
          (answer) => `${answer.type} ${answer.status}`,
          () => 'refused',
        )
      return Promise.all([
        tried({ headers: { 'content-type': 'application/json' } }),
        tried({ mode: 'no-cors' }),
        tried({ mode: 'no-cors', headers: { 'content-type': 'text/plain' } }),
        Promise.resolve(
          String(navigator.sendBeacon(`${origin}/bridge/syncNow`, new Blob([body], { type: 'text/plain' }))),
        ),
      ])
    }, target)
    expect(results[0]).toBe('refused')
    expect(results[1]).not.toContain('200')
    const refused = page.waitForResponse(
      (answer) => answer.request().isNavigationRequest() && answer.request().method() === 'POST',
    )
    await page.evaluate((origin) => {
      const form = document.createElement('form')
      form.method = 'post'
      form.enctype = 'text/plain'
      form.action = `${origin}/bridge/syncNow`
      const input = document.createElement('input')
      input.name = '{"company":"beaubien","x":"'
      input.value = '"}'
      form.append(input)
      document.body.append(form)
      form.submit()
    }, target)
    expect((await refused).status()).toBe(403)
    expect(double.calls).toEqual([])
  })

  it.each(WHERE)('on %s cannot read rows, events, scripts or the page', async (_name, host) => {
    const page = await evilPage(host)
    const read = await page.evaluate(async (origin) => {
      const fetched = await fetch(`${origin}/bridge/companies`, {
        method: 'POST',
        credentials: 'include',
        headers: { 'content-type': 'application/json' },
        body: '{}',
      }).then(
        (answer) => answer.text(),
        () => 'refused',
      )
      const pageText = await fetch(`${origin}/`, { credentials: 'include' }).then(
        (answer) => answer.text(),
        () => 'refused',
      )
      const events = await new Promise<string>((done) => {
        const source = new EventSource(`${origin}/bridge/events`, { withCredentials: true })
        source.onopen = () => done('open')
        source.onerror = () => done('refused')
      })
      const image = await new Promise<string>((done) => {
        const shown = new Image()
        shown.onload = () => done('loaded')
        shown.onerror = () => done('refused')
        shown.src = `${origin}/assets/icon.svg`
      })
      return { fetched, pageText, events, image }
    }, target)
    expect(read).toEqual({ fetched: 'refused', pageText: 'refused', events: 'refused', image: 'refused' })
  })

  it.each(WHERE)('on %s cannot frame the window, and has no hold of it through an opener', async (_name, host) => {
    const page = await evilPage(host)
    await page.evaluate((origin) => {
      const frame = document.createElement('iframe')
      frame.src = `${origin}/`
      document.body.append(frame)
      return new Promise((done) => (frame.onload = done))
    }, target)
    const framed = page.frames().find((frame) => frame !== page.mainFrame())
    expect(
      await framed
        ?.locator('nav')
        .count()
        .catch(() => 0),
    ).toBe(0)
    const opened = await page.evaluate((origin) => {
      const got = open(`${origin}/`)
      return new Promise<boolean>((done) =>
        setTimeout(
          () =>
            done(
              got !== null &&
                !got.closed &&
                got.length >= 0 &&
                (() => {
                  try {
                    return got.document.title !== ''
                  } catch {
                    return false
                  }
                })(),
            ),
          500,
        ),
      )
    }, target)
    expect(opened).toBe(false)
    expect(double.calls).toEqual([])
  })

  it('script that got into the page is not run, and nothing can be sent elsewhere', async () => {
    const port = (evil.address() as AddressInfo).port
    const outcome = await window.evaluate(async (evilPort) => {
      const inline = document.createElement('script')
      inline.textContent = 'window.pwned = true'
      document.head.append(inline)
      const handler = document.createElement('div')
      handler.innerHTML = '<img src="x:" onerror="window.pwned = true">'
      document.body.append(handler)
      const sent = await fetch(`http://127.0.0.1:${evilPort}/`, { mode: 'no-cors' }).then(
        () => 'sent',
        () => 'refused',
      )
      const remote = await new Promise<string>((done) => {
        const script = document.createElement('script')
        script.onload = () => done('loaded')
        script.onerror = () => done('refused')
        script.src = `http://127.0.0.1:${evilPort}/x.js`
        document.head.append(script)
      })
      return { pwned: 'pwned' in globalThis, sent, remote }
    }, port)
    expect(outcome).toEqual({ pwned: false, sent: 'refused', remote: 'refused' })
  })

  it('the cookie cannot be read by any script, and the key is in no address the browser keeps', async () => {
    expect(await window.evaluate(() => document.cookie)).toBe('')
    expect(
      await window.evaluate(() =>
        [location.href, document.referrer, ...performance.getEntries().map((entry) => entry.name)].join(' '),
      ),
    ).not.toContain('key=')
  })
})
