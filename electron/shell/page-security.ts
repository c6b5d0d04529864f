import type { Session, WebContents, WebPreferences } from 'electron'
import type { ElectronParts } from './contract.ts'
import type { ExternalLinks } from './external-links.ts'
import { APP_HOST, APP_ORIGIN, APP_SCHEME, CONTENT_SECURITY_POLICY, isOwnPage, pageFile } from './own-pages.ts'
import { readFile } from '../system/files.ts'

/** Chromium's own viewer of PDF receipts: it is a built-in extension with this name. */
const PDF_VIEWER = 'mhjfbmdgcfjbbpaeojofohoefgiehjai'

/** A page gets the bridge and nothing else: no Node, no shared world, Chromium's sandbox around it. */
export function pagePreferences(preload: string, developerTools: boolean): WebPreferences {
  return {
    preload,
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    safeDialogs: true,
    spellcheck: false,
    devTools: developerTools,
    // Chromium's PDF viewer, for receipts; there are no other plugins any more.
    plugins: true,
  }
}

/** Has to happen before the app is ready: our pages get a scheme that Chromium treats like a web site of its own. */
export function registerScheme({ protocol }: Pick<ElectronParts, 'protocol'>): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: false, corsEnabled: false } },
  ])
}

/**
 * Serves the built window under app://billdr-qbo/, each answer with the policy of what a page may do. `inMemory`: pages that
 * need no file.
 */
export function servePages(
  session: Session,
  folder: string,
  inMemory: (address: string) => { text: string; type: string } | null = () => null,
): void {
  session.protocol.handle(APP_SCHEME, async (request) => {
    const own = request.method === 'GET' ? inMemory(request.url) : null
    if (own) return new Response(own.text, { headers: { 'content-type': own.type, ...PAGE_HEADERS } })
    const found = pageFile(folder, request.method, request.url)
    if ('status' in found) return new Response(null, { status: found.status })
    return new Response(request.method === 'HEAD' ? null : await readFile(found.file), {
      headers: { 'content-type': found.contentType, ...PAGE_HEADERS },
    })
  })
}

const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
}

/** Whether a page of ours may ask for this address: its own files, and receipts that it holds already. */
export function mayRequest(address: string, developerTools: boolean): boolean {
  if (isOwnPage(address)) return true
  const url = URL.canParse(address) ? new URL(address) : null
  if (url === null) return false
  if (url.protocol === 'blob:') return url.origin === APP_ORIGIN || address.startsWith(`blob:${APP_ORIGIN}/`)
  if (url.protocol === 'chrome-extension:') return url.host === PDF_VIEWER
  if (url.protocol === 'chrome:') return url.host === 'resources'
  return developerTools && url.protocol === 'devtools:'
}

/** Writing text to the clipboard after a click ("copy the report for support") is the one permission a page of ours has. */
const GIVEN = 'clipboard-sanitized-write'

/**
 * Shuts a session: no other permission is ever given, nothing leaves for a network, a certificate is never accepted by hand,
 * and no device is found.
 */
export function shutSession(session: Session, developerTools: boolean): void {
  session.setPermissionRequestHandler((contents, permission, answer, details) =>
    answer(
      permission === GIVEN && details.isMainFrame && isOwnPage(details.requestingUrl) && isOwnPage(contents.getURL()),
    ),
  )
  session.setPermissionCheckHandler(
    (_contents, permission, origin, details) => permission === GIVEN && details.isMainFrame && isOwnPage(`${origin}/`),
  )
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler((_request, answer) => answer({}))
  session.setCertificateVerifyProc((_request, answer) => answer(-2))
  session.setSpellCheckerEnabled(false)
  session.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !mayRequest(details.url, developerTools) }))
}

/** Whether an address is of bytes that a page of ours holds: a receipt, a report that is saved. */
export function isReceipt(address: string): boolean {
  return address.startsWith(`blob:${APP_ORIGIN}/`)
}

/**
 * Holds on to every page there is, however it came about: it stays where it is, opens no window, attaches nothing, and
 * its links go through the one door.
 */
export function holdPage(contents: WebContents, links: Pick<ExternalLinks, 'open'>): void {
  const leaves = (event: {
    preventDefault(): void
    url: string
    isMainFrame?: boolean
    initiator?: { url: string } | null | undefined
  }): void => {
    if (isOwnPage(event.url)) return
    // The frame that shows a PDF receipt.
    if (event.isMainFrame === false && event.url.startsWith(`blob:${APP_ORIGIN}/`)) return
    event.preventDefault()
  }
  contents.on('will-navigate', leaves)
  contents.on('will-redirect', leaves)
  contents.on('will-frame-navigate', leaves)
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(({ url }) => {
    void links.open(url)
    return { action: 'deny' }
  })
}

/** The address of a place in the window. */
export function pageAddress(hash: string): string {
  return `${APP_SCHEME}://${APP_HOST}/index.html${hash}`
}
