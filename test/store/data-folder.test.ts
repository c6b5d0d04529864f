import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { expect, test } from 'vitest'
import { companyFolder, companyFolderName, defaultDataFolder } from '../../electron/store/data-folder.ts'
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
  expect(defaultDataFolder()).toContain('billdr-qbo')
})
