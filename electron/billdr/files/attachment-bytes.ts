import { createHash } from 'node:crypto'
import type { Attachment } from '../../../shared/domain.ts'
import type { Problem } from '../../../shared/problem.ts'
import { problem } from '../../../shared/problem.ts'
import type { BytesOutcome } from '../../../shared/source.ts'
import type { ExportFiles } from '../export/export-files.ts'
import { allBytes, FileTrouble } from './file-trouble.ts'
import { pathIdentity, safePath } from './safe-path.ts'

/**
 * The bytes of an attachment of an export, from its path below `attachments/` (which may name that folder once more, as the
 * manifest does). Refuses a path that leaves the folder, a
 * link, a file above the limit, and bytes whose number or sha256 is not the stated one. Throws `FileTrouble` where the file
 * is held by another program.
 */
export async function attachmentBytes(
  files: ExportFiles,
  attachment: Attachment,
  maxBytes: number,
): Promise<BytesOutcome> {
  const { path } = attachment
  if (path === null) return refused('attachment-missing', attachment)
  if (safePath(path) === null)
    return { ok: false, problem: problem('source-unsafe-path', { path, fileName: attachment.fileName }) }
  if (attachment.bytes > maxBytes) return refused('attachment-too-large', attachment, { limit: maxBytes })

  const below = await files.open(`attachments/${path}`, maxBytes)
  const again = !below.ok && below.reason === 'missing' && pathIdentity(path).startsWith('attachments/')
  const opened = again ? await files.open(path, maxBytes) : below
  if (!opened.ok) {
    if (opened.reason === 'busy') throw new FileTrouble('busy', `attachments/${path}`)
    if (opened.reason === 'unsafe')
      return { ok: false, problem: problem('source-unsafe-path', { path, fileName: attachment.fileName }) }
    return opened.reason === 'too-large'
      ? refused('attachment-too-large', attachment, { limit: maxBytes })
      : refused('attachment-missing', attachment)
  }
  return checkedBytes(await allBytes(opened.chunks, `attachments/${path}`, maxBytes, attachment.bytes), attachment)
}

/** The bytes where their number and sha256 are those that Billdr stated, else the problem. */
export function checkedBytes(bytes: Uint8Array, attachment: Attachment): BytesOutcome {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  if (bytes.byteLength === attachment.bytes && sha256 === attachment.sha256) return { ok: true, value: bytes }
  return refused('attachment-damaged', attachment, { found: bytes.byteLength })
}

export function refused(
  code: 'attachment-missing' | 'attachment-damaged' | 'attachment-too-large',
  attachment: Attachment,
  more: Problem['params'] = {},
): BytesOutcome {
  return { ok: false, problem: problem(code, { fileName: attachment.fileName, bytes: attachment.bytes, ...more }) }
}
