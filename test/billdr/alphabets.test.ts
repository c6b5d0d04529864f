import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { OldAlphabet } from '../../electron/billdr/written/code-pages.ts'
import { charactersOf, OLD_ALPHABETS } from '../../electron/billdr/written/code-pages.ts'
import { previewTables } from '../../electron/billdr/tables/preview-tables.ts'
import type { BilldrRecord } from '../../shared/domain.ts'
import { readRecord } from '../../electron/billdr/records/records.ts'
import { wordsFor } from '../../shared/words/index.ts'
import { emptyFolder, readAll, readLocation, sourceAt } from './exports.ts'
import { csvFolder } from './tables.ts'
import { workbookOf } from './xlsx-writer.ts'
import { zipOf } from './zip-writer.ts'

/** A text as a program of that alphabet writes it. */
function written(text: string, alphabet: OldAlphabet): Buffer {
  const characters = charactersOf(alphabet)
  return Buffer.from(
    Array.from(text, (one) => {
      const byte = characters.indexOf(one)
      if (byte < 0) throw new Error(`${alphabet} has no ${one}`)
      return byte
    }),
  )
}

const clients = (...names: string[]): string =>
  `id,display_name,updated_at\n${names.map((name, at) => `c-${at},${name},2026-03-02T14:00:00Z\n`).join('')}`

async function namesIn(text: Buffer): Promise<{ names: (string | null)[]; asked: unknown; problems: unknown[] }> {
  const { records, outcome, problems } = await readLocation(await csvFolder({ 'clients.csv': text }))
  if (outcome.ok !== true) throw new Error('not read')
  const nameOf = (record: BilldrRecord): string | null => (record.kind === 'client' ? record.displayName : null)
  return { names: records.map(nameOf), asked: outcome.problem, problems }
}

describe('the code pages that the platform lacks', () => {
  test.each([
    ['cp850', 0x82, 'é'],
    ['cp850', 0xb7, 'À'],
    ['cp850', 0xd2, 'Ê'],
    ['cp850', 0xff, '\u00a0'],
    ['cp437', 0x87, 'ç'],
    ['cp437', 0xf8, '°'],
    ['cp437', 0xe1, 'ß'],
  ] as const)('%s: byte %i is %s', (alphabet, byte, character) => {
    expect(charactersOf(alphabet)[byte]).toBe(character)
    expect(charactersOf(alphabet)).toHaveLength(256)
  })
})

describe('a file in an old alphabet is read as it was written', () => {
  const NAMES = [
    ['Hélène Côté'],
    ['Béton Lévis'],
    ['François Bélanger'],
    ['Marie-Ève Gagné', 'Pièces à André'],
    ['Maçonnerie Benoît inc.'],
    ['Rénovation Québec'],
    ['Électricité Gérard', 'Plâtre', 'Où'],
    ['Toiture Noël et fils', 'Vis à béton'],
    ['Müller', 'Café du Coin', 'C’est réglé'],
  ]
  const CASES = OLD_ALPHABETS.flatMap((alphabet) =>
    NAMES.filter((names) =>
      names
        .join('')
        .split('')
        .every((one) => charactersOf(alphabet).includes(one)),
    ).map((names): [OldAlphabet, string[]] => [alphabet, names]),
  )
  test.each(CASES)('%s: %s', async (alphabet, names) => {
    const { names: read, asked, problems } = await namesIn(written(clients(...names), alphabet))
    expect(problems).toEqual([])
    expect(asked).toBeNull()
    expect(read).toEqual(names)
  })

  test.each([
    ['FENÊTRES'],
    ['LÉVIS'],
    ['FRANÇAIS'],
    ['DÉJÀ VU'],
    ['l’eau'],
    ['Cœur'],
    ['Bois … 2×4, ½ po, 10 pi², 20 °C, 12 €'],
    ['«\u00a0Bois\u00a0»'],
    ['“Bois”'],
    ['Vis – clous'],
    ['Muñoz'],
    ['João García'],
    ['N° 12'],
    ['BricoPlus®'],
  ])('Windows-1252, the usual one, is no question: %s', async (name) => {
    expect(await namesIn(written(clients(`"${name}"`), 'windows-1252'))).toEqual({
      names: [name],
      asked: null,
      problems: [],
    })
  })

  test('one letter that came damaged among many does not make it another alphabet', async () => {
    const names = Array.from({ length: 40 }, () => 'Hélène Côté')
    const text = written(clients(...names, 'Zoé'), 'macintosh')
    text[text.length - 24] = 0xfc
    expect((await namesIn(text)).names.slice(0, 40)).toEqual(names)
  })

  test('its letters may first come late in the file', async () => {
    const names = [...Array.from({ length: 3_000 }, (_, at) => `Client ${at}`), 'Hélène Côté']
    expect((await namesIn(written(clients(...names), 'cp850'))).names.at(-1)).toBe('Hélène Côté')
  })
})

describe('letters that make sense in two ways, or in none, are asked about', () => {
  test.each([
    ['macintosh', 'Éric'],
    ['cp850', 'MONTRéAL'],
    ['cp850', 'Livraison voilà'],
    ['macintosh', 'Muñoz Ibáñez'],
  ] as const)('%s: %s', async (alphabet, name) => {
    const { names, asked, problems } = await namesIn(written(clients('Marie', name), alphabet))
    expect(names).toEqual(['Marie'])
    expect(asked).toMatchObject({ code: 'source-letters-unclear', params: { table: 'clients', file: 'clients.csv' } })
    expect(String((asked as { params: Record<string, string> }).params['samples'])).toContain(`${alphabet}|`)
    expect(problems).toMatchObject([{ key: 'client:c-1', problem: { code: 'source-letters-unclear' } }])
  })

  test('with a sample of each, in both languages, on the columns screen too; the answer reads it', async () => {
    const folder = await csvFolder({ 'clients.csv': written(clients('Éric'), 'macintosh') })
    const { tables } = await previewTables(folder)
    const [question] = tables[0]?.questions ?? []
    if (!question) throw new Error('nothing asked')
    expect(wordsFor('en').problem(question).explanation).toContain('Mac OS Roman: “c-0,Éric')
    expect(wordsFor('fr').problem(question).explanation).toMatch(/Mac OS Roman.*c-0,Éric/)
    const { records, outcome } = await readLocation(folder, { columnMapping: { version: 1, encoding: 'macintosh' } })
    expect(outcome).toMatchObject({ problem: null })
    expect(records).toMatchObject([{ displayName: 'Éric' }])
  })
})

describe('a text that was encoded to UTF-8 twice', () => {
  /** As a program leaves it that takes UTF-8 for an old alphabet. */
  const twice = (text: string, alphabet: OldAlphabet = 'windows-1252'): string =>
    Array.from(Buffer.from(text), (byte) => charactersOf(alphabet)[byte]).join('')
  const NAMES = [
    'Hélène Côté',
    'Où ça, à Noël ?',
    'L’œuvre de Gaëtan',
    'MONTRÉAL',
    '« Bois »',
    '20 °C – 12 pi²',
    'août',
    'Muñoz',
  ]

  test.each(OLD_ALPHABETS.flatMap((alphabet) => NAMES.map((name): [OldAlphabet, string] => [alphabet, name])))(
    'through %s: %s is asked about, and read once that is said',
    async (alphabet, name) => {
      const text = twice(clients('Marie', `"${name}"`), alphabet)
      const { names, asked, problems } = await namesIn(Buffer.from(text))
      expect(names).toEqual(['Marie'])
      expect(asked).toMatchObject({ code: 'source-letters-unclear', params: { table: 'clients', file: 'clients.csv' } })
      expect(problems).toMatchObject([{ key: 'client:c-1', problem: { code: 'source-letters-unclear' } }])
      const { records, outcome } = await readLocation(await csvFolder({ 'clients.csv': text }), {
        columnMapping: { version: 1, encoding: 'utf-8-twice' },
      })
      expect(outcome).toMatchObject({ problem: null })
      expect(records).toMatchObject([{ displayName: 'Marie' }, { displayName: name }])
    },
  )

  test('is shown both ways, in both languages; what is right beside it stays', async () => {
    const text = `${clients('Hélène')}c-1,${twice('Côté')},2026-03-02T14:00:00Z\n`
    const { names, asked } = await namesIn(Buffer.from(text))
    expect(names).toEqual(['Hélène'])
    const problem = asked as Parameters<ReturnType<typeof wordsFor>['problem']>[0]
    expect(wordsFor('en').problem(problem).explanation).toContain('UTF-8: “CÃ´tÃ©”; UTF-8, encoded twice: “Côté”')
    expect(wordsFor('fr').problem(problem).explanation).toMatch(/UTF-8, encodé deux fois.*Côté/)
    const { records } = await readLocation(await csvFolder({ 'clients.csv': text }), {
      columnMapping: { version: 1, tables: { clients: { encoding: 'utf-8-twice' } } },
    })
    expect(records).toMatchObject([{ displayName: 'Hélène' }, { displayName: 'Côté' }])
  })

  test('in the header, a workbook, and JSON: never taken for a text', async () => {
    const header = `id,${twice('prénom')},display_name\nc-1,Zoé,Zoé Roy\n`
    const { records } = await readLocation(await csvFolder({ 'clients.csv': header }))
    expect(records).toMatchObject([{ givenName: 'Zoé' }])
    const rows = [
      ['id', 'display_name'],
      ['c-1', twice('Côté')],
    ]
    const folder = await csvFolder({ 'clients.xlsx': workbookOf({ sheets: [{ name: 'F', rows }] }) })
    expect((await readLocation(folder)).problems).toMatchObject([{ problem: { code: 'source-letters-unclear' } }])
    const said = { columnMapping: { version: 1, encoding: 'utf-8-twice' } } as const
    expect((await readLocation(folder, said)).records).toMatchObject([{ displayName: 'Côté' }])
    const raw = { id: 'c-1', displayName: twice('Côté'), updatedAt: '2026-03-02T14:00:00Z' }
    expect(readRecord('client', raw, { table: 'clients', row: 1 })).toMatchObject({
      problems: [{ field: 'displayName', problem: { params: { expected: 'clean-text' } } }],
    })
  })

  test.each(['Âge', 'île', 'IRMÔ', '“IRMÃ”', 'SÃO PAULO', 'Ôter', 'l’âge', 'Ång', '√ fait', 'CAFÉ»'])(
    '%s was not',
    async (name) => {
      expect(await namesIn(Buffer.from(clients(`"${name}"`)))).toEqual({ names: [name], asked: null, problems: [] })
    },
  )
})

describe('the names in a zip that does not say in which alphabet it writes them', () => {
  const RECEIPT = Buffer.from('a receipt')
  const zipWith = async (receipt: string, alphabet: OldAlphabet): Promise<string> => {
    const sum = createHash('sha256').update(RECEIPT).digest('hex')
    const tables = {
      'dépenses.csv':
        'id,status,spent_on,paid_with,currency,subtotal,total,updated_at\ne-1,approved,2026-03-05,cash,CAD,10.00,10.00,2026-03-05T00:00:00Z\n',
      'lignes de dépenses.csv': 'expense_id,description,amount\ne-1,Vis,10.00\n',
      'pièces jointes.csv': `owner_type,owner_id,id,file_name,content_type,bytes,sha256,path\nexpense,e-1,a-1,${receipt},image/png,${RECEIPT.length},${sum},${receipt}\n`,
      [`attachments/${receipt}`]: RECEIPT,
    }
    const path = join(await emptyFolder(), 'export.zip')
    const parts = Object.entries(tables).map(([name, content]) => ({
      name: written(name, alphabet),
      content,
      oldNames: true,
    }))
    await writeFile(path, zipOf(parts))
    return path
  }

  test.each([
    ...OLD_ALPHABETS.map((alphabet) => [alphabet, 'reçu payé.png'] as const),
    // Names that one alphabet makes of another's: the table says which file it is, and its sum that it is the one.
    ['macintosh', 'Éric Ñandú.png'],
    ['windows-1252', 'Plan Åse Ößling.png'],
  ] as const)('%s: tables and the receipt %s are found', async (alphabet, receipt) => {
    const source = await sourceAt(await zipWith(receipt, alphabet))
    const { records, problems, outcome } = await readAll(source)
    expect(problems).toEqual([])
    expect(outcome).toMatchObject({ ok: true, problem: null })
    const [expense] = records
    if (expense?.kind !== 'expense' || !expense.attachments[0]) throw new Error('no expense with its receipt')
    expect(expense.attachments[0].fileName).toBe(receipt)
    expect(await source.attachment(expense.attachments[0])).toMatchObject({ ok: true })
  })
})
