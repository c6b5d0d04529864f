import path from 'node:path'
import type { ElectronParts } from './contract.ts'

/** Hosts that a link of the window may lead to, each with its subdomains. */
const HOSTS = ['intuit.com', 'billdr.co', 'billdr.ai', 'billdrpro.featurebase.app', 'github.com'] as const

/**
 * Whether a link may be opened in the system's browser: https to one of the hosts that the program has to do with, or an
 * address on this machine that the companion itself named (the books and the sign-in of the practice company). The
 * address is taken apart by the URL parser and never searched as text: "https://evil.example/?intuit.com" leads to
 * evil.example, and so does "https://intuit.com@evil.example".
 */
export function mayOpen(address: string, named: ReadonlySet<string>): boolean {
  // Parsers disagree about these; an honest link has none.
  if (address.length > 8_000 || /[\\\p{Cc}]/u.test(address)) return false
  let url: URL
  try {
    url = new URL(address)
  } catch {
    return false
  }
  if (url.username !== '' || url.password !== '') return false
  if (url.protocol === 'http:') return named.has(url.origin)
  if (url.protocol !== 'https:' || url.port !== '') return false
  return HOSTS.some((host) => url.hostname === host || url.hostname.endsWith(`.${host}`))
}

/** The one door to the outside: nothing else in the program opens a link. */
export class ExternalLinks {
  readonly #shell: Pick<ElectronParts['shell'], 'openExternal' | 'openPath'>
  readonly #helpFolder: string
  readonly #named = new Set<string>()
  readonly #refused: (host: string) => void

  constructor(
    shell: Pick<ElectronParts['shell'], 'openExternal' | 'openPath'>,
    helpFolder: string,
    refused: (host: string) => void,
  ) {
    this.#shell = shell
    this.#helpFolder = helpFolder
    this.#refused = refused
  }

  /** Lets links to this loopback address through from now on; other hosts are not added this way. */
  name(address: string): void {
    const url = URL.canParse(address) ? new URL(address) : null
    if (
      url?.protocol === 'http:' &&
      (url.hostname === '127.0.0.1' || url.hostname === 'localhost' || url.hostname === '[::1]')
    )
      this.#named.add(url.origin)
  }

  /** Opens the link, or refuses it; answers which. */
  async open(address: string): Promise<boolean> {
    if (!mayOpen(address, this.#named)) {
      this.#refused(URL.canParse(address) ? new URL(address).host : '')
      return false
    }
    // The parsed form, so that what was judged is what is opened.
    await this.#shell.openExternal(new URL(address).href)
    return true
  }

  /**
   * Opens a page of the help that came with the program, by its place: "help/en/number-taken.html". The place is written
   * by us and still taken apart, so that nothing else of the disk is ever opened this way.
   */
  async openHelp(place: string): Promise<boolean> {
    const name = /^help\/((?:en|fr)\/[a-z0-9-]+\.html)$/.exec(place)?.[1]
    if (name === undefined) {
      this.#refused('help')
      return false
    }
    return (await this.#shell.openPath(path.join(this.#helpFolder, name))) === ''
  }
}
