import { randomInt } from 'node:crypto'
import { existsSync } from 'node:fs'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Companion } from '../../electron/companion/companion.ts'
import { openCompanion } from '../../electron/companion/companion.ts'
import { beginConnect, disconnect, finishConnect } from '../../electron/companion/connect.ts'
import { createMemoryStore } from '../../electron/keychain/memory-store.ts'
import type { SecretStore } from '../../electron/keychain/secret-store.ts'
import type { ControlledCompany } from '../../electron/practice/testing/controlled-company.ts'
import { startControlledCompany } from '../../electron/practice/testing/controlled-company.ts'
import { companyFolder } from '../../electron/store/data-folder.ts'
import { edit, editManifest, renovation } from '../billdr/exports.ts'

/*
 * Two contractors, each with a data folder of its own on one computer, both called by the same id, and one keychain. Both
 * QuickBooks companies are at the same addresses, as Intuit's are. Nothing of one may reach the books of the other.
 */

const ID = 'beaubien'
const NAMES = ['Alpha', 'Beta'] as const
const REALMS = ['9130350000000000001', '9130350000000000099'] as const
type Who = 0 | 1

let books: [ControlledCompany, ControlledCompany]
let exports: [string, string]
let address = ''
let stop: () => Promise<void>
/** Who signs in next: Intuit asks the person, and not the program. */
let signsIn: Who = 0

/** One address for both companies: requests go by the company in their path, sign-ins by who signs in, renewals by their token. */
async function oneIntuit(): Promise<void> {
  const tokens = new Map<string, Who>()
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk as Buffer)
      const body = Buffer.concat(chunks)
      const path = request.url ?? '/'
      const inPath = REALMS.findIndex((realm) => path.includes(realm))
      const known = [...tokens].find(([token]) => body.includes(token))?.[1]
      const who = (inPath >= 0 ? inPath : (known ?? signsIn)) as Who
      const { 'content-length': _length, connection: _kept, host: _host, ...headers } = request.headers
      const answer = await fetch(`${books[who].apiBase}${path}`, {
        method: request.method ?? 'GET',
        headers: headers as Record<string, string>,
        redirect: 'manual',
        ...(body.length > 0 && { body }),
      })
      const bytes = Buffer.from(await answer.arrayBuffer())
      if (path.includes('/tokens/')) {
        const { refresh_token: token } = JSON.parse(bytes.toString() || '{}') as { refresh_token?: string }
        if (token) tokens.set(token, who)
      }
      const given = Object.fromEntries(
        [...answer.headers].filter(
          ([name]) => !/^(content-(length|encoding)|transfer-encoding|connection)$/.test(name),
        ),
      )
      response.writeHead(answer.status, given).end(bytes)
    })().catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  stop = () => new Promise((resolve) => server.close(() => resolve()))
}

async function practice(who: Who): Promise<ControlledCompany> {
  return startControlledCompany({
    folder: null,
    country: 'CA',
    consent: 'automatic',
    limits: 'off',
    realmId: REALMS[who],
    companyName: NAMES[who],
  })
}

/** One client and one project, named after their contractor. */
async function exportOf(who: Who): Promise<string> {
  const folder = await renovation()
  for (const table of ['professionals', 'cost-codes', 'credits', 'payments', 'expenses', 'purchase-orders'])
    await edit(folder, table, (records) => records.splice(0))
  for (const table of ['clients', 'projects']) await edit(folder, table, (records) => records.splice(1))
  await edit(folder, 'clients', ([client]) =>
    Object.assign(client ?? {}, { id: `c-${NAMES[who]}`, displayName: `${NAMES[who]} client` }),
  )
  await edit(folder, 'projects', ([project]) =>
    Object.assign(project ?? {}, { id: `p-${NAMES[who]}`, clientId: `c-${NAMES[who]}`, name: `${NAMES[who]} project` }),
  )
  // One document, with which its project goes.
  await edit(folder, 'invoices', (records) => {
    const [invoice] = records.splice(0)
    records.push({ ...invoice, id: `i-${NAMES[who]}`, projectId: `p-${NAMES[who]}`, attachments: [] })
  })
  await editManifest(folder, (manifest) =>
    Object.assign(manifest, {
      company: { ...(manifest['company'] as object), id: `bdr-${NAMES[who]}`, name: NAMES[who] },
    }),
  )
  return folder
}

beforeAll(async () => {
  exports = [await exportOf(0), await exportOf(1)]
  books = [await practice(0), await practice(1)]
  await oneIntuit()
}, 60_000)

afterAll(async () => {
  await stop()
  for (const each of books) await each.close()
})

/** Puts a copy of a folder in the place of another; where there is none, nothing changes. */
async function replace(from: string, to: string): Promise<void> {
  if (!existsSync(from)) return
  await rm(to, { recursive: true, force: true, maxRetries: 5 })
  await cp(from, to, { recursive: true })
}

/** One person's computer: both data folders, one keychain. */
class Computer {
  readonly secrets: SecretStore = createMemoryStore()
  readonly scratch: string
  /** Where each reads from. */
  readonly places: [string, string] = [...exports]

  constructor(scratch: string) {
    this.scratch = scratch
  }

  folder(who: Who): string {
    return join(this.scratch, NAMES[who])
  }

  async on<T>(who: Who, work: (companion: Companion) => Promise<T>): Promise<T> {
    const opened = await openCompanion({
      dataFolder: this.folder(who),
      secrets: this.secrets,
      env: {
        QBO_ENVIRONMENT: 'sandbox',
        QBO_API_BASE: address,
        QBO_AUTHORIZE_URL: new URL(books[0].authorizeUrl).pathname.replace(/^/, address),
        QBO_TOKEN_URL: new URL(books[0].tokenUrl).pathname.replace(/^/, address),
        QBO_REVOKE_URL: new URL(books[0].revokeUrl).pathname.replace(/^/, address),
        QBO_CLIENT_ID: books[0].clientId,
        QBO_CLIENT_SECRET: books[0].clientSecret,
        QBO_REDIRECT_PORT: '0',
      },
    })
    if (!opened.ok) throw new Error(opened.problem.code)
    try {
      return await work(opened.companion)
    } finally {
      await opened.companion.close()
    }
  }

  async do(step: Step, who: Who): Promise<void> {
    if (step === 'delete')
      await rm(companyFolder(this.folder(who), ID), { recursive: true, force: true, maxRetries: 5 })
    else if (step === 'lose') await rm(this.folder(who), { recursive: true, force: true, maxRetries: 5 })
    else if (step === 'save') await replace(this.folder(who), `${this.folder(who)} saved`)
    else if (step === 'restore') await replace(`${this.folder(who)} saved`, this.folder(who))
    // A copy has the id of the original: both are the same desktop to the keychain.
    else if (step === 'copy') await replace(this.folder(who === 0 ? 1 : 0), this.folder(who))
    else await this.on(who, (companion) => this.work(step, who, companion))
  }

  async work(step: 'connect' | 'disconnect' | 'sync', who: Who, companion: Companion): Promise<void> {
    const known = companion.companyIds().includes(ID)
      ? await companion.company(ID)
      : await companion.addCompany(ID, { name: ID, location: this.places[who], keyEnv: null, apiKey: null })
    if (!known.ok) throw new Error(known.problem.code)
    const company = known.value
    // The list of companies knows no source of a folder that was deleted.
    if (company.profile.source.location !== this.places[who]) await company.source.pointTo(this.places[who], null)
    if (step === 'sync') await company.sync()
    if (step === 'disconnect') await disconnect(company)
    if (step !== 'connect') return
    signsIn = who
    const begun = await beginConnect(company, 'sandbox', companion.env, 'en')
    if (!begun.ok) throw new Error(begun.problem.code)
    const [finished] = await Promise.all([finishConnect(company, false), fetch(begun.value.authorizeUrl)])
    // A folder that was copied over is bound to the other contractor's books; signing in elsewhere needs a yes.
    if (!finished.ok) expect(finished.problem.code).toBe('sign-in-other-company')
  }
}

const STEPS = ['connect', 'disconnect', 'sync', 'delete', 'lose', 'save', 'restore', 'copy'] as const
type Step = (typeof STEPS)[number]

async function computer(): Promise<Computer> {
  return new Computer(await mkdtemp(join(tmpdir(), `billdr-qbo-two-${randomInt(1e9)}-`)))
}

/** The names that a company's books hold. */
async function namesIn(who: Who): Promise<string> {
  return JSON.stringify(await books[who].controls.entities('Customer'))
}

describe('two contractors of one id on one computer', () => {
  it('one that never signed in takes nothing over: it is asked, and the connection of the other stays', async () => {
    const here = await computer()
    await here.do('connect', 0)
    await here.do('sync', 0)
    expect(await namesIn(0)).toContain('Alpha client')
    const said = await here.on(1, async (companion) => {
      await here.work('sync', 1, companion)
      const company = await companion.company(ID)
      if (!company.ok) throw new Error(company.problem.code)
      await here.work('disconnect', 1, companion)
      return company.value.connection.status.state
    })
    expect(said).toBe('not-connected')
    expect(await namesIn(0)).not.toContain('Beta')
    const still = await here.on(0, async (companion) => {
      const company = await companion.company(ID)
      return company.ok ? (await company.value.connection.state()).state : 'gone'
    })
    expect(still).toBe('connected')
    await rm(here.scratch, { recursive: true, force: true, maxRetries: 5 })
  })

  it('signed in before anything was read, then pointed at other data: it is asked for again', async () => {
    const here = await computer()
    await here.do('disconnect', 1)
    // What is known of the company goes, and with it for whose data it is: it was never read since.
    await here.do('delete', 1)
    await here.do('connect', 1)
    await here.do('copy', 0)
    await here.do('lose', 1)
    await here.do('sync', 0)
    expect(await namesIn(1)).not.toContain('Alpha')
    await rm(here.scratch, { recursive: true, force: true, maxRetries: 5 })
  })

  it('a copy pointed at the other data, then signed in: what the copy brought with it goes nowhere', async () => {
    const here = await computer()
    await here.do('sync', 0)
    await here.do('copy', 1)
    await here.do('connect', 1)
    await here.do('sync', 1)
    expect(await namesIn(1)).not.toContain('Alpha')
    await rm(here.scratch, { recursive: true, force: true, maxRetries: 5 })
  })

  it('a copy pointed at a place that cannot be read: the same', async () => {
    const here = await computer()
    await here.do('sync', 0)
    await here.do('copy', 1)
    here.places[1] = join(here.scratch, 'not there')
    await here.do('connect', 1)
    await here.do('sync', 1)
    expect(await namesIn(1)).not.toContain('Alpha')
    await rm(here.scratch, { recursive: true, force: true, maxRetries: 5 })
  })

  it('a copy in whose place the other data come to lie: the same', async () => {
    const here = await computer()
    here.places[1] = here.places[0] = join(here.scratch, 'export')
    await replace(exports[0], here.places[0])
    await here.do('sync', 0)
    await here.do('copy', 1)
    await replace(exports[1], here.places[1])
    await here.do('connect', 1)
    await here.do('sync', 1)
    expect(await namesIn(1)).not.toContain('Alpha')
    await rm(here.scratch, { recursive: true, force: true, maxRetries: 5 })
  })

  it('0 documents cross, in any order of connect, disconnect, sync, delete, lose, save, restore and copy', async () => {
    const step = fc.record({ step: fc.constantFrom(...STEPS), who: fc.constantFrom<Who>(0, 1) })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
        const here = await computer()
        try {
          for (const each of steps) {
            await here.do(each.step, each.who)
            expect(await namesIn(0)).not.toContain('Beta')
            expect(await namesIn(1)).not.toContain('Alpha')
          }
        } finally {
          await rm(here.scratch, { recursive: true, force: true, maxRetries: 5 })
        }
      }),
      { numRuns: Number(process.env['TWO_CONTRACTORS_RUNS'] ?? 15), endOnFailure: true },
    )
  }, 3_600_000)
})
