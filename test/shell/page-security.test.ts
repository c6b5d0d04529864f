import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { mayOpen } from '../../electron/shell/external-links.ts'
import { CONTENT_SECURITY_POLICY, isOwnPage, pageFile } from '../../electron/shell/own-pages.ts'
import { mayRequest, pagePreferences, registerScheme } from '../../electron/shell/page-security.ts'
import { cleanDesktops, makeFolder, startDesktop, status } from './desktop.ts'
import { ElectronWorld, electronDouble, preventable, strayPage } from './electron-double.ts'

afterEach(cleanDesktops)

describe('a page', () => {
  it('has no Node, a world of its own, and Chromium’s sandbox around it', async () => {
    const { world } = await startDesktop()
    expect(world.latest().window.options.webPreferences).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      experimentalFeatures: false,
      navigateOnDragDrop: false,
    })
  })

  it('has no developer tools in an installed program', () => {
    expect(pagePreferences('p', false).devTools).toBe(false)
  })

  it('lies under a scheme of its own, which is treated like a web site', () => {
    const world = new ElectronWorld()
    registerScheme(electronDouble(world))
    expect(world.schemes).toEqual([
      { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: false, corsEnabled: false } },
    ])
  })

  it('comes with the policy of what it may do', async () => {
    const { world } = await startDesktop()
    const answer = await world.pages.get('app')?.(new Request('http://x/', { method: 'GET' }))
    expect(answer?.status).toBe(403)
    const page = await world.pages.get('app')?.({ method: 'GET', url: 'app://billdr-qbo/index.html' } as Request)
    expect(page?.headers.get('content-security-policy')).toBe(CONTENT_SECURITY_POLICY)
    expect(page?.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(await page?.text()).toContain('<title>window</title>')
  })

  it('may run only scripts of ours, load nothing from elsewhere, send nothing anywhere', () => {
    const policy = new Map(
      CONTENT_SECURITY_POLICY.split('; ').map((part) => [part.split(' ')[0], part.split(' ').slice(1).join(' ')]),
    )
    expect(policy.get('default-src')).toBe("'none'")
    expect(policy.get('script-src')).toBe("'self'")
    expect(policy.get('connect-src')).toBe("'none'")
    expect(policy.get('form-action')).toBe("'none'")
    expect(policy.get('base-uri')).toBe("'none'")
    expect(CONTENT_SECURITY_POLICY).not.toMatch(/unsafe|https?:|\*|data:/)
  })
})

describe('the files of the window', () => {
  function windowFolder(): string {
    const folder = path.join(makeFolder(), 'window')
    mkdirSync(path.join(folder, 'assets'), { recursive: true })
    writeFileSync(path.join(folder, 'index.html'), 'index')
    writeFileSync(path.join(folder, 'assets', 'a b.js'), 'script')
    writeFileSync(path.join(folder, '..', 'secret.json'), '{}')
    symlinkSync(path.join(folder, '..', 'secret.json'), path.join(folder, 'assets', 'link.json'))
    mkdirSync(`${folder}-other`)
    writeFileSync(path.join(`${folder}-other`, 'x.html'), 'other')
    return folder
  }

  it.each([
    ['app://billdr-qbo/', 'index.html'],
    ['app://billdr-qbo/index.html#/maple/queue', 'index.html'],
    ['app://billdr-qbo/assets/a%20b.js', path.join('assets', 'a b.js')],
  ])('%s is %s', (address, file) => {
    const folder = windowFolder()
    expect(pageFile(folder, 'GET', address)).toMatchObject({ file: path.join(folder, file) })
  })

  it.each([
    ['app://billdr-qbo/../secret.json'],
    ['app://billdr-qbo/..%2fsecret.json'],
    ['app://billdr-qbo/%2e%2e/secret.json'],
    ['app://billdr-qbo/..%5csecret.json'],
    ['app://billdr-qbo/assets/../../secret.json'],
    ['app://billdr-qbo/assets/..%2f..%2fsecret.json'],
    ['app://billdr-qbo/assets/link.json'],
    ['app://billdr-qbo/..%2fwindow-other/x.html'],
    ['app://billdr-qbo//etc/passwd.html'],
    ['app://billdr-qbo/index.html%00.js'],
    ['app://billdr-qbo/%E0%A4%A'],
    ['app://billdr-qbo/assets'],
    ['app://billdr-qbo/desktop.db'],
    ['app://other/index.html'],
    ['app://billdr-qbo:80@evil/index.html'],
    ['file:///etc/passwd'],
  ])('%s is refused', (address) => {
    expect(pageFile(windowFolder(), 'GET', address)).toHaveProperty('status')
  })

  it('nothing but reading is answered', () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS'])
      expect(pageFile(windowFolder(), method, 'app://billdr-qbo/index.html')).toEqual({ status: 405 })
  })
})

describe('a page stays where it is', () => {
  it.each([
    ['https://evil.example/'],
    ['http://127.0.0.1:4511/'],
    ['file:///etc/passwd'],
    ['javascript:alert(1)'],
    ['data:text/html,x'],
    ['app://evil/'],
    ['app://billdr-qbo.evil.example/'],
    ['https://app//billdr-qbo/'],
    ['blob:app://billdr-qbo/1234'],
  ])('it does not go to %s, by click, script or redirect', async (address) => {
    const { world } = await startDesktop()
    const { page } = world.latest().window
    const home = page.address
    for (const how of ['will-navigate', 'will-redirect', 'will-frame-navigate'] as const)
      expect(world.navigate(page, address, how)).toBe(home)
  })

  it('a place of its own is no journey', async () => {
    const { world } = await startDesktop()
    const { page } = world.latest().window
    expect(world.navigate(page, 'app://billdr-qbo/index.html#/maple/settings')).toBe(
      'app://billdr-qbo/index.html#/maple/settings',
    )
  })

  it('a receipt may be shown in a frame of the page, and nothing else may', async () => {
    const { world } = await startDesktop()
    const { page } = world.latest().window
    const goes = (address: string): boolean => {
      const event = preventable({ url: address, isMainFrame: false })
      page.events.emit('will-frame-navigate', event)
      return !event.prevented
    }
    expect(goes('blob:app://billdr-qbo/5f2c')).toBe(true)
    expect(goes('https://evil.example/receipt.pdf')).toBe(false)
    expect(goes('blob:https://evil.example/5f2c')).toBe(false)
  })

  it('it opens no window: a link to QuickBooks goes to the browser, others nowhere', async () => {
    const { world } = await startDesktop()
    const { page } = world.latest().window
    const open = (url: string): unknown => page.openHandler?.({ url } as Electron.HandlerDetails)
    expect(open('https://app.qbo.intuit.com/app/invoice?txnId=7')).toEqual({ action: 'deny' })
    expect(open('https://evil.example/')).toEqual({ action: 'deny' })
    expect(open('file:///etc/passwd')).toEqual({ action: 'deny' })
    expect(world.opened).toEqual(['https://app.qbo.intuit.com/app/invoice?txnId=7'])
  })

  it('it attaches no webview', async () => {
    const { world } = await startDesktop()
    const event = preventable({})
    world.latest().window.page.events.emit('will-attach-webview', event)
    expect(event.prevented).toBe(true)
  })

  it('every page is held, also one that we did not make', async () => {
    const { world } = await startDesktop()
    const stray = strayPage('app://billdr-qbo/index.html')
    world.app.emit('web-contents-created', {}, stray.contents)
    expect(world.navigate(stray, 'https://evil.example/')).toBe('app://billdr-qbo/index.html')
    expect(stray.openHandler?.({ url: 'https://evil.example/' } as Electron.HandlerDetails)).toEqual({ action: 'deny' })
  })
})

describe('the network of a page', () => {
  it.each([
    ['https://quickbooks.api.intuit.com/v3/company/1/query'],
    ['https://evil.example/collect'],
    ['http://127.0.0.1:4511/'],
    ['http://localhost/'],
    ['ws://127.0.0.1/'],
    ['file:///etc/passwd'],
    ['app://evil/x.js'],
    ['chrome-extension://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/x.js'],
    ['devtools://devtools/bundled/x.js'],
    ['blob:https://evil.example/1'],
    [''],
  ])('%s is cancelled', async (address) => {
    const { world } = await startDesktop()
    let answer: Electron.CallbackResponse | undefined
    world.beforeRequest?.({ url: address } as Electron.OnBeforeRequestListenerDetails, (given) => (answer = given))
    expect(answer).toEqual({ cancel: true })
  })

  it('its own files and the receipts that it holds are not', () => {
    expect(mayRequest('app://billdr-qbo/assets/index.js', false)).toBe(true)
    expect(mayRequest('blob:app://billdr-qbo/77aa', false)).toBe(true)
  })
})

describe('permissions', () => {
  const ALL = [
    'clipboard-read',
    'media',
    'display-capture',
    'mediaKeySystem',
    'geolocation',
    'notifications',
    'midi',
    'midiSysex',
    'pointerLock',
    'fullscreen',
    'openExternal',
    'window-management',
    'fileSystem',
    'hid',
    'serial',
    'usb',
    'idle-detection',
    'storage-access',
    'unknown',
  ]

  it.each(ALL)('%s is never given', async (permission) => {
    const { world } = await startDesktop()
    const { contents } = world.latest().window.page
    const details = { isMainFrame: true, requestingUrl: 'app://billdr-qbo/index.html' }
    let given: boolean | undefined
    world.permissionRequest?.(
      contents,
      permission as 'media',
      (answer) => (given = answer),
      details as Electron.PermissionRequest,
    )
    expect(given).toBe(false)
    expect(
      world.permissionCheck?.(
        contents,
        permission as 'media',
        'app://billdr-qbo',
        details as Electron.PermissionCheckHandlerHandlerDetails,
      ),
    ).toBe(false)
  })

  it('copying the report for support is, for our own page only', async () => {
    const { world } = await startDesktop()
    const { contents } = world.latest().window.page
    const ask = (origin: string, isMainFrame = true): boolean | undefined =>
      world.permissionCheck?.(contents, 'clipboard-sanitized-write', origin, {
        isMainFrame,
      } as Electron.PermissionCheckHandlerHandlerDetails)
    expect(ask('app://billdr-qbo')).toBe(true)
    expect(ask('app://billdr-qbo', false)).toBe(false)
    expect(ask('https://evil.example')).toBe(false)
  })

  it('no device, no screen, no certificate by hand, no spell checker that asks a server', async () => {
    const { world } = await startDesktop()
    expect(world.deviceCheck?.({} as Electron.DevicePermissionHandlerHandlerDetails)).toBe(false)
    let streams: unknown
    world.displayMedia?.({} as Electron.DisplayMediaRequestHandlerHandlerRequest, (given) => (streams = given))
    expect(streams).toEqual({})
    let verdict: number | undefined
    world.certificates?.({} as Electron.Request, (given) => (verdict = given))
    expect(verdict).toBe(-2)
    expect(world.spellChecker).toBe(false)
    const event = preventable({})
    let accepted: boolean | undefined
    world.app.emit('certificate-error', event, {}, 'https://x', 'expired', {}, (yes: boolean) => (accepted = yes))
    expect([event.prevented, accepted]).toEqual([true, false])
  })

  it('only a receipt that the page holds can be saved', async () => {
    const { world } = await startDesktop()
    const saved = (url: string): boolean => {
      const event = preventable({})
      world.session.emit('will-download', event, {
        getURL: () => url,
        getFilename: () => 'receipt.pdf',
        setSaveDialogOptions: () => undefined,
        once: () => undefined,
      })
      return !event.prevented
    }
    expect(saved('blob:app://billdr-qbo/1')).toBe(true)
    expect(saved('https://evil.example/setup.exe')).toBe(false)
    expect(saved('data:text/html,x')).toBe(false)
  })
})

describe('the one door for links', () => {
  const named = new Set(['http://127.0.0.1:4511'])

  it.each([
    ['https://app.qbo.intuit.com/app/invoice?txnId=7'],
    ['https://intuit.com/'],
    ['https://pro.billdr.co/faq'],
    ['https://billdrpro.featurebase.app/help'],
    ['http://127.0.0.1:4511/books'],
  ])('%s may be opened', (address) => {
    expect(mayOpen(address, named)).toBe(true)
  })

  it.each([
    // Hosts that only look like one of ours.
    ['https://evil.example/?next=https://app.qbo.intuit.com'],
    ['https://intuit.com.evil.example/'],
    ['https://evilintuit.com/'],
    ['https://intuit.com@evil.example/'],
    ['https://user:password@intuit.com/'],
    ['https://evil.example/#intuit.com'],
    ['https://intuit.com:8443/'],
    ['https://intuıt.com/'],
    ['https://intuit.com\\@evil.example/'],
    // Other ways to reach a program or a file.
    ['http://intuit.com/'],
    ['file:///etc/passwd'],
    ['file://intuit.com/share/x.exe'],
    ['javascript:alert(1)'],
    ['data:text/html,x'],
    ['ms-msdt:/id'],
    ['smb://intuit.com/x'],
    ['ssh://intuit.com'],
    ['billdr-qbo://callback?code=1'],
    ['app://billdr-qbo/'],
    ['vbscript:x'],
    ['\\\\intuit.com\\x'],
    ['//intuit.com'],
    [''],
    ['intuit.com'],
    // This machine, but not what the companion named.
    ['http://127.0.0.1:4512/'],
    ['http://localhost:4511/'],
    ['http://127.0.0.1.evil.example:4511/'],
    ['http://192.168.0.1/'],
    ['https://127.0.0.1:4511/'],
    [`https://intuit.com/${'x'.repeat(9_000)}`],
  ])('%s may not', (address) => {
    expect(mayOpen(address, named)).toBe(false)
  })

  it('what is opened is what was judged', async () => {
    const { world } = await startDesktop()
    world.latest().window.page.openHandler?.({ url: '  HTTPS://App.QBO.Intuit.com/a b' } as Electron.HandlerDetails)
    expect(world.opened).toEqual(['https://app.qbo.intuit.com/a%20b'])
  })

  it('the books of the practice company are known from its status', async () => {
    const { world } = await startDesktop({
      statuses: [status({ practice: { booksUrl: 'http://127.0.0.1:4999/books', nextSample: true } })],
    })
    world.latest().window.page.openHandler?.({ url: 'http://127.0.0.1:4999/books' } as Electron.HandlerDetails)
    expect(world.opened).toEqual(['http://127.0.0.1:4999/books'])
  })
})

describe('our own pages', () => {
  it.each([
    ['app://billdr-qbo/index.html', true],
    ['app://billdr-qbo/', true],
    ['APP://billdr-qbo/', true],
    ['app://billdr-qbo.evil/', false],
    ['app://x@billdr-qbo/', false],
    ['app:billdr-qbo', false],
    ['http://billdr-qbo/', false],
    ['', false],
  ])('%s: %s', (address, own) => {
    expect(isOwnPage(address)).toBe(own)
  })
})
