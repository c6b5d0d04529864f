import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { companyFolder } from '../../electron/store/data-folder.ts'
import type { Said } from '../sample/terminal.ts'
import { command, SAMPLES } from '../sample/terminal.ts'
import type { KeychainSession } from '../support/keychain-session.ts'
import { keychainMissing, keychainSession } from '../support/keychain-session.ts'
import { titled } from '../tooling/skipped.ts'
import { forgeHistory } from '../support/forged-history.ts'

const missing = keychainMissing()
const ID = 'beaubien'
const MINUTE = 60_000

describe.skipIf(missing !== null)(titled('the history under a key of the real keychain', missing), () => {
  let session: KeychainSession
  let scratch: string
  let data: string

  const run = (args: readonly string[], environment = session.environment, folder = data): Promise<Said> =>
    command([...args, '--data-dir', folder, '--company', ID], { QBO_ENVIRONMENT: 'practice', ...environment })
  const history = (folder = data): string => join(companyFolder(folder, ID), 'activity.history')

  async function copied(name: string): Promise<string> {
    const folder = join(scratch, name)
    await cp(data, folder, { recursive: true })
    return folder
  }

  beforeAll(async () => {
    session = await keychainSession()
    scratch = await mkdtemp(join(tmpdir(), 'billdr-qbo-history-'))
    data = join(scratch, 'data')
    const source = join(scratch, 'export')
    await cp(join(SAMPLES, 'renovation'), source, { recursive: true })
    const added = ['add-company', '--id', ID, '--source', source, '--data-dir', data]
    expect(await command(added, { QBO_ENVIRONMENT: 'practice', ...session.environment })).toMatchObject({ code: 0 })
    expect(await run(['mapping', 'import', join(SAMPLES, 'mappings.json')])).toMatchObject({ code: 0 })
    expect(await run(['sync'])).toMatchObject({ code: 2 })
  }, 2 * MINUTE)

  afterAll(async () => {
    await session.close()
    await rm(scratch, { recursive: true, force: true })
  })

  it('is unbroken, and its end is under the key', async () => {
    const said = await run(['audit', '--verify'])
    expect(said, said.out + said.errors).toMatchObject({ code: 0 })
    expect(said.out).toMatch(/unbroken\. Its end is under the key in the keychain\.\n$/)
    const check = JSON.parse((await run(['audit', '--verify', '--json'])).out) as object
    expect(check).toMatchObject({ ok: true, seal: { state: 'sealed' } })
  })

  it(
    'without a keychain it says that there is none, and what a copy on another computer is',
    async () => {
      const none = { ...session.environment, DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere/bus' }
      const said = await run(['audit', '--verify'], none)
      expect(said, said.out + said.errors).toMatchObject({ code: 0 })
      expect(said.out).toContain('There is no keychain here')
      const elsewhere = await keychainSession()
      try {
        const copy = await copied('copy')
        expect((await run(['audit', '--verify'], elsewhere.environment, copy)).out).toContain('not in this keychain')
        expect(await run(['sync'], elsewhere.environment, copy)).toMatchObject({ code: 2 })
        expect((await run(['audit', '--verify'], elsewhere.environment, copy)).out).toContain(
          'Its end is under the key',
        )
        expect((await run(['audit'], elsewhere.environment, copy)).out).toContain('it is kept under a new one')
      } finally {
        await elsewhere.close()
      }
    },
    MINUTE,
  )

  it(
    'changed, with every hash computed anew, it is broken; a sync says it, and it stays so',
    async () => {
      const forged = await copied('forged')
      await forgeHistory(history(forged), 'left')
      const said = await run(['audit', '--verify'], session.environment, forged)
      expect(said, said.out + said.errors).toMatchObject({ code: 1 })
      expect(said.out).toContain('broken')
      await run(['sync'], session.environment, forged)
      const status = JSON.parse((await run(['status', '--json'], session.environment, forged)).out) as {
        guards: { code: string }[]
      }
      expect(status.guards.map(({ code }) => code)).toContain('guard-data-lost')
      expect(await run(['audit', '--verify'], session.environment, forged)).toMatchObject({ code: 1 })
    },
    MINUTE,
  )

  it(
    'its key taken from its end, so that it looks like one of an earlier version, it is broken',
    async () => {
      const bare = await copied('bare')
      await forgeHistory(history(bare), 'left')
      const head = JSON.parse(await readFile(`${history(bare)}.head`, 'utf8')) as { sealed?: object }
      delete head.sealed
      await writeFile(`${history(bare)}.head`, JSON.stringify(head))
      const status = async (): Promise<string> => (await run(['status', '--json'], session.environment, bare)).out
      expect(await run(['audit', '--verify'], session.environment, bare)).toMatchObject({ code: 1 })
      await run(['sync'], session.environment, bare)
      expect(await status()).toContain('guard-data-lost')
      expect(await run(['audit', '--verify'], session.environment, bare)).toMatchObject({ code: 1 })
    },
    MINUTE,
  )

  it(
    'deleted with the note of its end, it is broken: there are links without a history',
    async () => {
      const gone = await copied('gone')
      await rm(history(gone))
      await rm(`${history(gone)}.head`)
      const said = await run(['audit', '--verify'], session.environment, gone)
      expect(said, said.out + said.errors).toMatchObject({ code: 1 })
      expect(said.out).toContain('the history is gone')
    },
    MINUTE,
  )
})
