import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { randomBytes } from 'node:crypto'
import { chartOf, purchase, type Chart } from './bodies.ts'
import { codeOf, rawRequest, visit, type Body, type Got, type Visitor } from './visitor.ts'

let visitor: Visitor
let chart: Chart
let clock = Date.parse('2026-03-10T18:00:00Z')
beforeAll(async () => {
  visitor = await visit({ clock: () => new Date(clock) })
  chart = await chartOf(visitor)
})
afterAll(() => visitor.practice.close())

let count = 0
const bought = async (): Promise<string> => String((await visitor.make('Purchase', purchase(chart, `A-${++count}`))).Id)
const on = (id: string, more: object = {}): object => ({
  AttachableRef: [{ EntityRef: { type: 'Purchase', value: id } }],
  ...more,
})
const answers = (got: Got): Body[] => got.json.AttachableResponse as unknown as Body[]
const faultOf = (got: Got): string | undefined => {
  const row = answers(got)[0]
  return row?.Fault ? String((row.Fault.Error as unknown as Body[])[0]?.code) : undefined
}

describe('receipts (E1, I1)', () => {
  it('are created and linked by one request, and come back byte for byte', async () => {
    const id = await bought()
    const bytes = Buffer.concat([Buffer.from('\r\n--boundary\r\n\0'), randomBytes(300_000), Buffer.from('\r\n')])
    const got = await visitor.upload(
      on(id, { FileName: 'reçu d’été.png', ContentType: 'image/png', Category: 'Receipt', Note: 'Billdr a-1' }),
      { name: 'x.png', type: 'image/png', bytes },
    )
    const made = answers(got)[0]?.Attachable as Body
    expect([got.status, made.FileName, made.Size, made.Category, made.Note]).toEqual([
      200,
      'reçu d’été.png',
      bytes.length,
      'Receipt',
      'Billdr a-1',
    ])
    const address = (await visitor.get(`download/${String(made.Id)}`)).text
    expect(Buffer.from(await (await fetch(address)).arrayBuffer()).equals(bytes)).toBe(true)
    expect(Buffer.from(await (await fetch(String(made.TempDownloadUri))).arrayBuffer()).equals(bytes)).toBe(true)
    const found = await visitor.rows(
      `select * from Attachable where AttachableRef.EntityRef.Type = 'purchase' and AttachableRef.EntityRef.value = '${id}'`,
    )
    expect(found.map((row) => [row.Id, row.FileName, row.Size])).toEqual([[made.Id, 'reçu d’été.png', bytes.length]])
  })

  it('are served for 15 minutes under an address that cannot be changed', async () => {
    const got = await visitor.upload(on(await bought()), {
      name: 'a.pdf',
      type: 'application/pdf',
      bytes: Buffer.from('%PDF-1.4'),
    })
    const address = String(answers(got)[0]?.Attachable?.TempDownloadUri)
    expect((await fetch(address.replace(/Until=\d+/, 'Until=9999999999999'))).status).toBe(403)
    clock += 16 * 60_000
    expect((await fetch(address)).status).toBe(403)
    clock -= 16 * 60_000
    expect((await fetch(address)).status).toBe(200)
  })

  it('are two where the upload is repeated: no request id helps here', async () => {
    const id = await bought()
    const file = { name: 'a.pdf', type: 'application/pdf', bytes: Buffer.from('%PDF') }
    await visitor.upload(on(id), file, '?requestid=same')
    await visitor.upload(on(id), file, '?requestid=same')
    expect(
      await visitor.rows(
        `select * from Attachable where AttachableRef.EntityRef.Type = 'Purchase' and AttachableRef.EntityRef.value = '${id}'`,
      ),
    ).toHaveLength(2)
  })

  it('may come without metadata, unlinked, and be linked later', async () => {
    const id = await bought()
    const got = await visitor.upload(null, { name: 'later.jpg', type: 'image/jpeg', bytes: Buffer.from('jpeg') })
    const made = answers(got)[0]?.Attachable as Body
    expect(made.AttachableRef).toEqual([])
    const linked = await visitor.post('attachable', { Id: made.Id, SyncToken: '0', ...on(id) })
    expect(linked.json.Attachable).toMatchObject({
      FileName: 'later.jpg',
      Size: 4,
      SyncToken: '1',
      AttachableRef: [{ EntityRef: { type: 'Purchase', value: id } }],
    })
  })

  it('pair by their suffix: several files in one request, each with its own answer', async () => {
    const id = await bought()
    const pdf = (name: string, suffix: string): { name: string; fileName: string; type: string; bytes: Buffer } => ({
      name: `file_content_${suffix}`,
      fileName: name,
      type: 'application/pdf',
      bytes: Buffer.from(name),
    })
    const metadata = (
      suffix: string,
      body: object,
    ): { name: string; fileName: string; type: string; bytes: Buffer } => ({
      name: `file_metadata_${suffix}`,
      fileName: 'm.json',
      type: 'application/json',
      bytes: Buffer.from(JSON.stringify(body)),
    })
    const got = await visitor.uploadParts([
      metadata('02', on('777777')),
      pdf('two.pdf', '02'),
      metadata('01', on(id)),
      pdf('one.pdf', '01'),
    ])
    expect(got.status).toBe(200)
    expect(
      answers(got).map((row) => [
        row.Attachable?.FileName,
        (row.Fault?.Error as unknown as Body[] | undefined)?.[0]?.code,
      ]),
    ).toEqual([
      [undefined, '6000'],
      ['one.pdf', undefined],
    ])
  })

  it('outlive their document with their dead link (LAF), or lose it by a setting', async () => {
    const id = await bought()
    const made = answers(
      await visitor.upload(on(id), { name: 'a.pdf', type: 'application/pdf', bytes: Buffer.from('%PDF') }),
    )[0]?.Attachable as Body
    await visitor.post('purchase?operation=delete', { Id: id, SyncToken: '0' })
    expect((await visitor.get(`attachable/${String(made.Id)}`)).json.Attachable).toMatchObject({
      AttachableRef: [{ EntityRef: { type: 'Purchase', value: id } }],
      FileName: 'a.pdf',
      SyncToken: '0',
    })
    await visitor.practice.controls.changeSettings({ attachmentsOfDeleted: 'unlinked' })
    const other = await bought()
    const second = answers(
      await visitor.upload(on(other), { name: 'b.pdf', type: 'application/pdf', bytes: Buffer.from('%PDF') }),
    )[0]?.Attachable as Body
    await visitor.post('purchase?operation=delete', { Id: other, SyncToken: '0' })
    expect((await visitor.get(`attachable/${String(second.Id)}`)).json.Attachable).toMatchObject({ AttachableRef: [] })
    await visitor.practice.controls.changeSettings({ attachmentsOfDeleted: 'outlive' })
  })

  it('are deleted with their bytes', async () => {
    const made = answers(
      await visitor.upload(on(await bought()), { name: 'a.pdf', type: 'application/pdf', bytes: Buffer.from('%PDF') }),
    )[0]?.Attachable as Body
    await visitor.post('attachable?operation=delete', { Id: made.Id, SyncToken: '0' })
    expect(await visitor.practice.controls.file(String(made.Id))).toBeNull()
    expect(codeOf(await visitor.get(`download/${String(made.Id)}`))).toBe('610')
  })
})

describe('receipts that are not taken, told with HTTP 200 inside their own answer', () => {
  it.each([
    ['HEIC photos', 'IMG_1.heic', 'image/heic'],
    ['WebP photos', 'a.webp', 'image/webp'],
    ['zips', 'a.zip', 'application/zip'],
    ['bytes of no kind', 'a.pdf', 'application/octet-stream'],
    ['a name that says something else', 'a.png', 'application/pdf'],
    ['names without an ending', 'receipt', 'application/pdf'],
  ])('%s (6041)', async (_, name, type) => {
    const got = await visitor.upload(on(await bought(), { FileName: name }), {
      name,
      type,
      bytes: Buffer.from('bytes'),
    })
    expect([got.status, faultOf(got)]).toEqual([200, '6041'])
  })

  it('empty files, links to nothing, unknown metadata, a type in the metadata that is not allowed', async () => {
    const id = await bought()
    const pdf = { name: 'a.pdf', type: 'application/pdf', bytes: Buffer.from('%PDF') }
    expect(faultOf(await visitor.upload(on(id), { ...pdf, bytes: Buffer.alloc(0) }))).toBe('6041')
    const gone = await visitor.upload({ AttachableRef: [{ EntityRef: { type: 'Estimate', value: '75' } }] }, pdf)
    expect([
      gone.status,
      faultOf(gone),
      gone.text.includes('The entity Estimate 75 that you are trying to link does not exist. Estimate 75'),
    ]).toEqual([200, '6000', true])
    expect(faultOf(await visitor.upload(on(id, { billdr: 1 }), pdf))).toBe('2010')
    expect(faultOf(await visitor.upload(on(id, { Category: 'receipt' }), pdf))).toBe('2170')
    expect(faultOf(await visitor.upload(on(id, { ContentType: 'application/octet-stream' }), pdf))).toBe('6041')
    expect(faultOf(await visitor.upload({ AttachableRef: [{ EntityRef: { value: id } }] }, pdf))).toBe('6050')
    expect(
      faultOf(
        await visitor.uploadParts([
          { name: 'file_metadata_01', fileName: 'm.json', type: 'application/json', bytes: Buffer.from('no json') },
          { name: 'file_content_01', fileName: 'a.pdf', type: 'application/pdf', bytes: Buffer.from('x') },
        ]),
      ),
    ).toBe('6040')
    expect(
      await visitor.rows(
        `select * from Attachable where AttachableRef.EntityRef.Type = 'Purchase' and AttachableRef.EntityRef.value = '${id}'`,
      ),
    ).toEqual([])
  })

  it('requests without a length (6020), that are no form (6041), or that are larger than 100 MB (6030, before they are read)', async () => {
    const path = `/v3/company/${visitor.practice.realmId}/upload`
    const headers = {
      Authorization: `Bearer ${visitor.tokens.access_token}`,
      Accept: 'application/json',
      'Content-Type': 'multipart/form-data; boundary=b',
    }
    const chunked = await rawRequest(visitor.practice.origin, {
      method: 'POST',
      path,
      headers: { ...headers, 'Transfer-Encoding': 'chunked' },
      body: Buffer.from('--b--'),
    })
    expect([chunked.status, /"code":"(\d+)"/.exec(chunked.text)?.[1]]).toEqual([400, '6020'])
    expect(codeOf(await visitor.post('upload', 'not a form'))).toBe('6041')
    const large = await rawRequest(visitor.practice.origin, {
      method: 'POST',
      path,
      headers: { ...headers, 'Content-Length': String(101 * 1024 * 1024) },
    })
    expect([large.status, /"code":"(\d+)"/.exec(large.text)?.[1]]).toEqual([400, '6030'])
  })
})

describe('attachables without a file', () => {
  it('are notes; without even a note they are refused', async () => {
    const note = await visitor.make('Attachable', { Note: 'Called the client', ...on(await bought()) })
    expect([note.Note, note.FileAccessUri]).toEqual(['Called the client', undefined])
    expect(codeOf(await visitor.post('attachable', on(await bought())))).toBe('6000')
  })
})
