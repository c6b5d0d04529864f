import type { Content } from './content.ts'

interface FileType {
  /** As it is sent. */
  contentType: string
  /** What the bytes may be under this ending. */
  contents: readonly Content[]
}

function type(contentType: string, ...contents: Content[]): FileType {
  return { contentType, contents }
}

/**
 * The endings that QuickBooks takes as attachments, with the type that each is sent as (facts: QuickBooks API §1.12).
 * Word and Excel also open what other programs call `.doc` and `.xls`, and so those go too.
 */
export const ACCEPTED: ReadonlyMap<string, FileType> = new Map([
  ['ai', type('application/postscript', 'pdf', 'postscript')],
  ['csv', type('text/csv', 'text', 'xml')],
  ['doc', type('application/msword', 'ole', 'rtf', 'zip', 'xml', 'text')],
  ['docx', type('application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'zip', 'ole')],
  ['eps', type('application/postscript', 'postscript')],
  ['gif', type('image/gif', 'gif')],
  ['jpeg', type('image/jpeg', 'jpeg')],
  ['jpg', type('image/jpeg', 'jpeg')],
  ['ods', type('application/vnd.oasis.opendocument.spreadsheet', 'zip')],
  ['pdf', type('application/pdf', 'pdf')],
  ['png', type('image/png', 'png')],
  ['rtf', type('text/rtf', 'rtf')],
  ['tif', type('image/tiff', 'tiff')],
  ['txt', type('text/plain', 'text', 'xml')],
  ['xls', type('application/vnd.ms-excel', 'ole', 'zip', 'xml', 'text')],
  ['xlsx', type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'zip', 'ole')],
  ['xml', type('text/xml', 'xml')],
])

/** Pictures that QuickBooks does not take and that go as JPEG; by what a person knows them as. */
export const CONVERTED: ReadonlyMap<Content, string> = new Map([
  ['heif', 'HEIC'],
  ['webp', 'WebP'],
  ['avif', 'AVIF'],
])

/** Pictures that go as they are, and the ending that says so. */
export const PICTURES: ReadonlyMap<Content, string> = new Map([
  ['jpeg', 'jpg'],
  ['png', 'png'],
  ['gif', 'gif'],
  ['tiff', 'tif'],
])

/**
 * Endings under which phones and browsers save pictures. They say little about which kind of picture it is (a `.jpg`
 * from a phone is often HEIC), so that among them only the bytes count.
 */
export const PICTURE_ENDINGS: ReadonlySet<string> = new Set([
  'jpg',
  'jpeg',
  'jpe',
  'jfif',
  'png',
  'gif',
  'tif',
  'tiff',
  'webp',
  'heic',
  'heif',
  'hif',
  'heics',
  'heifs',
  'avif',
])

/** The ending of a file name in lower case, without its dot; empty where it has none. */
export function endingOf(fileName: string): string {
  return /[^./\\]\.([^.\s/\\]{1,10})$/.exec(fileName)?.[1]?.toLowerCase() ?? ''
}

/** A file name with another ending. */
export function withEnding(fileName: string, ending: string): string {
  const old = endingOf(fileName)
  return `${old === '' ? fileName : fileName.slice(0, -old.length - 1)}.${ending}`
}
