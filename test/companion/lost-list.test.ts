import { cp, mkdtemp, readFile, readdir, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import type { Companion } from '../../electron/companion/companion.ts'
import { openCompanion } from '../../electron/companion/companion.ts'
import { createMemoryStore } from '../../electron/keychain/memory-store.ts'
import { companyFolder } from '../../electron/store/data-folder.ts'
import { copyForReading } from '../../electron/store/reading-copy.ts'
import { SAMPLES, command } from '../sample/terminal.ts'

/*
 * The list of companies is in a store of its own. Where it is damaged or gone, the companies are found again from their
 * folders, and it is said.
 */

const IDS = ['co', 'Rénovations Beaubien']

async function scratch(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'billdr-qbo-lost-list-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

async function opened(dataFolder: string, readOnly = false): Promise<Companion> {
  const answer = await openCompanion({ dataFolder, readOnly, secrets: createMemoryStore(), env: {} })
  if (!answer.ok) throw new Error(answer.problem.code)
  return answer.companion
}

/** A data folder with two companies, one with a decision in its history. */
async function twoCompanies(): Promise<string> {
  const folder = await scratch()
  const location = join(folder, 'export')
  await cp(join(SAMPLES, 'renovation'), location, { recursive: true })
  const dataFolder = join(folder, 'data')
  const companion = await opened(dataFolder)
  for (const id of IDS) {
    const added = await companion.addCompany(id, { name: id, location, keyEnv: null, apiKey: null })
    if (!added.ok) throw new Error(added.problem.code)
    await added.value.workspace.note({
      type: 'decision',
      company: id,
      who: 'person',
      what: 'columns',
      key: null,
      reason: null,
      params: {},
    })
  }
  await companion.setLanguage('fr')
  await companion.close()
  return dataFolder
}

async function filesOfList(dataFolder: string): Promise<string[]> {
  return (await readdir(dataFolder))
    .filter((name) => /^app\.\d+\.(journal|snapshot)$/.test(name))
    .map((name) => join(dataFolder, name))
}

/** What the user is told of the companies, and what each one says of itself. */
async function seen(dataFolder: string, readOnly: boolean) {
  const companion = await opened(dataFolder, readOnly)
  const companies: { id: string; location: string; recovered: string | null }[] = []
  for (const id of companion.companyIds()) {
    const company = await companion.company(id)
    if (!company.ok) throw new Error(company.problem.code)
    companies.push({
      id,
      location: company.value.profile.source.location,
      recovered: company.value.status().recovered?.code ?? null,
    })
  }
  const told = companion.recovered?.problem.code ?? null
  await companion.close()
  return { told, companies }
}

const listOf = ({ companies }: Awaited<ReturnType<typeof seen>>) =>
  companies.map(({ id, location }) => ({ id, location }))
const whole = (dataFolder: string, recovered: string | null) => ({
  told: recovered,
  companies: IDS.map((id) => ({ id, location: join(dataFolder, '../export'), recovered })),
})

it.each<[string, (file: string, bytes: Buffer) => Promise<void>]>([
  [
    'has a flipped byte in its first line',
    (file, bytes) => writeFile(file, bytes.fill(bytes.readUInt8(20) ^ 1, 20, 21)),
  ],
  [
    'has a flipped byte in a company',
    (file, bytes) =>
      writeFile(
        file,
        bytes.fill(
          bytes.readUInt8(bytes.indexOf('"co"') + 1) ^ 1,
          bytes.indexOf('"co"') + 1,
          bytes.indexOf('"co"') + 2,
        ),
      ),
  ],
  ['is cut off in the middle', (file, bytes) => truncate(file, Math.floor(bytes.length / 2))],
  [
    'is cut off behind its first line, where nothing shows that more was there',
    (file, bytes) => truncate(file, bytes.indexOf('\n') + 1),
  ],
  ['is empty', (file) => truncate(file, 0)],
  ['is gone', (file) => rm(file)],
])(
  'the list of companies %s: all are found again, by who looks and by who comes to work, and it is said',
  async (_, damage) => {
    const dataFolder = await twoCompanies()
    const files = await filesOfList(dataFolder)
    const damaged: Buffer[] = []
    for (const file of files) {
      await damage(file, await readFile(file))
      damaged.push(await readFile(file).catch(() => Buffer.alloc(0)))
    }
    const looked = await seen(dataFolder, true)
    expect(looked).toEqual(whole(dataFolder, 'data-recovered'))
    // What is lost is said until somebody came to work; the list is the same for all.
    for (const readOnly of [true, false]) expect(listOf(await seen(dataFolder, readOnly))).toEqual(listOf(looked))
    expect(await seen(dataFolder, false)).toEqual(whole(dataFolder, null))
    // Nothing was overwritten: what was left of the list is there, under this name or another.
    const now = await Promise.all(
      (await readdir(dataFolder))
        .filter((name) => name.startsWith('app.'))
        .map((name) => readFile(join(dataFolder, name))),
    )
    for (const bytes of damaged) expect(now.some((each) => each.subarray(0, bytes.length).equals(bytes))).toBe(true)
  },
)

it('a list that is whole is no news, and an attempt whose source was refused is not taken for a company', async () => {
  const dataFolder = await twoCompanies()
  const companion = await opened(dataFolder)
  expect(
    await companion.addCompany('nowhere', {
      name: 'Nowhere',
      location: join(dataFolder, 'not-there'),
      keyEnv: null,
      apiKey: null,
    }),
  ).toMatchObject({ ok: false })
  await companion.close()
  expect(await seen(dataFolder, true)).toEqual(whole(dataFolder, null))
  for (const file of await filesOfList(dataFolder)) await rm(file)
  for (const readOnly of [true, true, false])
    expect(await seen(dataFolder, readOnly)).toEqual(whole(dataFolder, 'data-recovered'))
})

it('folders of an earlier version, which do not say whose they are, are known by their history', async () => {
  const dataFolder = await twoCompanies()
  for (const id of IDS) await rm(join(companyFolder(dataFolder, id), 'company.json'))
  for (const file of await filesOfList(dataFolder)) await rm(file)
  expect((await seen(dataFolder, true)).companies).toEqual(whole(dataFolder, 'data-recovered').companies)
})

it('a folder that was copied beside its own is no second company', async () => {
  const dataFolder = await twoCompanies()
  await cp(companyFolder(dataFolder, 'co'), `${companyFolder(dataFolder, 'co')} (copy)`, { recursive: true })
  for (const file of await filesOfList(dataFolder)) await rm(file)
  expect(await seen(dataFolder, false)).toEqual(whole(dataFolder, 'data-recovered'))
})

it('who looks beside a program at work finds them too', async () => {
  const dataFolder = await twoCompanies()
  for (const file of await filesOfList(dataFolder)) await rm(file)
  const copy = await copyForReading(dataFolder)
  if (!copy) throw new Error('nothing to look at')
  onTestFinished(copy.remove)
  expect((await seen(copy.folder, false)).companies.map(({ id }) => id)).toEqual(IDS)
})

it('in the terminal it is said beside the answer, with --json too', async () => {
  const dataFolder = await twoCompanies()
  for (const file of await filesOfList(dataFolder)) await truncate(file, 0)
  const said = await command(['companies', '--json', '--data-dir', dataFolder])
  expect((JSON.parse(said.out) as { id: string }[]).map(({ id }) => id)).toEqual(IDS)
  expect(said).toMatchObject({
    code: 0,
    errors: expect.stringContaining('Found again from their folders: co, Rénovations Beaubien.') as string,
  })
  const french = await command(['settings', '--company', 'co', '--lang', 'fr', '--data-dir', dataFolder])
  expect(french).toMatchObject({
    code: 0,
    errors: expect.stringContaining('Retrouvées d’après leurs dossiers') as string,
  })
}, 60_000)
