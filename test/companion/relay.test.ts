import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { handlersFor } from '../../electron/companion/handlers.ts'
import { openCompanion } from '../../electron/companion/companion.ts'
import { Scheduler } from '../../electron/companion/scheduler.ts'
import { createMemoryStore } from '../../electron/keychain/memory-store.ts'

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

/** A scheduler with one company that is connected to nothing yet. */
async function scheduler(): Promise<Scheduler> {
  const folder = await mkdtemp(join(tmpdir(), 'billdr-qbo-relay-'))
  closing.push(() => rm(folder, { recursive: true, force: true }))
  const opened = await openCompanion({
    dataFolder: join(folder, 'data'),
    secrets: createMemoryStore(),
    env: { QBO_REDIRECT_PORT: '0' },
  })
  if (!opened.ok) throw new Error(opened.problem.code)
  const made = new Scheduler({
    companion: opened.companion,
    dataFolder: folder,
    samples: '',
    host: 'electron',
    version: '0',
  })
  closing.push(() => made.close())
  const added = await opened.companion.addCompany('beaubien', {
    name: 'Beaubien',
    location: join(import.meta.dirname, '../../build/samples/renovation'),
    keyEnv: null,
    apiKey: null,
  })
  if (!added.ok) throw new Error(added.problem.code)
  // Looked after, but not begun with: nothing of this is about a sync.
  made.systemChanged('sleep')
  await made.follow('beaubien')
  return made
}

async function redirectOf(made: Scheduler, environment: 'production' | 'sandbox'): Promise<string | null> {
  const begun = await handlersFor(made).connect({ company: 'beaubien', environment })
  if (!begun.ok) throw new Error(begun.problem.code)
  return new URL(begun.value.authorizeUrl).searchParams.get('redirect_uri')
}

describe('the page that brings a sign-in back (X2)', () => {
  it('is what Intuit is told with production keys; test keys come back to this machine', async () => {
    const made = await scheduler()
    expect(
      await handlersFor(made).setAppKeys({
        clientId: 'id',
        clientSecret: 'secret',
        relayUrl: 'https://relay.example/qbo/',
      }),
    ).toMatchObject({ ok: true })
    expect(await redirectOf(made, 'production')).toBe('https://relay.example/qbo/')
    expect(await redirectOf(made, 'sandbox')).toMatch(/^http:\/\/localhost:\d+\/callback$/)
  })

  it('that is not https is refused where it is typed in, and nothing of it is kept', async () => {
    const made = await scheduler()
    expect(
      await handlersFor(made).setAppKeys({ clientId: 'id', clientSecret: 'secret', relayUrl: 'http://relay.example/' }),
    ).toMatchObject({ ok: false, problem: { code: 'relay-refused' } })
    expect(await handlersFor(made).connect({ company: 'beaubien', environment: 'production' })).toMatchObject({
      ok: false,
      problem: { code: 'app-keys-missing' },
    })
  })
})
