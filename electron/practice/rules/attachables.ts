import type { Draft, EntityRules } from '../entities/draft.ts'
import { typeNamed } from '../entities/entity-types.ts'
import { fieldsAt, rowsAt, textAt, type Fields } from '../entities/json.ts'
import { businessRule, ruleWithCode, type Refusal } from '../entities/refusal.ts'

/** File types that QuickBooks takes, by the end of the name (facts §1.12). Photos of phones (HEIC, WebP) are not among them. */
const MIME_TYPES: Record<string, readonly string[]> = {
  ai: ['application/postscript'],
  csv: ['text/csv'],
  doc: ['application/msword'],
  docx: ['application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  eps: ['application/postscript'],
  gif: ['image/gif'],
  jpeg: ['image/jpeg'],
  jpg: ['image/jpeg', 'image/jpg'],
  ods: ['application/vnd.oasis.opendocument.spreadsheet'],
  pdf: ['application/pdf'],
  png: ['image/png'],
  rtf: ['text/rtf', 'application/rtf'],
  tif: ['image/tiff', 'image/tif'],
  tiff: ['image/tiff', 'image/tif'],
  txt: ['text/plain'],
  xls: ['application/vnd.ms-excel'],
  xlsx: ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  xml: ['text/xml', 'application/xml'],
}

/** Why a file is not taken: its type, what it says it is, or that there is nothing in it. */
export function fileRefused(fileName: string, contentType: string, size: number): Refusal[] {
  const bad = (detail: string): Refusal[] => [ruleWithCode('6041', 'Invalid file', detail, 'file_content')]
  const ending = /\.([A-Za-z0-9]+)$/.exec(fileName)?.[1]?.toLowerCase() ?? ''
  const plain = (contentType.split(';')[0] ?? '').trim().toLowerCase()
  const allowed = Object.hasOwn(MIME_TYPES, ending) ? MIME_TYPES[ending] : undefined
  if (!allowed) return bad(`The file type of ${fileName} is not supported.`)
  if (!allowed.includes(plain)) return bad(`The content type ${contentType} is not supported for ${fileName}.`)
  if (size === 0) return bad(`The file ${fileName} is empty.`)
  return []
}

/** Each link of an attachable leads to something that is there. */
export function linksRefused(draft: Draft): Refusal[] {
  for (const link of rowsAt(draft.next, 'AttachableRef')) {
    const to = fieldsAt(link, 'EntityRef')
    if (!to) continue
    const wanted = textAt(to, 'type')
    const type = wanted === null ? null : typeNamed(wanted)
    const id = textAt(to, 'value') ?? ''
    if (wanted === null)
      return [
        ruleWithCode(
          '6050',
          'Invalid attachable reference',
          'AttachableRef.EntityRef needs a type.',
          'AttachableRef.EntityRef.type',
        ),
      ]
    const target = type === null || type === 'Attachable' ? null : draft.work.get(type, id)
    if (!target)
      return [businessRule(`The entity ${wanted} ${id} that you are trying to link does not exist. ${wanted} ${id}`)]
    to['type'] = type ?? wanted
  }
  return []
}

export const ATTACHABLE_RULES: EntityRules = {
  kept: ['FileName', 'ContentType', 'Size', 'HasFile'],
  complete(draft) {
    const { next } = draft
    if (textAt(next, 'Note') === null && textAt(next, 'FileName') === null)
      return [businessRule('You must have at least a note string or file attachment.')]
    next['AttachableRef'] = rowsAt(next, 'AttachableRef').map((each): Fields => ({
      ...each,
      IncludeOnSend: each['IncludeOnSend'] === true,
    }))
    return linksRefused(draft)
  },
}
