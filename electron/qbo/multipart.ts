import { randomBytes } from 'node:crypto'
import type { Upload } from './contract.ts'

export interface Multipart {
  contentType: string
  /** The body in parts, which follow each other; the file is one of them as it is, and not copied. */
  parts: Uint8Array[]
  length: number
}

/**
 * One body that uploads a file and links it to its document: the description in `file_metadata_01`, the bytes in
 * `file_content_01` (facts §1.12). Its length is known before it is sent.
 */
export function multipartOf(upload: Upload): Multipart {
  const metadata = {
    AttachableRef: [{ EntityRef: { type: upload.entityType, value: upload.entityId }, IncludeOnSend: false }],
    FileName: upload.fileName,
    ContentType: upload.contentType,
    Note: upload.note,
    Category: upload.category,
  }
  // Random, so that it cannot stand in the file.
  const boundary = `billdr-qbo-${randomBytes(24).toString('hex')}`
  const parts = [
    partHead(boundary, 'file_metadata_01', 'attachment.json', 'application/json; charset=UTF-8'),
    Buffer.from(JSON.stringify(metadata), 'utf8'),
    partHead(boundary, 'file_content_01', upload.fileName, upload.contentType),
    upload.bytes,
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]
  const length = parts.reduce((sum, part) => sum + part.byteLength, 0)
  return { contentType: `multipart/form-data; boundary=${boundary}`, parts, length }
}

function partHead(boundary: string, name: string, fileName: string, contentType: string): Buffer {
  return Buffer.from(
    `\r\n--${boundary}\r\n` +
      `Content-Disposition: form-data; name="${name}"; filename="${headerText(fileName)}"\r\n` +
      `Content-Type: ${contentType.replace(/[\r\n]/g, '')}\r\n\r\n`,
    'utf8',
  )
}

/** A file name inside quotes: UTF-8 as it is, and only what would end the header escaped, as browsers do it. */
function headerText(fileName: string): string {
  return fileName.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}
