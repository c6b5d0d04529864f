import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { contentOf } from '../../electron/receipts/content.ts'
import { decodeHeif } from '../../electron/receipts/heif.ts'
import { LARGEST_BYTES, preparedReceipt, refusedUnread } from '../../electron/receipts/prepare.ts'
import type { PreparedReceipt, Receipt } from '../../electron/receipts/prepare.ts'

/** 96 × 64: red, blue, green and white corners. Drawn by this project and encoded by Debian's heif-enc; see data/README.md. */
const HEIC = readFileSync(join(import.meta.dirname, 'data/corners.heic'))

const CORNERS = Buffer.from(
  '<svg xmlns="http://www.w3.org/2000/svg" width="96" height="64"><rect width="96" height="64" fill="#fff"/><rect width="48" height="32" fill="#c81e1e"/>' +
    '<rect x="48" width="48" height="32" fill="#1e5ac8"/><rect y="32" width="48" height="32" fill="#1ea03c"/></svg>',
)

/** The colour in the middle of each corner: top left, top right, bottom left, bottom right. */
async function corners(jpeg: Uint8Array): Promise<number[][]> {
  const { data, info } = await sharp(jpeg).raw().toBuffer({ resolveWithObject: true })
  const at = (x: number, y: number) => [
    ...data
      .subarray((Math.floor(y * info.height) * info.width + Math.floor(x * info.width)) * info.channels)
      .subarray(0, 3),
  ]
  return [at(0.25, 0.25), at(0.75, 0.25), at(0.25, 0.75), at(0.75, 0.75)]
}

const RED = [200, 30, 30]
const BLUE = [30, 90, 200]
const GREEN = [30, 160, 60]
const WHITE = [255, 255, 255]

function near(found: number[][], wanted: number[][]): boolean {
  return found.every((colour, corner) =>
    colour.every((value, channel) => Math.abs(value - (wanted[corner]?.[channel] ?? -99)) <= 12),
  )
}

function prepared(
  fileName: string,
  bytes: Uint8Array,
  limits?: Parameters<typeof preparedReceipt>[2],
): Promise<PreparedReceipt> {
  return preparedReceipt({ fileName, contentType: 'application/octet-stream', bytes: bytes.byteLength }, bytes, limits)
}

async function receipt(fileName: string, bytes: Uint8Array): Promise<Receipt> {
  const got = await prepared(fileName, bytes)
  if (!got.ok) throw new Error(`refused: ${got.problem.code}`)
  return got
}

async function refusal(fileName: string, bytes: Uint8Array, limits?: Parameters<typeof preparedReceipt>[2]) {
  const got = await prepared(fileName, bytes, limits)
  if (got.ok) throw new Error(`taken as ${got.contentType}`)
  return got.problem
}

const text = (content: string) => Buffer.from(content, 'utf8')
const PDF = text('%PDF-1.4\n%âãÏÓ\n1 0 obj\n')
const ZIP = Buffer.from([0x50, 0x4b, 3, 4, 20, 0, 0, 0])
const OLE = Buffer.from('d0cf11e0a1b11ae1', 'hex')
const PROGRAM = Buffer.concat([text('MZ'), Buffer.from([0x90, 0, 3, 0, 0, 0]), Buffer.alloc(200)])

describe('a photo of a phone becomes a JPEG before it is sent', () => {
  it('HEIC: the same picture, upright, under its name with another ending', async () => {
    const got = await receipt('IMG_0042.HEIC', HEIC)
    expect(got).toMatchObject({ fileName: 'IMG_0042.jpg', contentType: 'image/jpeg', convertedFrom: 'HEIC' })
    expect(contentOf(got.bytes)).toBe('jpeg')
    expect(await sharp(got.bytes).metadata()).toMatchObject({ width: 96, height: 64 })
    expect(near(await corners(got.bytes), [RED, BLUE, GREEN, WHITE])).toBe(true)
  })

  it.each(['webp', 'avif'] as const)('%s: likewise', async (format) => {
    const got = await receipt(`reçu d’été.${format}`, await sharp(CORNERS)[format]({ quality: 90 }).toBuffer())
    expect(got).toMatchObject({
      fileName: 'reçu d’été.jpg',
      contentType: 'image/jpeg',
      convertedFrom: format === 'webp' ? 'WebP' : 'AVIF',
    })
    expect(near(await corners(got.bytes), [RED, BLUE, GREEN, WHITE])).toBe(true)
  })

  it('is turned as the camera says, and carries nothing of the camera with it', async () => {
    const sideways = await sharp(CORNERS)
      .withExifMerge({ IFD0: { Make: 'Some Phone' } })
      .withMetadata({ orientation: 6 })
      .webp()
      .toBuffer()
    expect(sideways.includes('Some Phone')).toBe(true)
    const got = await receipt('a.webp', sideways)
    expect(await sharp(got.bytes).metadata()).toMatchObject({ width: 64, height: 96 })
    expect(Buffer.from(got.bytes).includes('Some Phone')).toBe(false)
    expect(near(await corners(got.bytes), [GREEN, RED, WHITE, BLUE])).toBe(true)
  })

  it('is laid on white where it is transparent', async () => {
    const clear = await sharp({
      create: { width: 40, height: 40, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } },
    })
      .webp({ lossless: true })
      .toBuffer()
    expect(near(await corners((await receipt('a.webp', clear)).bytes), [WHITE, WHITE, WHITE, WHITE])).toBe(true)
  })

  it.each(['photo.jpg', 'photo.png', 'photo', 'photo.webp'])(
    'counts by its bytes, not by its name: HEIC called %s',
    async (name) => {
      expect(await receipt(name, HEIC)).toMatchObject({
        fileName: 'photo.jpg',
        contentType: 'image/jpeg',
        convertedFrom: 'HEIC',
      })
    },
  )

  it('is refused with a word about itself where it is damaged, and the program goes on', async () => {
    for (const [name, bytes] of [
      ['a.heic', HEIC.subarray(0, 200)],
      ['b.heic', HEIC.subarray(0, HEIC.length - 60)],
      ['c.webp', (await sharp(CORNERS).webp().toBuffer()).subarray(0, 60)],
    ] as const) {
      expect(await refusal(name, bytes)).toMatchObject({ code: 'attachment-not-converted', params: { fileName: name } })
    }
    expect((await receipt('d.heic', HEIC)).ok).toBe(true)
  })

  it('is refused before it is decoded where it has too many pixels', async () => {
    const limits = { mostPixels: 96 * 64 - 1, timeoutMs: 20_000 }
    const webp = await sharp(CORNERS).webp().toBuffer()
    expect(await refusal('a.heic', HEIC, limits)).toEqual({
      code: 'attachment-picture-too-large',
      params: { fileName: 'a.heic', type: 'HEIC' },
    })
    expect(await refusal('a.webp', webp, limits)).toMatchObject({ code: 'attachment-picture-too-large' })
  })

  it('is refused where it claims to be enormous: a few bytes that would unfold to gigabytes', async () => {
    // The size stands in the file's "ispe" box, behind its name and flags: width, then height.
    const bomb = Buffer.from(HEIC)
    for (let at = bomb.indexOf('ispe'); at >= 0; at = bomb.indexOf('ispe', at + 4)) {
      bomb.writeUInt32BE(30_000, at + 8)
      bomb.writeUInt32BE(30_000, at + 12)
    }
    expect(['attachment-picture-too-large', 'attachment-not-converted']).toContain((await refusal('a.heic', bomb)).code)
  })

  it('is given up where it takes too long', async () => {
    expect(await decodeHeif(HEIC, { mostPixels: 10_000, timeoutMs: 0 })).toEqual({ ok: false, why: 'took-too-long' })
  })
})

describe('what QuickBooks takes goes byte for byte', () => {
  const kept: [string, string, Uint8Array][] = [
    ['facture.pdf', 'application/pdf', PDF],
    ['facture.PDF', 'application/pdf', text(`junk in front\n${PDF.toString('latin1')}`)],
    ['a.docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', ZIP],
    ['a.xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', ZIP],
    ['a.ods', 'application/vnd.oasis.opendocument.spreadsheet', ZIP],
    ['a.doc', 'application/msword', OLE],
    ['a.xls', 'application/vnd.ms-excel', OLE],
    ['a.rtf', 'text/rtf', text('{\\rtf1 été}')],
    ['a.txt', 'text/plain', text('reçu')],
    ['a.csv', 'text/csv', Buffer.from('re\xe7u;1,50', 'latin1')],
    ['utf16.txt', 'text/plain', Buffer.from('\ufeffreçu', 'utf16le')],
    ['a.xml', 'text/xml', text('\ufeff<?xml version="1.0"?><a/>')],
    ['a.eps', 'application/postscript', text('%!PS-Adobe-3.0 EPSF-3.0')],
    ['a.ai', 'application/postscript', PDF],
    ['a.gif', 'image/gif', text('GIF89a')],
    ['a.tif', 'image/tiff', Buffer.from('II*\0', 'latin1')],
  ]
  it.each(kept)('%s', async (name, contentType, bytes) => {
    const got = await receipt(name, bytes)
    expect(got).toMatchObject({ fileName: name, contentType, convertedFrom: null })
    expect(got.bytes).toBe(bytes)
  })

  it('a picture under the ending of another goes as what it is', async () => {
    const png = await sharp(CORNERS).png().toBuffer()
    const jpeg = await sharp(CORNERS).jpeg().toBuffer()
    expect(await receipt('a.jpg', png)).toMatchObject({
      fileName: 'a.png',
      contentType: 'image/png',
      bytes: png,
      convertedFrom: null,
    })
    expect(await receipt('from a chat.jfif', jpeg)).toMatchObject({
      fileName: 'from a chat.jpg',
      contentType: 'image/jpeg',
      bytes: jpeg,
    })
    expect(await receipt('scan', PDF)).toMatchObject({ fileName: 'scan.pdf', contentType: 'application/pdf' })
    expect(await receipt('a.jpeg', jpeg)).toMatchObject({ fileName: 'a.jpeg' })
  })
})

describe('what cannot go is a problem of the receipt', () => {
  it('nothing in it', async () => {
    expect(await refusal('a.pdf', new Uint8Array())).toEqual({
      code: 'attachment-empty',
      params: { fileName: 'a.pdf' },
    })
  })

  it('more than QuickBooks takes, which is known before it is fetched', () => {
    const about = (bytes: number) => ({ fileName: 'a.pdf', contentType: 'application/pdf', bytes })
    expect(refusedUnread(about(LARGEST_BYTES + 1))).toMatchObject({
      code: 'attachment-too-large',
      params: { bytes: LARGEST_BYTES + 1 },
    })
    expect(refusedUnread(about(LARGEST_BYTES))).toBeNull()
  })

  it.each(['a.exe', 'a.zip', 'a.eml', 'a.svg', 'a.html', 'a.mp4', 'a.pdf.exe'])(
    'a kind that QuickBooks never takes: %s',
    (fileName) => {
      expect(refusedUnread({ fileName, contentType: 'application/pdf', bytes: 10 })).toMatchObject({
        code: 'attachment-type-refused',
        params: { fileName },
      })
    },
  )

  const wrong: [string, Uint8Array][] = [
    ['a.pdf', text('<html>Please sign in</html>')],
    ['b.pdf', PROGRAM],
    ['c.pdf', text('just text')],
    ['d.pdf', deflateSync(text('x'))],
    ['a.png', PDF],
    ['a.heic', text('not a picture')],
    ['a.docx', PDF],
    ['a.xlsx', text('a;b')],
    ['a.txt', PROGRAM],
    ['a.csv', ZIP],
    ['a.xml', text('a;b')],
    ['a.heic', Buffer.from('00000018667479706d70343200000000', 'hex')],
  ]
  it.each(wrong)('%s with something else in it (%#)', async (name, bytes) => {
    expect(await refusal(name, bytes)).toMatchObject({ code: 'attachment-content-differs', params: { fileName: name } })
  })

  it('a picture in a file that is called a document, so that what is opened is never a surprise', async () => {
    expect(await refusal('facture.pdf', await sharp(CORNERS).png().toBuffer())).toMatchObject({
      code: 'attachment-content-differs',
      params: { ending: 'PDF', found: 'png' },
    })
  })

  it('a file without an ending that nobody can tell', async () => {
    expect(await refusal('README', text('hello'))).toMatchObject({ code: 'attachment-type-refused' })
  })
})
