import type { Attachment } from '../../shared/domain.ts'
import type { Problem } from '../../shared/problem.ts'
import { problem } from '../../shared/problem.ts'
import type { Content } from './content.ts'
import { contentOf } from './content.ts'
import type { ConversionLimits, Converted } from './convert.ts'
import { CONVERSION_LIMITS } from './convert.ts'
import { ACCEPTED, CONVERTED, endingOf, PICTURE_ENDINGS, PICTURES, withEnding } from './file-types.ts'
import { jpegOf } from './side-pictures.ts'

/** A receipt as QuickBooks takes it. */
export interface Receipt {
  ok: true
  fileName: string
  contentType: string
  bytes: Uint8Array
  /** What it was before it became a JPEG ("HEIC"); null where it goes byte for byte. */
  convertedFrom: string | null
}

export type PreparedReceipt = Receipt | { ok: false; problem: Problem }

/** QuickBooks takes 100 MB a request; a megabyte is left for what is around the file. */
export const LARGEST_BYTES = 99 * 1024 * 1024

type About = Pick<Attachment, 'fileName' | 'contentType' | 'bytes'>

/**
 * What can be said of a receipt before its bytes are fetched: nothing in it, more than QuickBooks takes, or a kind that
 * it never takes. Null: nothing speaks against it so far.
 */
export function refusedUnread(attachment: About): Problem | null {
  const { fileName, bytes, contentType } = attachment
  if (bytes === 0) return problem('attachment-empty', { fileName })
  if (bytes > LARGEST_BYTES) return problem('attachment-too-large', { fileName, bytes })
  const ending = endingOf(fileName)
  const isPossible = ending === '' || ACCEPTED.has(ending) || PICTURE_ENDINGS.has(ending)
  return isPossible ? null : problem('attachment-type-refused', { fileName, type: contentType })
}

/**
 * A receipt as it is sent, from its name and bytes. The bytes decide what it is: pictures go under the ending of what
 * they are, those that QuickBooks does not take become JPEG, and anything else whose bytes are not what its ending says
 * is refused. The stated type is not looked at. Refuses with a problem, never by throwing.
 */
export async function preparedReceipt(
  attachment: About,
  bytes: Uint8Array,
  limits: ConversionLimits = CONVERSION_LIMITS,
): Promise<PreparedReceipt> {
  const { fileName } = attachment
  const unread = refusedUnread({ ...attachment, bytes: bytes.byteLength })
  if (unread) return refused(unread)
  const ending = endingOf(fileName)
  const content = contentOf(bytes)
  if (PICTURE_ENDINGS.has(ending) || ending === '') return picture(fileName, ending, content, bytes, limits)
  const type = ACCEPTED.get(ending)
  if (!type || content === null || !type.contents.includes(content)) return refused(differs(fileName, ending, content))
  return { ok: true, fileName, contentType: type.contentType, bytes, convertedFrom: null }
}

/** A picture, or a file whose name says nothing about what it is. */
async function picture(
  fileName: string,
  ending: string,
  content: Content | null,
  bytes: Uint8Array,
  limits: ConversionLimits,
): Promise<PreparedReceipt> {
  if (content === 'heif' || content === 'webp' || content === 'avif')
    return converted(fileName, content, await jpegOf(content, bytes, limits))
  const wanted =
    content === null ? undefined : (PICTURES.get(content) ?? (ending === '' && content === 'pdf' ? 'pdf' : undefined))
  if (wanted === undefined)
    return refused(
      ending === ''
        ? problem('attachment-type-refused', { fileName, type: content ?? '' })
        : differs(fileName, ending, content),
    )
  const kept = ACCEPTED.get(ending)
  if (kept && content !== null && kept.contents.includes(content))
    return { ok: true, fileName, contentType: kept.contentType, bytes, convertedFrom: null }
  return {
    ok: true,
    fileName: withEnding(fileName, wanted),
    contentType: ACCEPTED.get(wanted)?.contentType ?? '',
    bytes,
    convertedFrom: null,
  }
}

function converted(fileName: string, content: Content, jpeg: Converted): PreparedReceipt {
  const from = CONVERTED.get(content) ?? content
  if (!jpeg.ok) {
    const code = jpeg.why === 'too-many-pixels' ? 'attachment-picture-too-large' : 'attachment-not-converted'
    return refused(problem(code, { fileName, type: from }))
  }
  if (jpeg.bytes.byteLength > LARGEST_BYTES)
    return refused(problem('attachment-too-large', { fileName, bytes: jpeg.bytes.byteLength }))
  return {
    ok: true,
    fileName: withEnding(fileName, 'jpg'),
    contentType: 'image/jpeg',
    bytes: jpeg.bytes,
    convertedFrom: from,
  }
}

function differs(fileName: string, ending: string, content: Content | null): Problem {
  return problem('attachment-content-differs', { fileName, ending: ending.toUpperCase(), found: content ?? '' })
}

function refused(why: Problem): PreparedReceipt {
  return { ok: false, problem: why }
}
