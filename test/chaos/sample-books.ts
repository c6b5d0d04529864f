import { ENTITY_TYPES } from '../../electron/practice/entities/entity-types.ts'
import type { ControlledCompany } from '../../electron/practice/testing/controlled-company.ts'
import { inOrder } from './taking-back.ts'

/** Everything that a practice company holds, of each type in the order of its ids, an attachment with its bytes. */
export type WholeBooks = Record<(typeof ENTITY_TYPES)[number], Fields[]>
type Fields = Record<string, unknown>

/** What changes without anybody changing the record: how often it was written, and where its file can be fetched just now. */
const PASSING = new Set(['SyncToken', 'MetaData', 'TempDownloadUri'])
/** What stays when a run is taken back, since only whoever chooses it takes it away. */
const STAYS: ReadonlySet<string> = new Set(['Customer', 'Vendor', 'Account', 'Item'])
/** What a contact owes, or is owed: told by the documents, which go. */
const OWED = ['Balance', 'BalanceWithJobs', 'CurrentBalance', 'CurrentBalanceWithSubAccounts']

export async function wholeBooks({ controls }: ControlledCompany): Promise<WholeBooks> {
  const books: Partial<WholeBooks> = {}
  for (const type of ENTITY_TYPES) books[type] = await controls.entities(type)
  for (const attachable of books.Attachable ?? []) attachable['Bytes'] = await controls.file(String(attachable['Id']))
  return books as WholeBooks
}

/** Each record as one text. */
export function texts(books: WholeBooks): string[] {
  return ENTITY_TYPES.flatMap((type) =>
    books[type].map((entity) => `${type} ${JSON.stringify(inOrder(entity, PASSING))}`),
  )
}

/** What must be there once the run is taken back: the contacts that it made, owing nothing of it, and else what was there before. */
export function withoutRun(before: WholeBooks, sent: WholeBooks): WholeBooks {
  const types = ENTITY_TYPES.map((type) => {
    if (!STAYS.has(type)) return [type, before[type]]
    const owed = new Map(before[type].map((entity) => [entity['Id'], entity]))
    return [type, sent[type].map((entity) => ({ ...entity, ...owedBy(entity, owed.get(entity['Id'])) }))]
  })
  return Object.fromEntries(types) as WholeBooks
}

function owedBy(entity: Fields, before: Fields | undefined): Fields {
  return Object.fromEntries(OWED.filter((field) => field in entity).map((field) => [field, before ? before[field] : 0]))
}

/** The books as texts without the ids that QuickBooks gave to what came from Billdr: what was sent again reads as at first. */
export function textsByMark(books: WholeBooks): string[] {
  const names = new Map<string, string>()
  for (const type of ENTITY_TYPES)
    for (const entity of books[type]) {
      const mark = markOf(entity)
      if (mark !== null) names.set(`${type} ${String(entity['Id'])}`, mark)
    }
  return ENTITY_TYPES.flatMap((type) =>
    books[type].map((entity) => {
      const id = names.get(`${type} ${String(entity['Id'])}`) ?? (type === 'ReimburseCharge' ? '' : entity['Id'])
      const own = inOrder({ ...entity, Id: id }, new Set([...PASSING, 'FileAccessUri', 'LineEx']))
      return `${type} ${JSON.stringify(named(own, names))}`
    }),
  )
}

/** Marks that more than one record of a type carries. */
export function marksTwice(books: WholeBooks): string[] {
  return ENTITY_TYPES.flatMap((type) => {
    const marks = books[type].flatMap((entity) => markOf(entity) ?? [])
    return marks.filter((mark, index) => marks.indexOf(mark) !== index).map((mark) => `${type} ${mark}`)
  })
}

function markOf(entity: Fields): string | null {
  const note = String(entity['PrivateNote'] ?? entity['Notes'] ?? entity['Note'] ?? '')
  const [, kind, id] = [...note.matchAll(/\[Billdr (\S+) ([^\s\]]+)/g)].at(-1) ?? []
  return kind === undefined || id === undefined ? null : `${kind}:${id}`
}

/** Replaces the ids in links between documents, and those of the documents that an attachment is on. */
function named(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((each) => named(each, names))
  if (typeof value !== 'object' || value === null) return value
  const fields = value as Fields
  const all = Object.fromEntries(Object.entries(fields).map(([name, each]) => [name, named(each, names)]))
  const linked = names.get(`${String(fields['TxnType'])} ${String(fields['TxnId'])}`)
  if (linked !== undefined) all['TxnId'] = linked
  const on = names.get(`${String(fields['type'])} ${String(fields['value'])}`)
  if (on !== undefined) all['value'] = on
  return all
}
