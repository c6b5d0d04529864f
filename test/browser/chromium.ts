import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext } from 'playwright-core'
import { chromium } from 'playwright-core'

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** The Chromium of this machine: where CHROMIUM_PATH says, else where Debian has it; null where there is none. */
export function chromiumPath(): string | null {
  const path = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'
  return existsSync(path) ? path : null
}

export interface FreshBrowser {
  context: BrowserContext
  close(): Promise<void>
}

export interface BrowserOptions {
  width?: number
  height?: number
  theme?: 'light' | 'dark'
  locale?: string
  scale?: number
}

/** A real Chromium with a profile of its own, which is gone afterwards. Throws where the machine has none. */
export async function freshBrowser({
  width = 1440,
  height = 860,
  theme = 'light',
  locale = 'en-CA',
  scale = 1,
}: BrowserOptions = {}): Promise<FreshBrowser> {
  const executablePath = chromiumPath()
  if (executablePath === null) throw new Error('no Chromium: set CHROMIUM_PATH')
  const profile = await mkdtemp(join(tmpdir(), 'billdr-qbo-browser-'))
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    args: FLAGS,
    viewport: { width, height },
    deviceScaleFactor: scale,
    colorScheme: theme,
    locale,
    timezoneId: 'America/Toronto',
  })
  return {
    context,
    close: async () => {
      await context.close()
      await rm(profile, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}
