import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { existsSync, mkdtemp, rm, rmSync, writeFile } from '../system/files.ts'
import { startProgram } from '../system/programs.ts'

/** By then the browser has read it; until then a start of the browser may take long. */
const KEPT_MS = 60_000

/**
 * Opens an address in the system's browser. Where there is none, nothing happens: the address is printed as well.
 * Only http and https addresses are passed on.
 *
 * An address may hold a key (of the window, of a sign-in), and what a program is started with can be read by every user of
 * the computer. So the program is given a page of ours instead, that only this user can read and that leads on.
 */
export async function openInBrowser(address: string): Promise<void> {
  const url = new URL(address)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return
  const folder = await mkdtemp(join(placeForPages(), 'billdr-qbo-open-'))
  const page = join(folder, 'open.html')
  await writeFile(page, pageTo(url.href), { mode: 0o600, flag: 'wx' })
  const remove = (): void => rmSync(folder, { recursive: true, force: true })
  process.once('exit', remove)
  setTimeout(() => {
    process.off('exit', remove)
    void rm(folder, { recursive: true, force: true }).catch(() => undefined)
  }, KEPT_MS).unref()
  const target = pathToFileURL(page).href
  const [command, ...args] =
    process.platform === 'win32'
      ? ['rundll32', 'url.dll,FileProtocolHandler', target]
      : process.platform === 'darwin'
        ? ['open', target]
        : ['xdg-open', target]
  await startProgram(command ?? '', args)
}

/** A browser that is a snap sees no temporary folder but its own, and of the home folder what is not hidden. */
function placeForPages(): string {
  return process.platform === 'linux' && existsSync('/snap/bin') ? homedir() : tmpdir()
}

function pageTo(address: string): string {
  const written = address.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
  return (
    '<!doctype html><meta charset="utf-8"><meta name="referrer" content="no-referrer">' +
    `<meta http-equiv="refresh" content="0; url=${written}"><title>Billdr → QuickBooks</title>` +
    `<p><a href="${written}">Billdr → QuickBooks</a></p>\n`
  )
}
