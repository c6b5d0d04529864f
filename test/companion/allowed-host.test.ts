import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import type { Companion } from '../../electron/companion/companion.ts'
import { openCompanion } from '../../electron/companion/companion.ts'
import { setSettings } from '../../electron/companion/decisions.ts'
import { createMemoryStore } from '../../electron/keychain/memory-store.ts'
import { parseSetting } from '../../shared/settings.ts'

/** Addresses that RFC 5737 keeps for examples: nobody is there. */
const FAR = 'https://203.0.113.7:8080'
/** The same without protection on the way. */
const OPEN = 'http://203.0.113.7:8080'

let companion: Companion | null = null
let folder = ''

afterEach(async () => {
  await companion?.close()
  await rm(folder, { recursive: true, force: true })
})

describe('a local API beyond the private network', () => {
  test('is refused until the user allows its host, and only that one', async () => {
    folder = await mkdtemp(join(tmpdir(), 'billdr-qbo-host-'))
    const opened = await openCompanion({ dataFolder: folder, secrets: createMemoryStore(), env: {} })
    if (!opened.ok) throw new Error(opened.problem.code)
    companion = opened.companion
    expect(await companion.addCompany('one', { name: 'One', location: FAR, keyEnv: null, apiKey: null })).toMatchObject(
      { ok: false, problem: { code: 'source-host-refused' } },
    )

    const added = await companion.addCompany('one', {
      name: 'One',
      location: join(import.meta.dirname, '../../build/samples/renovation'),
      keyEnv: null,
      apiKey: null,
    })
    if (!added.ok) throw new Error(added.problem.code)
    const { source } = added.value
    await source.pointTo(FAR, null)
    expect(await source.open()).toMatchObject({ ok: false, problem: { code: 'source-host-refused' } })
    for (const [host, isOk] of [
      ['203.0.113.8', false],
      ['203.0.113.7:81', false],
      ['203.0.113.7', true],
      ['203.0.113.7:8080', true],
    ] as const) {
      expect(await setSettings(added.value, { allowedHost: host })).toMatchObject({ ok: true })
      source.reopen()
      expect([host, (await source.open()).ok]).toEqual([host, isOk])
    }
    // Allowed or not, a key and documents go there over https only.
    expect(await source.choose(OPEN, 'the-key')).toMatchObject({ ok: false, problem: { code: 'source-not-https' } })
    expect(added.value.profile.source.location).toBe(FAR)
  })

  test.each([
    ['billdr.exemple.ca', true],
    ['billdr.exemple.ca:8443', true],
    ['http://x', false],
    ['a b', false],
    ['user@host', false],
    ['host/path', false],
  ])('%s is a host: %s', (host, is) => {
    expect(parseSetting(`allowedHost=${host}`) !== null).toBe(is)
  })
})
