import { APP_ORIGIN } from './own-pages.ts'
import type { ShellWords } from './words.ts'

/** The page in the place of a window that died too often or did not load: held in memory, since files may be what is missing. */
export const TROUBLE_ADDRESS = `${APP_ORIGIN}/trouble.html`
const STYLE_ADDRESS = `${APP_ORIGIN}/trouble.css`

/** What its two buttons ask for; the window takes them as addresses, as the page runs no script. */
export const TROUBLE_BUTTONS = { again: `${APP_ORIGIN}/again`, log: `${APP_ORIGIN}/log` } as const

const STYLE = `:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif }
body { max-width: 34rem; margin: 18vh auto 0; padding: 0 2rem }
h1 { font-size: 1.3rem }
a { display: inline-block; margin: 0.5rem 0.75rem 0 0; padding: 0.45rem 1rem; border: 1px solid; border-radius: 6px; color: inherit; text-decoration: none }
a:focus-visible { outline: 2px solid Highlight; outline-offset: 2px }
`

/** What is served under an address of this page; null for every other address. */
export function troubleFile(address: string, say: ShellWords, language: string): { text: string; type: string } | null {
  if (address === STYLE_ADDRESS) return { text: STYLE, type: 'text/css; charset=utf-8' }
  if (address !== TROUBLE_ADDRESS) return null
  const text = `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark">
<title>${say.appName}</title><link rel="stylesheet" href="trouble.css"></head>
<body><main><h1>${say.troubleTitle}</h1><p>${say.troubleBody}</p>
<p><a href="${TROUBLE_BUTTONS.again}">${say.troubleAgain}</a><a href="${TROUBLE_BUTTONS.log}">${say.troubleLog}</a></p>
</main></body></html>
`
  return { text, type: 'text/html; charset=utf-8' }
}
