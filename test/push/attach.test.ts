import { afterEach, describe, expect, it } from 'vitest'
import type { FaultKind } from '../../electron/practice/testing/controlled-company.ts'
import { client, expense, invoice, line, project } from '../support/billdr-records.ts'
import { Pusher, closePushers } from '../support/pushing.ts'

afterEach(closePushers)

/** The receipts on a document: file names, and their bytes as text. */
async function receiptsOn(
  pusher: Pusher,
  key: Parameters<Pusher['idOf']>[0],
): Promise<{ fileName: unknown; text: string | null }[]> {
  const id = pusher.idOf(key)
  const all = await pusher.books('Attachable')
  const on = all.filter((each) => JSON.stringify(each['AttachableRef'] ?? []).includes(`"value":"${id}"`))
  return Promise.all(
    on.map(async (each) => {
      const file = await pusher.practice.controls.file(String(each['Id']))
      return { fileName: each['FileName'], text: file === null ? null : Buffer.from(file, 'base64').toString('utf8') }
    }),
  )
}

describe('receipts', () => {
  it('I1, E1: go up once with their document, byte for byte, under their own names', async () => {
    const pusher = await Pusher.start()
    const files = [pusher.receipt('a-1', 'reçu "été" n° 1.pdf'), pusher.receipt('a-2')]
    await pusher.says(
      client('c-1'),
      project('p-1', 'c-1'),
      invoice('i-1', 'p-1', { attachments: [pusher.receipt('a-3')] }),
      expense('e-1', { attachments: files }),
    )
    await pusher.sync()
    expect(await receiptsOn(pusher, 'expense:e-1')).toEqual([
      { fileName: 'reçu "été" n° 1.pdf', text: pusher.contents('a-1') },
      { fileName: 'a-2.pdf', text: pusher.contents('a-2') },
    ])
    expect(await receiptsOn(pusher, 'invoice:i-1')).toHaveLength(1)
    await pusher.clearLog()
    await pusher.sync()
    expect(await pusher.writes()).toEqual([])
  })

  it.each<[FaultKind, 'before' | 'after']>([
    ['reset', 'before'],
    ['reset', 'after'],
    ['error', 'after'],
    ['empty', 'after'],
    ['truncated', 'after'],
    ['gateway-timeout', 'after'],
    ['html', 'after'],
  ])('%s %s an upload: never doubled, never lost', async (kind, when) => {
    const pusher = await Pusher.start()
    await pusher.faults({ kind, when, match: { operation: 'upload' }, times: 2 })
    await pusher.says(expense('e-1', { attachments: [pusher.receipt('a-1'), pusher.receipt('a-2')] }))
    await pusher.sync()
    expect(await receiptsOn(pusher, 'expense:e-1')).toHaveLength(2)
    expect(pusher.row('expense:e-1').attachments).toMatchObject([{ state: 'sent' }, { state: 'sent' }])
  })

  it('lost for good in one sync, though it arrived: found with the next, after a restart too', async () => {
    const pusher = await Pusher.start()
    await pusher.sync()
    // The books are known; of the questions, only the two for what is there already are answered.
    await pusher.faults(
      { kind: 'reset', when: 'after', match: { operation: 'upload' }, times: 1 },
      { kind: 'reset', match: { operation: 'query' }, skip: 2 },
    )
    await pusher.says(expense('e-1', { attachments: [pusher.receipt('a-1')] }))
    await pusher.sync()
    expect(pusher.row('expense:e-1').attachments).toMatchObject([{ state: 'waiting' }])
    await pusher.faults()
    await pusher.restart()
    await pusher.sync()
    expect(await receiptsOn(pusher, 'expense:e-1')).toHaveLength(1)
    expect(pusher.row('expense:e-1').attachments).toMatchObject([{ state: 'sent' }])
  })

  it('two files of one name and size are two receipts', async () => {
    const pusher = await Pusher.start()
    await pusher.faults({ kind: 'reset', when: 'after', match: { operation: 'upload' }, times: 2 })
    await pusher.says(
      expense('e-1', { attachments: [pusher.receipt('a-1', 'photo.pdf'), pusher.receipt('a-2', 'photo.pdf')] }),
    )
    await pusher.sync()
    expect((await receiptsOn(pusher, 'expense:e-1')).map(({ text }) => text).sort()).toEqual([
      pusher.contents('a-1'),
      pusher.contents('a-2'),
    ])
  })

  it('a receipt that a person hung on it by hand is not sent again after our folder was lost', async () => {
    const pusher = await Pusher.start()
    const receipt = pusher.receipt('a-1')
    await pusher.says(expense('e-1'))
    await pusher.sync()
    const uploaded = await pusher.quickbooks.upload({
      entityType: 'Purchase',
      entityId: pusher.idOf('expense:e-1'),
      fileName: receipt.fileName,
      contentType: 'application/pdf',
      bytes: Buffer.from(pusher.contents('a-1')),
      note: '',
      category: 'Receipt',
      requestId: 'by-hand-in-the-browser',
    })
    expect(uploaded.ok).toBe(true)
    await pusher.restart({ lost: true })
    await pusher.says(expense('e-1', { attachments: [receipt] }))
    await pusher.sync()
    expect(await receiptsOn(pusher, 'expense:e-1')).toHaveLength(1)
  })

  it('E2: one that came later goes beside the first, with the change of its expense', async () => {
    const pusher = await Pusher.start()
    const first = pusher.receipt('a-1')
    await pusher.says(expense('e-1', { attachments: [first] }))
    await pusher.sync()
    await pusher.says(expense('e-1', { lines: [line('130.00')], attachments: [first, pusher.receipt('a-2')] }))
    await pusher.sync()
    expect((await receiptsOn(pusher, 'expense:e-1')).map(({ fileName }) => fileName)).toEqual(['a-1.pdf', 'a-2.pdf'])
    expect(await pusher.entity('expense:e-1')).toMatchObject({ TotalAmt: 130 })
  })

  it('E2: one that Billdr has replaced under its id goes beside the old one, once, after a lost answer too', async () => {
    const pusher = await Pusher.start()
    await pusher.says(expense('e-1', { attachments: [pusher.receipt('a-1')] }))
    await pusher.sync()
    const better = pusher.receipt('a-1', 'a-1.pdf', 'a sharper scan')
    await pusher.says(expense('e-1', { attachments: [better] }))
    expect(pusher.row('expense:e-1').attachments).toMatchObject([{ state: 'waiting' }])
    await pusher.faults({ kind: 'reset', when: 'after', match: { operation: 'upload' }, times: 1 })
    await pusher.sync()
    const texts = (await receiptsOn(pusher, 'expense:e-1')).map(({ text }) => text)
    expect(texts).toHaveLength(2)
    expect(texts[1]).toContain('a sharper scan')
    expect(pusher.row('expense:e-1').attachments).toMatchObject([{ state: 'sent' }])
    await pusher.clearLog()
    await pusher.sync()
    expect(await pusher.writes()).toEqual([])
  })

  it('a receipt that is missing, or that QuickBooks refuses, is held by itself; its document and the other receipts go', async () => {
    const pusher = await Pusher.start()
    const missing = { ...pusher.receipt('a-1'), id: 'a-nowhere' }
    await pusher.faults({
      kind: 'refuse',
      match: { operation: 'upload' },
      times: 1,
      fault: { code: '6041', message: 'bad file' },
    })
    await pusher.says(expense('e-1', { attachments: [missing, pusher.receipt('a-2'), pusher.receipt('a-3')] }))
    await pusher.sync()
    expect(pusher.row('expense:e-1')).toMatchObject({
      state: 'synced',
      attachments: [
        { state: 'held', problem: { code: 'attachment-missing' } },
        { state: 'held', problem: { code: 'attachment-type-refused' } },
        { state: 'sent' },
      ],
    })
  })

  it('a missing one goes as soon as Billdr has it', async () => {
    const pusher = await Pusher.start()
    const receipt = { ...pusher.receipt('other', 'a-1.pdf'), id: 'a-1' }
    await pusher.says(expense('e-1', { attachments: [receipt] }))
    await pusher.sync()
    expect(pusher.row('expense:e-1').attachments).toMatchObject([{ state: 'held' }])
    pusher.receipt('a-1')
    await pusher.sync()
    expect(pusher.row('expense:e-1').attachments).toMatchObject([{ state: 'sent' }])
  })
})
