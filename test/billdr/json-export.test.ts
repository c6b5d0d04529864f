import { cp, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Invoice } from '../../shared/domain.ts'
import { KINDS } from '../../shared/kinds.ts'
import { edit, editManifest, put, readAll, readLocation, renovation, SAMPLES, sourceAt, take } from './exports.ts'
import type { Raw } from './exports.ts'

const one = (records: Raw[], id: string): Raw => {
  const found = records.find((record) => record['id'] === id)
  if (!found) throw new Error(`no ${id}`)
  return found
}

describe('the export folder of the sample', () => {
  test('gives every record of it, and every kind whole', async () => {
    const { records, problems, outcome } = await readLocation(join(SAMPLES, 'renovation'))
    const counts = Object.fromEntries(
      KINDS.map((kind) => [kind, records.filter((record) => record.kind === kind).length]),
    )
    expect(counts).toEqual({
      client: 4,
      project: 4,
      professional: 5,
      'cost-code': 10,
      invoice: 8,
      credit: 2,
      payment: 4,
      expense: 8,
      'purchase-order': 3,
    })
    expect(problems).toEqual([])
    expect(outcome).toMatchObject({
      ok: true,
      scope: 'full',
      exportedAt: '2026-03-31T16:00:00Z',
      problem: null,
      wholeKinds: KINDS,
      company: { id: 'bdr-4821', name: 'Rénovations Beaubien inc.', country: 'CA', currency: 'CAD', locale: 'fr-CA' },
    })
  })

  test('gives amounts in cents and quantities as plain decimals', async () => {
    const { records } = await readLocation(join(SAMPLES, 'renovation'))
    const invoice = records.find((record): record is Invoice => record.kind === 'invoice' && record.id === 'i-1005')
    expect(invoice?.lines[0]).toMatchObject({ quantity: '1.5', unitPrice: '66.67', amount: 10001, billable: false })
    expect(invoice?.taxes).toEqual([
      { name: 'TPS', rate: '5', amount: 1000 },
      { name: 'TVQ', rate: '9.975', amount: 1995 },
    ])
    const supplier = records.find((record) => record.kind === 'professional' && record.id === 'v-2')
    expect(supplier).toMatchObject({ trade: 'subcontractor', companyName: null, address: null })
    expect(records.find((record) => record.id === 'c-101')).toMatchObject({
      address: { line1: '5412, rue Chabot', line2: '', city: 'Montréal' },
    })
  })

  test('gives each receipt byte for byte', async () => {
    const source = await sourceAt(join(SAMPLES, 'renovation'))
    const { records } = await readAll(source)
    const attachments = records.flatMap((record) => ('attachments' in record ? record.attachments : []))
    expect(attachments.map((each) => each.fileName)).toEqual([
      'facture-1001.pdf',
      'reçu Laurier.png',
      'facture D-1190.pdf',
      'photo panneau.png',
      'permis.pdf',
      'plan électrique.pdf',
    ])
    for (const attachment of attachments) {
      const outcome = await source.attachment(attachment)
      const onDisk = await readFile(join(SAMPLES, 'renovation/attachments', attachment.path ?? ''))
      expect(outcome.ok && Buffer.from(outcome.value).equals(onDisk)).toBe(true)
    }
  })

  test('is not read again while nothing changed, and is read again once something did', async () => {
    const folder = await renovation()
    const source = await sourceAt(folder)
    const first = await readAll(source)
    const cursor = first.outcome.ok === true ? first.outcome.cursor : ''
    const again = await readAll(source, cursor)
    expect(again.outcome).toEqual({ ok: 'unchanged', cursor })
    expect(again.records).toEqual([])

    const copied = `${folder}-moved`
    await cp(folder, copied, { recursive: true, preserveTimestamps: true })
    expect((await readAll(await sourceAt(copied), cursor)).outcome.ok).toBe('unchanged')
    await rm(copied, { recursive: true })

    await edit(folder, 'clients', (clients) => {
      one(clients, 'c-101')['phone'] = '514-555-0000'
    })
    expect((await readAll(source, cursor)).outcome.ok).toBe(true)
  })

  test('is never written to', async () => {
    const folder = await renovation()
    const before = await readAll(await sourceAt(folder))
    const source = await sourceAt(folder)
    await source.check()
    await readAll(source)
    for (const record of before.records)
      if ('attachments' in record) for (const each of record.attachments) await source.attachment(each)
    const after = await readAll(source, before.outcome.ok === true ? before.outcome.cursor : null)
    expect(after.outcome.ok).toBe('unchanged')
  })
})

describe('an export that is not right as a whole', () => {
  test('of another format is refused with the name that was found', async () => {
    const folder = await renovation()
    await editManifest(folder, (manifest) => {
      manifest['format'] = 'jobber-export'
    })
    const source = await sourceAt(folder)
    const refused = {
      ok: false,
      problem: { code: 'source-format', params: { found: 'jobber-export', expected: 'billdr-pro-export' } },
    }
    expect(await source.check()).toMatchObject(refused)
    expect((await readAll(source)).outcome).toMatchObject({ ...refused, tryAgain: false })
  })

  test('of a newer version is refused, saying so', async () => {
    const folder = await renovation()
    await editManifest(folder, (manifest) => {
      manifest['version'] = 2
    })
    const { outcome, records } = await readLocation(folder)
    expect(outcome).toMatchObject({
      ok: false,
      tryAgain: false,
      problem: { code: 'source-version', params: { found: '2', supported: 1 } },
    })
    expect(records).toEqual([])
  })

  test.each([
    ['company', (manifest: Raw) => delete manifest['company'], 'company'],
    [
      'company country',
      (manifest: Raw) => Object.assign(manifest['company'] as Raw, { country: 'FR' }),
      'company.country',
    ],
    ['scope', (manifest: Raw) => Object.assign(manifest, { scope: 'some' }), 'scope'],
    ['date', (manifest: Raw) => Object.assign(manifest, { exportedAt: 'yesterday' }), 'exportedAt'],
  ])('without a sound %s in its manifest is refused, naming the field', async (_name, spoil, field) => {
    const folder = await renovation()
    await editManifest(folder, spoil)
    expect((await readLocation(folder)).outcome).toMatchObject({
      ok: false,
      problem: { code: 'source-manifest', params: { field } },
    })
  })

  test('without its manifest is still being written', async () => {
    const folder = await renovation()
    await rm(join(folder, 'manifest.json'))
    const source = await sourceAt(folder)
    expect(await source.check()).toMatchObject({ ok: false, problem: { code: 'source-incomplete' } })
    expect((await readAll(source)).outcome).toMatchObject({
      ok: false,
      tryAgain: true,
      problem: { code: 'source-incomplete', params: { file: 'manifest.json' } },
    })
  })

  test('with half a manifest is still being written', async () => {
    const folder = await renovation()
    const text = await readFile(join(folder, 'manifest.json'), 'utf8')
    await writeFile(join(folder, 'manifest.json'), text.slice(0, text.length / 2))
    expect((await readLocation(folder)).outcome).toMatchObject({
      ok: false,
      tryAgain: true,
      problem: { code: 'source-incomplete' },
    })
  })

  test.each([
    ['is missing', (text: string): string | null => (text === '' ? text : null)],
    ['is shorter', (text: string): string | null => text.slice(0, -20)],
    ['has other bytes', (text: string): string | null => text.replace('i-1001', 'i-1009')],
    ['stopped making sense', (text: string): string | null => text.replace('[', '{')],
  ])('of which a listed table %s is still being written, and nothing of it counts', async (_name, spoil) => {
    const folder = await renovation()
    const path = join(folder, 'invoices.json')
    const spoiled = spoil(await readFile(path, 'utf8'))
    if (spoiled === null) await rm(path)
    else await writeFile(path, spoiled)
    expect((await readLocation(folder)).outcome).toMatchObject({
      ok: false,
      tryAgain: true,
      problem: { code: 'source-incomplete', params: { file: 'invoices.json' } },
    })
  })

  test('without one table says which; the other tables are read, and absence means nothing for the missing kind', async () => {
    const folder = await renovation()
    await take(folder, 'payments.json')
    const { outcome, records, problems } = await readLocation(folder)
    expect(outcome).toMatchObject({
      ok: true,
      problem: { code: 'source-table-missing', params: { table: 'payments' } },
    })
    expect(outcome.ok === true && outcome.wholeKinds).toEqual(KINDS.filter((kind) => kind !== 'payment'))
    expect(records).toHaveLength(44)
    expect(problems).toEqual([])
  })

  test('with a table that is no JSON says which and from where; the others are read', async () => {
    const folder = await renovation()
    const text = await readFile(join(folder, 'expenses.json'), 'utf8')
    await put(folder, 'expenses.json', text.slice(0, text.indexOf('"e-3"') - 10))
    const { outcome, records } = await readLocation(folder)
    expect(outcome).toMatchObject({
      ok: true,
      problem: { code: 'source-table-unreadable', params: { table: 'expenses', file: 'expenses.json', row: 3 } },
    })
    expect(outcome.ok === true && outcome.wholeKinds).not.toContain('expense')
    expect(records.filter((record) => record.kind === 'expense').map((record) => record.id)).toEqual(['e-1', 'e-2'])
    expect(records.filter((record) => record.kind === 'purchase-order')).toHaveLength(3)
  })

  test('that is not there is said to be missing, and asked for again', async () => {
    const source = await sourceAt(join(SAMPLES, 'nowhere'))
    expect(await source.check()).toMatchObject({ ok: false, problem: { code: 'source-missing' } })
    expect((await readAll(source)).outcome).toMatchObject({ ok: false, tryAgain: true })
  })

  test('of changes only makes no kind whole, and misses no table', async () => {
    const folder = await renovation()
    await take(folder, 'payments.json')
    await editManifest(folder, (manifest) => {
      manifest['scope'] = 'changes'
    })
    expect((await readLocation(folder)).outcome).toMatchObject({
      ok: true,
      scope: 'changes',
      wholeKinds: [],
      problem: null,
    })
  })
})

describe('a record that is not right', () => {
  const cases: [
    string,
    string,
    string,
    (record: Raw) => void,
    { code: string; field: string | null; value?: string; expected?: string },
  ][] = [
    [
      'a required field missing',
      'invoices',
      'i-1002',
      (record) => delete record['projectId'],
      { code: 'record-field-missing', field: 'projectId', expected: 'id' },
    ],
    [
      'a required field empty',
      'clients',
      'c-102',
      (record) => Object.assign(record, { displayName: '  ' }),
      { code: 'record-field-missing', field: 'displayName' },
    ],
    [
      'an amount that is not a number',
      'payments',
      'pay-2',
      (record) => Object.assign(record, { amount: 'huit cents' }),
      { code: 'record-field-invalid', field: 'amount', value: 'huit cents', expected: 'amount' },
    ],
    [
      'an amount with three decimals',
      'payments',
      'pay-2',
      (record) => Object.assign(record, { amount: 800.005 }),
      { code: 'record-field-invalid', field: 'amount', value: '800.005' },
    ],
    [
      'an amount in a binary fraction that no decimal is',
      'payments',
      'pay-2',
      (record) => Object.assign(record, { amount: 1 / 3 }),
      { code: 'record-field-invalid', field: 'amount' },
    ],
    [
      'an amount beyond all bounds',
      'payments',
      'pay-2',
      (record) => Object.assign(record, { amount: '999999999999999' }),
      { code: 'record-field-invalid', field: 'amount' },
    ],
    [
      'a status nobody knows',
      'expenses',
      'e-1',
      (record) => Object.assign(record, { status: 'aproved' }),
      { code: 'record-field-invalid', field: 'status', value: 'aproved', expected: 'one-of' },
    ],
    [
      'a day that the calendar has not',
      'invoices',
      'i-1002',
      (record) => Object.assign(record, { issuedOn: '2026-02-30' }),
      { code: 'record-field-invalid', field: 'issuedOn', value: '2026-02-30', expected: 'day' },
    ],
    [
      'a number where a text belongs',
      'projects',
      'p-3',
      (record) => Object.assign(record, { name: 12 }),
      { code: 'record-field-invalid', field: 'name', value: '12', expected: 'text' },
    ],
    [
      'lines that are no list',
      'credits',
      'cr-1',
      (record) => Object.assign(record, { lines: {} }),
      { code: 'record-field-invalid', field: 'lines', expected: 'list' },
    ],
    [
      'an amount of a line that is no number',
      'invoices',
      'i-1001',
      (record) => Object.assign((record['lines'] as Raw[])[1] ?? {}, { amount: '5 350,50' }),
      { code: 'record-field-invalid', field: 'lines[2].amount', value: '5 350,50', expected: 'amount' },
    ],
    [
      'a quantity that is no decimal',
      'invoices',
      'i-1001',
      (record) => Object.assign((record['lines'] as Raw[])[0] ?? {}, { quantity: '1/2' }),
      { code: 'record-field-invalid', field: 'lines[1].quantity', expected: 'decimal' },
    ],
    [
      'two lines of one id',
      'invoices',
      'i-1001',
      (record) => Object.assign((record['lines'] as Raw[])[1] ?? {}, { id: 'l1' }),
      { code: 'record-field-invalid', field: 'lines[2].id', expected: 'unique' },
    ],
    [
      'lines that do not add up to the subtotal',
      'expenses',
      'e-1',
      (record) => Object.assign(record, { subtotal: '842.96', total: '969.19' }),
      { code: 'record-totals-differ', field: 'subtotal' },
    ],
    [
      'taxes that do not add up to the total',
      'expenses',
      'e-1',
      (record) => Object.assign(record, { total: '969.19' }),
      { code: 'record-totals-differ', field: 'total' },
    ],
    [
      'a damaged character',
      'clients',
      'c-101',
      (record) => Object.assign(record, { displayName: 'Marie-\ufffdve' }),
      { code: 'record-field-invalid', field: 'displayName', expected: 'clean-text' },
    ],
    [
      'an attachment without its checksum',
      'expenses',
      'e-1',
      (record) => delete (record['attachments'] as Raw[])[0]?.['sha256'],
      { code: 'record-field-missing', field: 'attachments[1].sha256' },
    ],
    [
      'an address that is a text',
      'clients',
      'c-101',
      (record) => Object.assign(record, { address: 'rue Chabot' }),
      { code: 'record-field-invalid', field: 'address', expected: 'record' },
    ],
  ]

  test.each(cases)(
    'by %s is a problem on exactly that record; everything else goes on',
    async (_name, table, id, spoil, { code, field, ...params }) => {
      const folder = await renovation()
      let row = 0
      await edit(folder, table, (records) => {
        row = records.findIndex((record) => record['id'] === id) + 1
        spoil(one(records, id))
      })
      const { records, problems, outcome } = await readLocation(folder)
      expect(problems).toHaveLength(1)
      expect(problems[0]).toMatchObject({
        table,
        row,
        field,
        problem: { code, params: { table, row, field, ...params } },
      })
      expect(problems[0]?.key).toMatch(new RegExp(`:${id}$`))
      expect(records).toHaveLength(47)
      expect(outcome).toMatchObject({ ok: true, wholeKinds: KINDS })
    },
  )

  test('by its totals names both amounts in cents', async () => {
    const folder = await renovation()
    await edit(folder, 'expenses', (records) => Object.assign(one(records, 'e-1'), { total: '969.19' }))
    const { problems } = await readLocation(folder)
    expect(problems[0]?.problem.params).toMatchObject({ stated: 96919, computed: 96918, currency: 'CAD' })
  })

  test('by having the id of another is a problem that names the second row', async () => {
    const folder = await renovation()
    await edit(folder, 'payments', (records) => records.push({ ...one(records, 'pay-1'), amount: '1.00' }))
    const { problems, records } = await readLocation(folder)
    expect(problems).toMatchObject([
      {
        key: 'payment:pay-1',
        table: 'payments',
        row: 5,
        field: 'id',
        problem: { code: 'record-id-twice', params: { value: 'pay-1' } },
      },
    ])
    expect(records.filter((record) => record.kind === 'payment')).toHaveLength(4)
  })

  test.each([
    ['no id', { displayName: 'X' }],
    ['a number as id', { id: 7 }],
    ['a list', []],
    ['a text', 'c-105'],
    ['nothing', null],
  ])('by being %s makes the absence of others mean nothing', async (_name, record) => {
    const folder = await renovation()
    await edit(folder, 'clients', (records) => records.push(record as Raw))
    const { problems, outcome } = await readLocation(folder)
    expect(problems).toMatchObject([{ key: null, kind: 'client', table: 'clients', row: 5 }])
    expect(outcome.ok === true && outcome.wholeKinds).toEqual(KINDS.filter((kind) => kind !== 'client'))
  })

  test('that says it was deleted is a tombstone, whatever else it holds', async () => {
    const folder = await renovation()
    await edit(folder, 'payments', (records) =>
      records.push({ id: 'pay-9', updatedAt: '2026-03-30T10:00:00Z', deleted: true }),
    )
    const { removed, records, problems } = await readLocation(folder)
    expect(removed).toEqual(['payment:pay-9'])
    expect(problems).toEqual([])
    expect(records).toHaveLength(48)
  })

  test('amounts as JSON numbers are the same as texts', async () => {
    const folder = await renovation()
    await edit(folder, 'payments', (records) => Object.assign(one(records, 'pay-1'), { amount: 9198 }))
    await edit(folder, 'expenses', (records) => {
      const expense = one(records, 'e-1')
      expense['total'] = 969.18
      Object.assign((expense['lines'] as Raw[])[0] ?? {}, { quantity: 120, unitPrice: 6.29, amount: 754.8 })
    })
    const { records } = await readLocation(folder)
    expect(records).toEqual((await readLocation(join(SAMPLES, 'renovation'))).records)
  })
})

describe('a date far ahead', () => {
  const inYears = (years: number): string => `${new Date().getFullYear() + years}-01-15`

  test.each([
    ['invoices', 'i-1001', 'issuedOn'],
    ['payments', 'pay-2', 'receivedOn'],
    ['expenses', 'e-1', 'spentOn'],
    ['purchase-orders', 'po-1', 'issuedOn'],
  ])('of %s is taken for a mistyped year and held', async (table, id, field) => {
    const folder = await renovation()
    await edit(folder, table, (records) =>
      Object.assign(records.find((record) => record['id'] === id) ?? {}, { [field]: inYears(40) }),
    )
    const { problems, records } = await readLocation(folder)
    expect(problems).toMatchObject([
      { table, field, problem: { code: 'record-field-invalid', params: { expected: 'near-day', value: inYears(40) } } },
    ])
    expect(records).toHaveLength(47)
  })

  test('is none where the record itself was changed about then: the clock of this machine may be wrong', async () => {
    const folder = await renovation()
    await edit(folder, 'invoices', (records) =>
      Object.assign(records[0] ?? {}, {
        issuedOn: inYears(3),
        dueOn: inYears(3),
        updatedAt: `${inYears(3)}T12:00:00Z`,
      }),
    )
    expect((await readLocation(folder)).problems).toEqual([])
  })
})

describe('a receipt that is not right holds only itself', () => {
  const attachmentOf = async (folder: string) => {
    const source = await sourceAt(folder)
    const read = await readAll(source)
    const invoice = read.records.find((record): record is Invoice => record.id === 'i-1001')
    const attachment = invoice?.attachments[0]
    if (!attachment) throw new Error('no attachment')
    return { source, attachment, read }
  }
  const FILE = 'attachments/a-1001/facture-1001.pdf'

  test('missing', async () => {
    const folder = await renovation()
    await rm(join(folder, FILE))
    const { source, attachment, read } = await attachmentOf(folder)
    expect(read.records).toHaveLength(48)
    expect(await source.attachment(attachment)).toMatchObject({
      ok: false,
      problem: { code: 'attachment-missing', params: { fileName: 'facture-1001.pdf' } },
    })
  })

  test('damaged: as long as before, but other bytes', async () => {
    const folder = await renovation()
    await writeFile(join(folder, FILE), 'x'.repeat(614))
    const { source, attachment, read } = await attachmentOf(folder)
    expect(read.records).toHaveLength(48)
    expect(await source.attachment(attachment)).toMatchObject({ ok: false, problem: { code: 'attachment-damaged' } })
  })

  test('larger than QuickBooks takes', async () => {
    const { attachment } = await attachmentOf(await renovation())
    const source = await sourceAt(join(SAMPLES, 'renovation'), { limits: { attachmentBytes: 600 } })
    expect(await source.attachment(attachment)).toMatchObject({ ok: false, problem: { code: 'attachment-too-large' } })
  })

  test('and once the right bytes are there, as many as before, it is read again', async () => {
    const folder = await renovation()
    const bytes = await readFile(join(folder, FILE))
    await writeFile(join(folder, FILE), 'x'.repeat(614))
    const { source, attachment, read } = await attachmentOf(folder)
    await writeFile(join(folder, FILE), bytes)
    const later = new Date(Date.now() + 5_000)
    await utimes(join(folder, FILE), later, later)
    expect((await readAll(source, read.outcome.ok === true ? read.outcome.cursor : null)).outcome.ok).toBe(true)
    expect(await source.attachment(attachment)).toMatchObject({ ok: true })
  })

  test('and once it is there it is read again', async () => {
    const folder = await renovation()
    const bytes = await readFile(join(folder, FILE))
    await rm(join(folder, FILE))
    const { source, attachment, read } = await attachmentOf(folder)
    await writeFile(join(folder, FILE), bytes)
    expect((await readAll(source, read.outcome.ok === true ? read.outcome.cursor : null)).outcome.ok).toBe(true)
    expect(await source.attachment(attachment)).toMatchObject({ ok: true })
  })
})
