import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openCompanion } from '../../electron/companion/companion.ts'
import { createMemoryStore } from '../../electron/keychain/memory-store.ts'
import { Contractor } from '../plan/contractor.ts'
import { emptyFolder, SAMPLES } from './exports.ts'
import { localApi } from './local-api.ts'
import { csvOf, folderOf, sheetOf, zippedFolder } from './sample-tables.ts'
import type { CsvStyle } from './sample-tables.ts'
import { trickyExport } from './tricky-export.ts'

/** Most rounds of planning and carrying out: the client, its project, the invoice, its payments, and what follows. */
const ROUNDS = 12

/**
 * Everything that is planned for a source, as text: read by the real companion into its store, planned from there, carried
 * out as if QuickBooks did all of it, and planned again until nothing is left. Every plan, whole, in its own order.
 */
async function plansFor(location: string, apiKey: string | null = null): Promise<string> {
  const opened = await openCompanion({ dataFolder: await emptyFolder(), secrets: createMemoryStore() })
  if (!opened.ok) throw new Error(opened.problem.code)
  const { companion } = opened
  try {
    const added = await companion.addCompany('one', { name: 'One', location, keyEnv: null, apiKey })
    if (!added.ok) throw new Error(added.problem.code)
    const company = added.value
    expect(await company.read()).toBeNull()
    expect([...company.workspace.store.table('readProblems').values()]).toEqual([])
    expect(company.profile).toMatchObject({ readProblem: null, readFailure: null })
    const input = company.workspace.planInput(null)
    const contractor = new Contractor(...[...input.records.values()].map(({ record }) => record))
    contractor.company = input.company
    const plans: string[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      const plan = contractor.plan()
      plans.push(JSON.stringify([[...plan.verdicts], plan.guards], null, 1))
      if (contractor.carryOut().length === 0) return plans.join('\n\n')
    }
    throw new Error('there is always something left')
  } finally {
    await companion.close()
  }
}

const CP1252 = new Map(
  Array.from({ length: 256 }, (_, byte) => [new TextDecoder('windows-1252').decode(Uint8Array.of(byte)), byte]),
)

/** As a French Excel saves it. A character that Windows-1252 lacks would be lost: none may be there. */
function windows1252(text: string): Buffer {
  return Buffer.from(
    [...text].map((character) => {
      const byte = CP1252.get(character)
      if (byte === undefined) throw new Error(`Windows-1252 has no ${JSON.stringify(character)}`)
      return byte
    }),
  )
}

const english: CsvStyle = {
  separator: ',',
  number: (decimal) => decimal.replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ','),
  encode: (text) => Buffer.from(text),
}
const french: CsvStyle = {
  separator: ';',
  encode: windows1252,
  date: (day) => day.split('-').reverse().join('/'),
  number: (decimal) => decimal.replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, '\u00a0').replace('.', ','),
}

async function zipOfFolder(folder: string): Promise<string> {
  const zip = join(await emptyFolder(), 'export.zip')
  await writeFile(zip, await zippedFolder(folder))
  return zip
}

describe.each([
  ['the sample', async () => join(SAMPLES, 'renovation'), true],
  ['a thousand tricky records', () => trickyExport(20_261_122, false, 80), true],
  ['tricky records with emoji and other alphabets', () => trickyExport(7, true), false],
] as const)('%s ends in the same plan, byte for byte', (_name, exported, fitsWindows1252) => {
  test('as JSON, CSV, French CSV, XLSX, zip and local API', { timeout: 120_000 }, async () => {
    const folder = await exported()
    const expected = await plansFor(folder)
    expect(expected.length).toBeGreaterThan(10_000)
    const api = await localApi(folder, 7)
    const ways: [string, string, string | null][] = [
      ['CSV', await folderOf((table, rows) => [`${table}.csv`, csvOf(rows, english)], folder), null],
      ['XLSX', await folderOf((table, rows) => [`${table}.xlsx`, sheetOf(table, rows)], folder), null],
      ['zip', await zipOfFolder(folder), null],
      ['local API', api.url, api.key],
      ...(fitsWindows1252
        ? [
            ['French CSV', await folderOf((table, rows) => [`${table}.csv`, csvOf(rows, french)], folder), null] as [
              string,
              string,
              null,
            ],
          ]
        : []),
    ]
    for (const [way, location, key] of ways) {
      const plans = await plansFor(location, key)
      // Compared as one text; where they differ, the first difference says more than two long texts.
      if (plans !== expected) expect(`${way}: ${firstDifference(plans, expected)}`).toBe('the same plan')
    }
  })
})

function firstDifference(one: string, other: string): string {
  const [mine, theirs] = [one.split('\n'), other.split('\n')]
  const at = mine.findIndex((line, index) => line !== theirs[index])
  return `line ${at}: ${mine.slice(at - 3, at + 3).join('\n')}\n--- instead of ---\n${theirs.slice(at - 3, at + 3).join('\n')}`
}
