import { readdirSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openSource } from '../../electron/billdr/open-source.ts'
import { titled } from '../tooling/skipped.ts'
import { emptyFolder, frenchCsv, renovation } from './exports.ts'
import { zipOf } from './zip-writer.ts'

const missing = process.platform === 'linux' ? null : 'open files are counted on Linux only'
const READINGS = 40

const openFiles = (): string[] => readdirSync('/proc/self/fd')

async function zip(spoil = (content: Buffer): Buffer => content): Promise<string> {
  const folder = await renovation()
  const file = join(await emptyFolder(), 'export.zip')
  const parts = ['manifest.json', 'clients.json'].map(async (name) => ({
    name,
    content: await readFile(join(folder, name)),
  }))
  await writeFile(file, spoil(zipOf(await Promise.all(parts))))
  return file
}

async function cut(): Promise<string> {
  const folder = await renovation()
  await writeFile(join(folder, 'clients.json'), '[{"id": "half')
  return folder
}

async function without(): Promise<string> {
  const folder = await renovation()
  await rm(join(folder, 'clients.json'))
  return folder
}

it.skipIf(missing !== null).each([
  ['a folder of JSON', renovation],
  ['a folder of CSV', frenchCsv],
  ['a zip', () => zip()],
  ['a zip without its end', () => zip((content) => content.subarray(0, content.length - 40))],
  [
    'a zip with a damaged part',
    () => zip((content) => Buffer.concat([content.subarray(0, 60), Buffer.alloc(40), content.subarray(100)])),
  ],
  ['an export that is cut', cut],
  ['an export without a table', without],
] as const)(titled(`${READINGS} readings of %s leave no file open`, missing), async (_, make) => {
  const location = await make()
  const opened = await openSource(location, { settleMs: 0 })
  if (!opened.ok) throw new Error(opened.problem.code)
  const sink = { record: () => undefined, removed: () => undefined, problem: () => undefined }
  await opened.value.read(null, sink)
  const before = openFiles().length
  for (let reading = 0; reading < READINGS; reading += 1) await opened.value.read(null, sink)
  expect(openFiles().length - before).toBeLessThan(READINGS / 4)
})
