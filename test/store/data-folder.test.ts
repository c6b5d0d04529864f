import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { expect, test } from 'vitest'
import { companyFolder, companyFolderName, dataFolderFor } from '../../electron/store/data-folder.ts'
import { realFolder } from './folder.ts'

const IDS = [
  'renovation',
  'Renovation',
  'RENOVATION',
  'Rénovation',
  'Re\u0301novation',
  '',
  ' ',
  '.',
  '..',
  '../..',
  '/etc/passwd',
  'C:\\Windows',
  'CON',
  'con',
  'nul.txt',
  'COM1',
  'LPT9',
  'aux',
  'a/b',
  'a\\b',
  'a:b',
  'a*b?',
  'trailing.',
  'trailing ',
  '-',
  '--',
  '💼',
  '日本',
  'x'.repeat(500),
  'x'.repeat(501),
  '\u0000',
  'a\nb',
  '__proto__',
  '~',
  '$HOME',
  '%APPDATA%',
  '"quoted"',
  '<b>',
  'a|b',
]

test('any text can be a company id: its folder is one plain name below the data folder', async () => {
  const data = await realFolder()
  for (const id of IDS) {
    const name = companyFolderName(id)
    expect(name).toMatch(/^[a-z0-9](?:[a-z0-9-]{0,60})[a-z0-9]$/)
    expect(name).not.toMatch(/^(?:con|prn|aux|nul|com\d|lpt\d)$/)
    expect(companyFolder(data, id)).toBe(`${data}${sep}companies${sep}${name}`)
    await mkdir(companyFolder(data, id), { recursive: true })
    await writeFile(join(companyFolder(data, id), 'x'), id)
  }
  expect(await readdir(join(data, 'companies'))).toHaveLength(IDS.length)
})

test('ids that differ in case, accents or signs alone have folders of their own, even where a disk ignores case', () => {
  const names = IDS.map((id) => companyFolderName(id).toLowerCase())
  expect(new Set(names).size).toBe(IDS.length)
})

test('an id has the same folder each time, and can be recognised in it', () => {
  expect(companyFolderName('Toitures Gagné & Fils')).toMatch(/^toitures-gagne-fils-[0-9a-f]{16}$/)
  expect(companyFolderName('Toitures Gagné & Fils')).toBe(companyFolderName('Toitures Gagné & Fils'))
})

test("the default data folder is the system's place for this application", () => {
  expect(folderFor(undefined)).toContain('billdr-qbo')
})

/** Where the data is, with nothing set but this. */
function folderFor(asked: string | undefined, env: Record<string, string> = {}): string {
  const found = dataFolderFor(asked, env)
  return found.ok ? found.value : found.problem.code
}

test('where the firm says in which folder data may lie, each person has her own in it, and no other place is taken', () => {
  const within = join(sep, 'firm', 'books')
  const env = { BILLDR_QBO_DATA_WITHIN: within }
  expect(folderFor(undefined, env).startsWith(within + sep)).toBe(true)
  expect(folderFor(join(within, 'anne'), env)).toBe(join(within, 'anne'))
  for (const other of [within, join(sep, 'firm', 'booksellers'), join(within, '..', 'x'), join(sep, 'home', 'anne')])
    expect(folderFor(other, env)).toBe('data-folder-not-allowed')
  expect(folderFor(join(sep, 'home', 'anne'))).toBe(join(sep, 'home', 'anne'))
})
