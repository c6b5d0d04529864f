import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { signInLink } from '../../electron/shell/launch.ts'

const page = readFileSync(new URL('../../build/relay/index.html', import.meta.url), 'utf8')
const script = /<script>([\s\S]*?)<\/script>/.exec(page)?.[1] ?? ''
const style = /<style>([\s\S]*?)<\/style>/.exec(page)?.[1] ?? ''
const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? ''
const STATE = `8477.${'r'.repeat(43)}`

/** Runs the page's own script with an address, and answers where it led. */
function follow(search: string): { ledTo: string | null; shown: string[]; application: string | undefined } {
  let ledTo: string | null = null
  const elements: Record<string, { hidden: boolean; href?: string; value?: string }> = {
    found: { hidden: true },
    nothing: { hidden: true },
    onward: { hidden: false },
    application: { hidden: false },
    address: { hidden: false },
  }
  runInNewContext(script, {
    URLSearchParams,
    location: { search, replace: (address: string) => (ledTo = address) },
    document: { getElementById: (id: string) => elements[id] },
  })
  return {
    ledTo,
    shown: ['found', 'nothing'].filter((id) => elements[id]?.hidden === false),
    application: elements['application']?.href,
  }
}

describe('the relay page for production keys (X2)', () => {
  it('hands code, state and company to the application on this computer', () => {
    const { ledTo, shown } = follow(`?code=AB%20c%26d&state=${STATE}&realmId=4620816365000000000&other=x`)
    const url = new URL(ledTo ?? '')
    expect(url.origin + url.pathname).toBe('http://localhost:8477/callback')
    expect(Object.fromEntries(url.searchParams)).toEqual({
      code: 'AB c&d',
      state: STATE,
      realmId: '4620816365000000000',
    })
    expect(shown).toEqual(['found'])
  })

  it('offers the installed application where a browser goes to no local address, by a link that it takes', () => {
    const { application = '' } = follow(`?code=AB%20c%26d&state=${STATE}&realmId=4620816365000000000&other=x`)
    const taken = new URL(signInLink(application) ?? '')
    expect(Object.fromEntries(taken.searchParams)).toEqual({
      code: 'AB c&d',
      state: STATE,
      realmId: '4620816365000000000',
    })
  })

  it('passes on that access was not granted', () => {
    expect(follow(`?error=access_denied&state=${STATE}`).ledTo).toContain('error=access_denied')
  })

  it.each([
    ['no state', '?code=x'],
    ['a state without a port', `?code=x&state=${'r'.repeat(43)}`],
    ['another host in place of the port', `?code=x&state=8477@evil.example.${'r'.repeat(43)}`],
    ['a path in place of the port', `?code=x&state=8477/x.${'r'.repeat(43)}`],
    ['a port of the system', `?code=x&state=80.${'r'.repeat(43)}`],
    ['a low port', `?code=x&state=1023.${'r'.repeat(43)}`],
    ['a port that is none', `?code=x&state=65536.${'r'.repeat(43)}`],
    ['digits of another script', `?code=x&state=${encodeURIComponent('٨٤٧٧')}.${'r'.repeat(43)}`],
    ['a state that is too short', '?code=x&state=8477.abc'],
  ])('leads nowhere with %s', (_, search) => {
    expect(follow(search)).toEqual({ ledTo: null, shown: ['nothing'], application: undefined })
  })

  it('runs its own script and style only, and loads nothing', () => {
    const digest = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
    expect(policy).toContain(`script-src ${digest(script)}`)
    expect(policy).toContain(`style-src ${digest(style)}`)
    expect(policy).toContain("default-src 'none'")
    expect(page).not.toMatch(/\ssrc=|<link|https?:\/\/(?!localhost)[a-z]/)
  })
})

describe.each(['privacy', 'terms', 'reconnect'])('the page %s.html that Intuit asks for', (name) => {
  const text = readFileSync(new URL(`../../build/relay/${name}.html`, import.meta.url), 'utf8')

  it('speaks both languages, allows its own style and nothing else, and leads nowhere', () => {
    const own = createHash('sha256')
      .update(/<style>([\s\S]*?)<\/style>/.exec(text)?.[1] ?? '')
      .digest('base64')
    expect(text).toContain(`default-src 'none'; style-src 'sha256-${own}'; base-uri 'none'; form-action 'none'`)
    expect(text).toMatch(/lang="en"[\s\S]*lang="fr"/)
    expect(text).not.toMatch(/<script|<a |<img|<link|https?:/)
  })
})
