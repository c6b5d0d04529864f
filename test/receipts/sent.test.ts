import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterEach, describe, expect, it } from 'vitest'
import { expense } from '../support/billdr-records.ts'
import { Pusher, closePushers } from '../support/pushing.ts'

const HEIC = readFileSync(join(import.meta.dirname, 'data/corners.heic'))

afterEach(closePushers)

async function webp(colour: string): Promise<Buffer> {
  return sharp({ create: { width: 60, height: 40, channels: 3, background: colour } })
    .webp()
    .toBuffer()
}

async function bytesOf(pusher: Pusher, attachableId: unknown): Promise<Buffer> {
  return Buffer.from((await pusher.practice.controls.file(String(attachableId))) ?? '', 'base64')
}

describe('E1: photos of receipts', () => {
  it('arrive as JPEG on their expense, each once, with the name that Billdr knows in the note', async () => {
    const pusher = await Pusher.start()
    await pusher.says(
      expense('e-1', {
        attachments: [
          pusher.receipt('a-1', 'IMG_0042.HEIC', HEIC),
          pusher.receipt('a-2', 'reçu été.webp', await webp('#336699')),
        ],
      }),
    )
    expect(await pusher.sync()).toMatchObject({ refused: 0, stop: null })
    const attached = await pusher.books('Attachable')
    expect(attached).toMatchObject([
      {
        FileName: 'IMG_0042.jpg',
        ContentType: 'image/jpeg',
        Category: 'Image',
        Note: 'IMG_0042.HEIC\n[Billdr attachment a-1]',
        AttachableRef: [{ EntityRef: { type: 'Purchase', value: pusher.idOf('expense:e-1') } }],
      },
      { FileName: 'reçu été.jpg', ContentType: 'image/jpeg', Note: 'reçu été.webp\n[Billdr attachment a-2]' },
    ])
    const jpeg = await bytesOf(pusher, attached[0]?.['Id'])
    expect(await sharp(jpeg).metadata()).toMatchObject({ format: 'jpeg', width: 96, height: 64 })
    expect(jpeg.length).toBe(attached[0]?.['Size'])
    expect(pusher.row('expense:e-1').attachments.map(({ state }) => state)).toEqual(['sent', 'sent'])

    await pusher.sync()
    await pusher.restart({ lost: true })
    await pusher.sync()
    expect(await pusher.books('Attachable')).toHaveLength(2)
  })

  it('are not attached twice where the answer to the upload was lost, and the document is not sent again', async () => {
    const pusher = await Pusher.start()
    await pusher.says(expense('e-1', { attachments: [pusher.receipt('a-1', 'IMG_0042.HEIC', HEIC)] }))
    await pusher.faults({ kind: 'reset', when: 'after', match: { operation: 'upload' }, times: 1 })
    await pusher.sync()
    await pusher.sync()
    expect((await pusher.writes()).filter(({ operation }) => operation === 'upload')).toHaveLength(1)
    expect(await pusher.books('Attachable')).toHaveLength(1)
    expect(await pusher.books('Purchase')).toHaveLength(1)
    expect(pusher.row('expense:e-1')).toMatchObject({ state: 'synced', attachments: [{ state: 'sent' }] })
  })

  it('are known again by name and size as sent where somebody emptied the note meanwhile', async () => {
    const pusher = await Pusher.start()
    await pusher.says(expense('e-1', { attachments: [pusher.receipt('a-1', 'IMG_0042.HEIC', HEIC)] }))
    // The upload arrives, its answer is lost, and so are the looks after it: the next run finds what happened.
    await pusher.faults(
      { kind: 'reset', when: 'after', match: { operation: 'upload' }, times: 1 },
      { kind: 'reset', when: 'before', match: { operation: 'query', entity: 'Attachable' } },
    )
    await pusher.sync()
    await pusher.faults()
    const [attached] = await pusher.books('Attachable')
    expect(
      await pusher.practice.controls.personEdits('Attachable', String(attached?.['Id']), { Note: 'vu par Marie' }),
    ).toMatchObject({ ok: true })
    await pusher.sync()
    expect(await pusher.books('Attachable')).toHaveLength(1)
    expect(pusher.row('expense:e-1').attachments).toMatchObject([{ state: 'sent' }])
  })

  it('that cannot go are a problem of their own: the document and the other receipts go', async () => {
    const pusher = await Pusher.start()
    await pusher.says(
      expense('e-1', {
        attachments: [
          pusher.receipt('a-1', 'damaged.heic', HEIC.subarray(0, 300)),
          pusher.receipt('a-2', 'page.pdf', Buffer.from('<html>Please sign in</html>')),
          pusher.receipt('a-3', 'empty.pdf', Buffer.alloc(0)),
          pusher.receipt('a-4', 'film.mp4', Buffer.from('x')),
          pusher.receipt('a-5'),
        ],
      }),
    )
    await pusher.sync()
    const row = pusher.row('expense:e-1')
    expect(row.state).toBe('synced')
    expect(row.attachments.map(({ state, problem }) => [state, problem?.code ?? null])).toEqual([
      ['held', 'attachment-not-converted'],
      ['held', 'attachment-content-differs'],
      ['held', 'attachment-empty'],
      ['held', 'attachment-type-refused'],
      ['sent', null],
    ])
    expect((await pusher.writes()).filter(({ operation }) => operation === 'upload')).toHaveLength(1)
  })

  it('that were refused go by themselves once Billdr has another file, and only then', async () => {
    const pusher = await Pusher.start()
    const broken = pusher.receipt('a-1', 'IMG_0042.HEIC', HEIC.subarray(0, 300))
    await pusher.says(expense('e-1', { attachments: [broken] }))
    await pusher.sync()
    await pusher.clearLog()
    await pusher.sync()
    expect(await pusher.writes()).toEqual([])
    expect(pusher.row('expense:e-1').attachments).toMatchObject([
      { state: 'held', problem: { code: 'attachment-not-converted' } },
    ])

    await pusher.says(expense('e-1', { attachments: [pusher.receipt('a-1', 'IMG_0042.HEIC', HEIC)] }))
    expect(pusher.row('expense:e-1').attachments).toMatchObject([{ state: 'waiting', problem: null }])
    await pusher.sync()
    expect((await pusher.writes()).map(({ operation }) => operation)).toEqual(['upload'])
    expect(pusher.row('expense:e-1').attachments).toMatchObject([{ state: 'sent', problem: null }])
  })
})
