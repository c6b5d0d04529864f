import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readMonths } from '../../../electron/companion/read-months.ts'
import { edit, put, take } from '../../billdr/exports.ts'
import type { Raw } from '../../billdr/exports.ts'
import type { Story } from './story.ts'
import type { World } from './world.ts'

const PDF = 'attachments/a-1001/facture-1001.pdf'
const sha256Of = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

/** Gives the receipt of expense e-1 another name and other bytes, as Billdr would state them. */
function receiptOf(fileName: string, bytes: Buffer, stated: Raw = {}): (world: Pick<World, 'folder'>) => Promise<void> {
  return async ({ folder }) => {
    const path = `a-2001/${fileName}`
    await put(folder, `attachments/${path}`, bytes)
    await edit(folder, 'expenses', (records) => {
      for (const record of records) {
        if (record['id'] === 'e-1')
          record['attachments'] = [
            {
              id: 'a-2001',
              fileName,
              contentType: 'application/octet-stream',
              bytes: bytes.length,
              sha256: sha256Of(bytes),
              path,
              ...stated,
            },
          ]
      }
    })
  }
}

/** The document is in QuickBooks; its receipt is left out, and is no trouble any more. */
const leftOut = (code: Parameters<World['press']>[0]): Pick<Story, 'codes' | 'run' | 'tells'> => ({
  codes: [code],
  tells: 'the document is in the books, and its receipt is left out by a button',
  async run(world) {
    await world.show('expense:e-1')
    await world.shows('expense:e-1', 'synced')
    await world.press(code, 'Leave this receipt out')
    await world.gone(code)
    await world.page.getByText('left out').waitFor()
  },
})

/** A HEIC begins with this; what follows is no picture. */
const BROKEN_HEIC = Buffer.concat([
  Buffer.from([0, 0, 0, 24]),
  Buffer.from('ftypheic'),
  Buffer.from([0, 0, 0, 0]),
  Buffer.from('mif1heic'),
  Buffer.alloc(64),
])

/** Receipts that cannot go never stop their document. */
export const RECEIPTS: readonly Story[] = [
  {
    codes: ['attachment-missing'],
    tells: 'a file that is not in the export goes once it is there',
    options: { before: ({ folder }) => take(folder, PDF) },
    async run(world) {
      await world.show('invoice:i-1001')
      await world.shows('invoice:i-1001', 'synced')
      await world.trouble('attachment-missing').waitFor()
      const bytes = await readFile(join(import.meta.dirname, '../../../build/samples/renovation', PDF))
      await put(world.folder, PDF, bytes)
      await world.press('attachment-missing', 'Try this receipt again')
      await world.gone('attachment-missing')
      await world.page.getByRole('button', { name: /View facture-1001.pdf, in QuickBooks/ }).waitFor()
    },
  },
  {
    codes: ['attachment-damaged'],
    tells: 'a file with other bytes than stated goes once it is whole',
    options: { before: ({ folder }) => put(folder, PDF, 'cut off') },
    async run(world) {
      await world.show('invoice:i-1001')
      await world.trouble('attachment-damaged').waitFor()
      const bytes = await readFile(join(import.meta.dirname, '../../../build/samples/renovation', PDF))
      await put(world.folder, PDF, bytes)
      await writeFile(join(world.folder, PDF), bytes)
      await world.press('attachment-damaged', 'Try this receipt again')
      await world.gone('attachment-damaged')
      await world.page.getByRole('button', { name: /View facture-1001.pdf, in QuickBooks/ }).waitFor()
    },
  },
  { ...leftOut('attachment-type-refused'), options: { before: receiptOf('program.exe', Buffer.from('MZ')) } },
  { ...leftOut('attachment-empty'), options: { before: receiptOf('empty.pdf', Buffer.alloc(0)) } },
  {
    ...leftOut('attachment-content-differs'),
    options: { before: receiptOf('page.pdf', Buffer.from('<!doctype html><title>no receipt</title>')) },
  },
  { ...leftOut('attachment-not-converted'), options: { before: receiptOf('photo.heic', BROKEN_HEIC) } },
  {
    ...leftOut('attachment-too-large'),
    options: { before: receiptOf('huge.pdf', Buffer.from('%PDF-1.4'), { bytes: 150_000_000 }) },
  },
  {
    codes: ['receipt-gone'],
    tells: 'a receipt that was removed in QuickBooks is noticed when the month is read afresh, and sent again',
    async run(world) {
      const practice = await world.practice()
      const id = world.company.rows().find(({ key }) => key === 'invoice:i-1001')?.quickbooks?.id
      const [receipt] = (await practice.entities('Attachable')).filter((each) =>
        JSON.stringify(each['AttachableRef']).includes(`"value":"${id ?? ''}"`),
      )
      await practice.personDeletes('Attachable', String(receipt?.['Id']))
      await readMonths(world.company, '2026-03', '2026-03')
      await world.show('invoice:i-1001')
      await world.press('receipt-gone', 'Try this receipt again')
      await world.gone('receipt-gone')
      await world.page.getByRole('button', { name: /View facture-1001.pdf, in QuickBooks/ }).waitFor()
    },
  },
]
