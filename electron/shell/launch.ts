import { LINK_SCHEME } from './own-pages.ts'

/** What a start, or a second start while the program runs, asks for. */
export interface Launch {
  /** Started with the computer: stay in the tray. */
  hidden: boolean
  /** The address of a sign-in that came back by a `billdr-qbo://` link. */
  signIn: string | null
  /** `--company <id>`: which books to open on. */
  company: string | null
  /** How many crashes came just before this start. */
  crashes: number
}

/**
 * Whether the program was started for a command of the terminal, as in `billdr-qbo sync --watch`: its first argument is a
 * word. What systems add (options, links, files) is never a plain word, and one that is no command gets the terminal's
 * own answer.
 */
export function isTerminalCommand(given: readonly string[]): boolean {
  const [first] = given
  return first !== undefined && (/^[a-z][a-z-]*$/.test(first) || ['--help', '-h', '--version', '-V'].includes(first))
}

/** Reads the arguments of a start. Links come from any web page: what does not fit exactly is left out. */
export function readLaunch(given: readonly string[]): Launch {
  const link = given.find((argument) => argument.toLowerCase().startsWith(`${LINK_SCHEME}:`))
  const at = given.indexOf('--company')
  const company = at >= 0 ? given[at + 1] : undefined
  return {
    hidden: given.includes('--hidden'),
    signIn: link === undefined ? null : signInLink(link),
    crashes: Number(
      given.map((argument) => /^--after-crash=(\d)$/.exec(argument)?.[1]).find((times) => times !== undefined) ?? 0,
    ),
    company: company !== undefined && /^[\w.-]{1,100}$/.test(company) ? company : null,
  }
}

/**
 * The sign-in's answer in a link like `billdr-qbo://callback?code=…&state=…&realmId=…`, with only the parts that a
 * sign-in has. Whether its `state` is ours is for the sign-in itself to say.
 */
export function signInLink(link: string): string | null {
  if (link.length > 8_000) return null
  const url = URL.canParse(link) ? new URL(link) : null
  // "billdr-qbo://callback/?…" and "billdr-qbo:///callback?…" are what systems make of it.
  if (
    url?.protocol !== `${LINK_SCHEME}:` ||
    url.username !== '' ||
    `${url.host}${url.pathname}`.replaceAll('/', '') !== 'callback'
  )
    return null
  const parts = new URLSearchParams()
  for (const name of ['code', 'state', 'realmId', 'error', 'error_description']) {
    const value = url.searchParams.get(name)
    if (value !== null && value.length <= 2_000) parts.set(name, value)
  }
  return parts.has('state') ? `${LINK_SCHEME}://callback?${parts.toString()}` : null
}
