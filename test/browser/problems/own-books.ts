import { onTestFinished } from 'vitest'
import type { ControlledCompany } from '../../../electron/practice/testing/controlled-company.ts'
import { startControlledCompany } from '../../../electron/practice/testing/controlled-company.ts'
import type { ProblemCode } from '../../../shared/problem.ts'
import { emptyFolder } from '../../billdr/exports.ts'
import type { Story } from './story.ts'
import type { World, WorldOptions } from './world.ts'

/** A QuickBooks of its own that a story signs in to, as to Intuit: it can be closed, and opened again at its address. */
export interface OwnBooks {
  practice: ControlledCompany
  close(): Promise<void>
  /** At the same address; as another company where a realm is named. */
  open(realmId?: string): Promise<void>
}

async function ownBooks(): Promise<OwnBooks> {
  const folders = new Map<string, string>()
  const start = async (realmId: string, port: number): Promise<ControlledCompany> => {
    const folder = folders.get(realmId) ?? (await emptyFolder())
    folders.set(realmId, folder)
    return startControlledCompany({ folder, country: 'CA', realmId, consent: 'automatic', limits: 'off', port })
  }
  const first = await start('9130350000000000001', 0)
  const books: OwnBooks = {
    practice: first,
    close: () => books.practice.close(),
    async open(realmId = first.realmId) {
      books.practice = await start(realmId, Number(new URL(first.origin).port))
    },
  }
  onTestFinished(() => books.practice.close())
  return books
}

/** What the environment variables name to lead there instead of to Intuit. */
export function envOf({ practice }: OwnBooks, keys = true): Record<string, string> {
  return {
    QBO_ENVIRONMENT: 'sandbox',
    QBO_API_BASE: practice.apiBase,
    QBO_AUTHORIZE_URL: practice.authorizeUrl,
    QBO_TOKEN_URL: practice.tokenUrl,
    QBO_REVOKE_URL: practice.revokeUrl,
    ...(keys && { QBO_CLIENT_ID: practice.clientId, QBO_CLIENT_SECRET: practice.clientSecret }),
  }
}

/** A story of signing in: the books first, then the world that leads to them. */
export function withOwnBooks(story: {
  codes: readonly ProblemCode[]
  tells: string
  options?: (books: OwnBooks) => WorldOptions
  run: (world: World, books: OwnBooks) => Promise<void>
}): Story {
  let books: OwnBooks
  return {
    codes: story.codes,
    tells: story.tells,
    async options() {
      books = await ownBooks()
      return { environment: null, env: envOf(books), ...story.options?.(books) }
    },
    run: (world) => story.run(world, books),
  }
}
