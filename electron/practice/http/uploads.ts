import type { Core } from '../core.ts'
import type { DataRequest, Handled } from './data-request.ts'
import { clean } from '../entities/fields.ts'
import { WRITABLE } from '../entities/fields-transactions.ts'
import { isFields, textAt, type Fields, type Json } from '../entities/json.ts'
import { boundaryOf, partsOf, type Part } from './multipart.ts'
import { faultOf, ruleWithCode, type Refusal } from '../entities/refusal.ts'
import { faultReply, jsonReply } from './reply.ts'
import { fileRefused, linksRefused } from '../rules/attachables.ts'
import { pacificMillis } from '../company/times.ts'

export const MOST_BYTES = 100 * 1024 * 1024

export function tooLarge(): Refusal {
  return ruleWithCode('6030', 'Upload too large', 'The total size of the request is more than 100 MB.')
}

function noLength(): Refusal {
  return ruleWithCode('6020', 'Content-Length required', 'The upload needs a Content-Length header.')
}

/** A file of an upload with what was said about it. */
interface Pair {
  content: Part
  metadata: Part | null
}

/** Pairs `file_content_NN` with `file_metadata_NN`; null where a part has another name, or metadata has no content. */
function pairsOf(parts: readonly Part[]): Pair[] | null {
  const suffix = (part: Part, start: string): string | null =>
    part.name.startsWith(start) ? part.name.slice(start.length) : null
  const contents = parts.filter((part) => suffix(part, 'file_content_') !== null)
  const metadata = parts.filter((part) => suffix(part, 'file_metadata_') !== null)
  if (contents.length === 0 || contents.length + metadata.length !== parts.length) return null
  const pairs = contents.map((content) => ({
    content,
    metadata: metadata.find((each) => suffix(each, 'file_metadata_') === suffix(content, 'file_content_')) ?? null,
  }))
  return metadata.every((each) => pairs.some((pair) => pair.metadata === each)) ? pairs : null
}

/**
 * Uploads and links files in one request. What is wrong with a file is told with HTTP 200, inside its own
 * `AttachableResponse`, as recorded. Request ids have no say here: the same upload twice makes two attachments.
 */
export async function uploadFiles(core: Core, request: DataRequest): Promise<Handled> {
  const refuse = (refusal: Refusal): Handled => ({
    reply: faultReply([refusal], core.state.settings.language, core.clock()),
    effect: 'refused',
  })
  if (request.headers['content-length'] === undefined) return refuse(noLength())
  if (request.body.length > MOST_BYTES) return refuse(tooLarge())
  const boundary = boundaryOf(request.headers['content-type'] ?? '')
  const parts = boundary === null ? null : partsOf(request.body, boundary)
  const pairs = parts === null ? null : pairsOf(parts)
  if (pairs === null)
    return refuse(
      ruleWithCode(
        '6041',
        'Invalid file',
        'The request is not a multipart form of file_content_NN and file_metadata_NN parts.',
      ),
    )

  let applied = false
  const answers: Fields[] = []
  for (const pair of pairs) {
    const answer = await uploadOne(core, pair)
    applied ||= 'Attachable' in answer
    answers.push(answer)
  }
  await core.flushed()
  return {
    reply: jsonReply(200, { AttachableResponse: answers, time: pacificMillis(core.clock()) }),
    effect: applied ? 'applied' : 'refused',
  }
}

async function uploadOne(core: Core, { content, metadata }: Pair): Promise<Fields> {
  const refuse = (...refusals: Refusal[]): Fields => ({ Fault: faultOf(refusals, core.state.settings.language) })
  const described = metadata === null ? {} : metadataOf(metadata)
  if (described === null)
    return refuse(ruleWithCode('6040', 'Invalid metadata', 'The metadata is not a JSON Attachable.', 'file_metadata'))
  const work = core.work()
  const set = WRITABLE.Attachable
  if (!set) throw new Error('attachables cannot be written')
  const cleaned = clean(described, set, work)
  if (cleaned.refusals.length > 0) return refuse(...cleaned.refusals)
  const fileName = textAt(cleaned.fields, 'FileName') ?? content.fileName ?? ''
  const wrong = [
    ...fileRefused(fileName, content.contentType, content.bytes.length),
    ...fileRefused(fileName, textAt(cleaned.fields, 'ContentType') ?? content.contentType, content.bytes.length),
  ].slice(0, 1)
  if (wrong.length > 0) return refuse(...wrong)
  const next: Fields = {
    ...cleaned.fields,
    FileName: fileName,
    ContentType: textAt(cleaned.fields, 'ContentType') ?? content.contentType,
    Size: content.bytes.length,
    HasFile: true,
    AttachableRef: linksWithDefaults(cleaned.fields['AttachableRef']),
  }
  const unlinked = linksRefused({
    work,
    type: 'Attachable',
    before: null,
    sent: cleaned.fields,
    next,
    allowDuplicateNumbers: false,
  })
  if (unlinked.length > 0) return refuse(...unlinked)

  const ticket = await core.files.store(content.bytes)
  const later = core.work() // the books may have changed while the bytes were written
  const gone = linksRefused({
    work: later,
    type: 'Attachable',
    before: null,
    sent: cleaned.fields,
    next,
    allowDuplicateNumbers: false,
  })
  if (gone.length > 0) {
    await core.files.discard(ticket)
    return refuse(...gone)
  }
  const entity = later.create('Attachable', next)
  await core.files.assign(ticket, entity.Id)
  core.commit(later.changes())
  return { Attachable: core.present('Attachable', entity) }
}

function linksWithDefaults(links: Json | undefined): Json {
  if (!Array.isArray(links)) return []
  return links.map((each) => (isFields(each) ? { ...each, IncludeOnSend: each['IncludeOnSend'] === true } : each))
}

function metadataOf(part: Part): Fields | null {
  if (!/^application\/json\b/i.test(part.contentType)) return null
  try {
    const parsed = JSON.parse(part.bytes.toString('utf8')) as Json
    return isFields(parsed) ? parsed : null
  } catch {
    return null
  }
}
