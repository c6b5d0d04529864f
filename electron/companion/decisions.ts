import type { DocumentKey } from '../../shared/kinds.ts'
import { kindOf } from '../../shared/kinds.ts'
import type { Mappings } from '../../shared/mappings.ts'
import type { Problem } from '../../shared/problem.ts'
import { problem } from '../../shared/problem.ts'
import type { Settings } from '../../shared/settings.ts'
import { fingerprintOf, ignoredContentOf } from '../plan/content.ts'
import type { BooksDocument } from '../plan/books.ts'
import type { Decision } from '../plan/input.ts'
import { typesEnteredAs } from '../plan/likeness.ts'
import type { LinkedType } from '../plan/link.ts'
import { docNumberOf, foldNumber, nextFreeNumber } from '../plan/numbers.ts'
import { expenseRules } from '../plan/purchases.ts'
import { booksDocumentOf } from '../entities/observe.ts'
import { linkExisting } from '../push/link.ts'
import type { QuickBooks } from '../qbo/contract.ts'
import { countedAnew } from '../push/keeps-failing.ts'
import type { Company } from './company.ts'
import type { Result } from '../../shared/result.ts'
import { wordsFor } from '../../shared/words/index.ts'
import { differsBeforeLinking, entryNamed, knownType, markedFor } from './entered.ts'
import type { ChangeOf, Newest } from '../store/store.ts'
import { confirmReadingGuard } from './intake.ts'
import { pushRecords } from './sync.ts'
import type { CompanyTables } from './tables.ts'
import { ONLY } from './tables.ts'

/** What a person decides about documents; each decision is kept, written to the history, and seen by the next plan. */

/** Forgets that these were refused, so that they go again. Answers how many there were. */
export async function retry(company: Company, keys: readonly DocumentKey[] | 'all'): Promise<number> {
  const { store } = company.workspace
  const rows = company.rows()
  // That the company has no purchase orders holds all of them: trying one again tries them all.
  const offOrders = rows
    .filter((row) => row.problem?.code === 'purchase-orders-off' || row.problem?.code === 'waits-for-purchase-orders')
    .map((row) => row.key)
  const meant = keys === 'all' ? rows.filter((row) => row.state === 'failed').map((row) => row.key) : keys
  const wanted =
    keys === 'all' || meant.some((key) => offOrders.includes(key)) ? [...new Set([...meant, ...offOrders])] : meant
  const receipts = [...store.table('attachmentProblems').keys()].filter(
    (id) => keys === 'all' || wanted.some((key) => id.startsWith(`${key}#`)),
  )
  const underWay = [...store.table('inFlight').entries()].filter(
    ([id, { key }]) => wanted.includes(key) || receipts.includes(id),
  )
  await store.commit([
    ...underWay.map(([id, request]) => countedAnew(id, request)),
    ...wanted.map((key) => ({ table: 'refusals', id: key, value: undefined }) as const),
    ...receipts.map((id) => ({ table: 'attachmentProblems', id, value: undefined }) as const),
  ])
  for (const key of wanted) await company.workspace.noteDecision('retry', { key })
  company.replan()
  return Math.max(wanted.length, new Set(receipts.map((id) => id.slice(0, id.lastIndexOf('#')))).size)
}

export async function ignore(company: Company, keys: readonly DocumentKey[], reason: string): Promise<number> {
  for (const key of keys) {
    const record = company.workspace.store.table('records').get(key)?.record
    const ignored = {
      reason,
      at: company.now.toISOString(),
      ...(record && { content: ignoredContentOf(record) }),
    }
    await company.workspace.decide(key, (before) => ({ ...before, ignored }))
    await company.workspace.noteDecision('ignore', { key, reason })
  }
  company.replan()
  return keys.length
}

/** This receipt stays out, and is no trouble any more; its document goes on. Other bytes for it are tried again. */
export async function ignoreReceipt(company: Company, key: DocumentKey, attachmentId: string): Promise<void> {
  await company.workspace.decide(key, (before) => ({
    ...before,
    receiptsLeftOut: [...new Set([...(before.receiptsLeftOut ?? []), attachmentId])],
  }))
  await company.workspace.noteDecision('ignore-receipt', { key })
  company.replan()
}

export async function unignore(company: Company, keys: readonly DocumentKey[]): Promise<number> {
  for (const key of keys) {
    await company.workspace.decide(key, ({ ignored: _, ...before }) => before)
    await company.workspace.noteDecision('unignore', { key })
  }
  company.replan()
  return keys.length
}

/** The QuickBooks type that a record can be linked to; null for a cost code, which is mapped instead. */
export function linkableType(company: Company, key: DocumentKey): LinkedType | null {
  const record = company.workspace.store.table('records').get(key)?.record
  switch (kindOf(key)) {
    case 'client':
    case 'project':
      return 'Customer'
    case 'professional':
      return 'Vendor'
    case 'cost-code':
      return null
    case 'invoice':
      return 'Invoice'
    case 'credit':
      return 'CreditMemo'
    case 'payment':
      return 'Payment'
    case 'expense':
      return record?.kind === 'expense' ? expenseRules.type(record) : 'Purchase'
    case 'purchase-order':
      return 'PurchaseOrder'
  }
}

/** The types that an id may be of: that of the document which the books know by it, else all that the record can stand as. */
function typesToTry(company: Company, key: DocumentKey, id: string, wanted: LinkedType): readonly LinkedType[] {
  const known = knownType(company, key, id)
  if (known) return [known]
  return [wanted, ...typesEnteredAs(kindOf(key)).filter((each) => each !== wanted)]
}

/**
 * Links a record to what a person says it is in QuickBooks. Refused where that does not exist or is another record's already;
 * and, without a yes, where it is of another party, or of an amount that is neither Billdr's before tax nor with tax.
 */
export async function link(
  company: Company,
  key: DocumentKey,
  quickbooksId: string,
  { yes = false }: { yes?: boolean } = {},
): Promise<Result> {
  const record = company.workspace.store.table('records').get(key)?.record
  const wanted = linkableType(company, key)
  if (!record || wanted === null) return { ok: false, problem: problem('nothing-to-link', { key }) }
  const id = quickbooksId.replace(/^id:/, '').trim()
  const entry = entryNamed(company, key, id)
  if (entry) {
    // It stands there as something that is never sent: it stays out.
    await ignore(company, [key], thereAs(company, entry))
    return { ok: true, value: null }
  }
  const types = typesToTry(company, key, id, wanted)
  const type = types[0] ?? wanted
  // A contact may be matched to another one; a document that is there would be left behind without its link.
  const before = company.workspace.store.table('links').get(key)
  const isContact = type === 'Customer' || type === 'Vendor'
  if (before && !before.gone && !isContact && before.id !== id)
    return { ok: false, problem: problem('linked-already', { type: before.type, id: before.id, key }) }
  const quickbooks = await company.connection.quickbooks()
  for (const each of types) {
    const owner = company.workspace.linkedKey(each, id)
    if (owner !== null && owner !== key)
      return { ok: false, problem: problem('linked-already', { type: each, id, key: owner }) }
  }
  if (!quickbooks.ok) return quickbooks
  const found = isContact ? { type } : await documentToLink(company, quickbooks.value, key, id, types)
  if ('problem' in found) return { ok: false, problem: found.problem }
  const differs = 'document' in found && !yes ? differsBeforeLinking(company, key, found.document) : null
  if (differs) return { ok: false, problem: differs }
  const tools = sendTools(company, quickbooks.value)
  const content = fingerprintOf(record)
  const linked = await linkExisting(tools, { kind: 'link', key, type: found.type, id, origin: 'chosen', content })
  if (linked.end === 'done') {
    await company.workspace.noteDecision('link', { key, params: { type: found.type, id } })
    company.replan()
    return { ok: true, value: null }
  }
  return {
    ok: false,
    problem: 'problem' in linked ? linked.problem : problem('link-not-found', { type: found.type, id }),
  }
}

/** Why it is left out, in the contractor's language: "In QuickBooks already: sales receipt 1043". */
function thereAs(company: Company, { type, docNumber, reference, date }: BooksDocument): string {
  const words = wordsFor(company.profile.billdr?.locale.startsWith('fr') ? 'fr' : 'en')
  const number = docNumber ?? reference ?? (date === null ? '' : words.day(date))
  return words.t('leftOut', { type, number })
}

/** The document of that id as QuickBooks has it now; refused where it carries the mark of another record of ours. */
async function documentToLink(
  company: Company,
  quickbooks: QuickBooks,
  key: DocumentKey,
  id: string,
  types: readonly LinkedType[],
): Promise<{ type: LinkedType; document: BooksDocument } | { problem: Problem }> {
  for (const type of types) {
    const answer = await quickbooks.read(type, id)
    if (!answer.ok) {
      if (answer.failure.kind === 'refused') continue
      return { problem: answer.failure.problem }
    }
    if (answer.value === null) continue
    const document = booksDocumentOf(type, answer.value)
    const owner = markedFor(company, key, document)
    if (owner) return { problem: problem('linked-already', { type, id, key: owner }) }
    return { type, document }
  }
  return { problem: problem('link-not-found', { type: types[0] ?? '', id }) }
}

function sendTools(company: Company, quickbooks: QuickBooks): Parameters<typeof linkExisting>[0] {
  return {
    quickbooks,
    now: () => company.now,
    records: pushRecords({
      workspace: company.workspace,
      cache: company.cache,
      attachment: (key, id) => company.source.attachment(key, id),
    }),
  }
}

/** Drops a link. Nothing is changed in QuickBooks; the document then waits for a person instead of being sent a second time. */
export async function unlink(company: Company, key: DocumentKey): Promise<Result> {
  const existing = company.workspace.store.table('links').get(key)
  if (!existing) return { ok: false, problem: problem('nothing-to-link', { key }) }
  await company.workspace.store.commitFrom((newest) => {
    const found = newest('links', key)
    return found ? [{ table: 'links', id: key, value: { ...found, gone: true, unlinked: true } }] : []
  })
  await company.workspace.noteDecision('unlink', { key, params: { type: existing.type, id: existing.id } })
  company.replan()
  return { ok: true, value: null }
}

/** Gives a document the next number that nothing in QuickBooks or Billdr uses (rules I5, I6). */
export async function takeNextNumber(company: Company, key: DocumentKey): Promise<Result<{ number: string }>> {
  const number = await nextNumber(company, key)
  if (!number.ok) return number
  await decideAndSend(company, [key], (before) => ({ ...before, number: number.value.number }), 'take-next-number', {
    number: number.value.number,
  })
  return number
}

/** The next number that is free as far as is known here; QuickBooks is asked before it is taken. */
export function likelyNextNumber(company: Company, key: DocumentKey): string | null {
  const type = linkableType(company, key)
  const record = company.workspace.store.table('records').get(key)?.record
  if (!record || type === null || !('number' in record) || record.number === null || record.kind === 'project')
    return null
  const taken = numbersInUse(company, type, key)
  const start =
    record.kind === 'invoice'
      ? (company.workspace.settings().nextInvoiceNumber ?? highestOf(taken, record.number))
      : record.number
  return nextFreeNumber(docNumberOf(start), (each) => taken.has(foldNumber(each)))
}

async function nextNumber(company: Company, key: DocumentKey): Promise<Result<{ number: string }>> {
  const type = linkableType(company, key)
  const likely = likelyNextNumber(company, key)
  if (type === null || likely === null) return { ok: false, problem: problem('nothing-to-link', { key }) }
  const quickbooks = await company.connection.quickbooks()
  if (!quickbooks.ok) return quickbooks
  const taken = numbersInUse(company, type, key)
  let number = likely
  for (;;) {
    const answer = await quickbooks.value.query(type, [{ field: 'DocNumber', operator: '=', value: number }])
    if (!answer.ok) return { ok: false, problem: answer.failure.problem }
    if (answer.value.length === 0) return { ok: true, value: { number } }
    taken.add(foldNumber(number))
    number = nextFreeNumber(number, (each) => taken.has(foldNumber(each)))
  }
}

function numbersInUse(company: Company, type: LinkedType, self: DocumentKey): Set<string> {
  const taken = new Set<string>()
  for (const document of company.books?.documents ?? [])
    if (document.type === type && document.docNumber) taken.add(foldNumber(document.docNumber))
  for (const [key, decision] of company.workspace.store.table('decisions').entries())
    if (key !== self && decision.number) taken.add(foldNumber(decision.number))
  for (const row of company.rows()) {
    if (row.number && linkableType(company, row.key) === type) taken.add(foldNumber(docNumberOf(row.number)))
  }
  return taken
}

/** Where counting begins where nobody chose: the highest plain number in use, else the document's own. */
function highestOf(taken: ReadonlySet<string>, own: string): string {
  const plain = [...taken].filter((number) => /^\d{1,15}$/.test(number)).sort((a, b) => Number(b) - Number(a))
  return plain[0] ?? own
}

export async function createAnew(company: Company, key: DocumentKey): Promise<void> {
  await createAllAnew(company, [key])
}

export async function createAllAnew(company: Company, keys: readonly DocumentKey[]): Promise<void> {
  await decideAndSend(company, keys, (before) => ({ ...before, createAnew: true }), 'create-anew')
}

/** Yes to overwriting what a person changed in QuickBooks, as it is there now. */
export async function overwrite(company: Company, key: DocumentKey): Promise<void> {
  const token = company.workspace.store.table('links').get(key)?.observed.syncToken
  if (token !== undefined)
    await decideAndSend(company, [key], (before) => ({ ...before, overwrite: token }), 'overwrite')
}

/** QuickBooks keeps what it has; this content of Billdr is not sent over it. */
export async function keepTheirs(company: Company, key: DocumentKey): Promise<void> {
  const record = company.workspace.store.table('records').get(key)?.record
  const keptAmount = company.workspace.store.table('links').get(key)?.observed.subtotal ?? null
  if (record)
    await decideAndSend(
      company,
      [key],
      (before) => ({ ...before, keepTheirs: fingerprintOf(record), keptAmount }),
      'keep-theirs',
    )
}

async function decideAndSend(
  company: Company,
  keys: readonly DocumentKey[],
  change: (before: Decision) => Decision,
  what: string,
  params: Record<string, string | number> = {},
): Promise<void> {
  for (const key of keys) {
    await company.workspace.decide(key, change)
    await company.workspace.store.commit([{ table: 'refusals', id: key, value: undefined }])
    await company.workspace.noteDecision(what, { key, params })
  }
  company.replan()
}

/** Yes to what a guard holds back: one by its id, or all. Answers how many there were. */
export async function confirmGuard(company: Company, id: string): Promise<number> {
  const { store } = company.workspace
  const ids = id === 'all' ? [...store.table('guards').keys()] : [id]
  let confirmed = 0
  for (const each of ids) {
    const guard = store.table('guards').get(each)
    if (!guard || guard.confirmed) continue
    if (guard.problem.code === 'guard-many-removals' || guard.problem.code === 'guard-removes-another') {
      await store.commitFrom((newest) => [
        ...guard.keys.map((key) => removalConfirmed(newest, key)),
        { table: 'guards', id: each, value: undefined },
      ])
    } else {
      // One yes is enough: what left Billdr by it is not asked about again as many removals at once.
      if (guard.problem.code === 'guard-export-shrank')
        await store.commitFrom((newest) => guard.keys.map((key) => removalConfirmed(newest, key)))
      await confirmReadingGuard(store, each)
    }
    await company.workspace.noteDecision('confirm', {
      params: { ...guard.problem.params, guard: each, code: guard.problem.code },
    })
    confirmed++
  }
  company.replan()
  return confirmed
}

/** In one commit for all of a yes: a run that is under way would make another guard of the half that it saw. */
function removalConfirmed(newest: Newest<CompanyTables>, key: DocumentKey): ChangeOf<CompanyTables> {
  return { table: 'decisions', id: key, value: { ...newest('decisions', key), removalConfirmed: true } }
}

/** Yes to these removals only, of all that guards hold back. */
export async function confirmRemovals(company: Company, keys: readonly DocumentKey[]): Promise<void> {
  const { store } = company.workspace
  const confirmed = new Set<string>(keys)
  await store.commitFrom((newest) => [
    ...keys.flatMap((key): ChangeOf<CompanyTables>[] => {
      const stored = newest('records', key)
      return [
        removalConfirmed(newest, key),
        ...(stored?.presence === 'absent'
          ? [{ table: 'records', id: key, value: { ...stored, presence: 'removed' } } as const]
          : []),
      ]
    }),
    ...[...store.table('guards').keys()].flatMap((id): ChangeOf<CompanyTables>[] => {
      const guard = newest('guards', id)
      const left = guard?.keys.filter((key) => !confirmed.has(key)) ?? []
      if (!guard || left.length === guard.keys.length) return []
      return [{ table: 'guards', id, value: left.length === 0 ? undefined : { ...guard, keys: left } }]
    }),
  ])
  for (const key of keys) await company.workspace.noteDecision('confirm', { key })
  company.replan()
}

export async function setMappings(company: Company, mappings: Mappings): Promise<void> {
  await company.workspace.store.commit([{ table: 'mappings', id: ONLY, value: mappings }])
  await company.workspace.noteDecision('mappings')
  company.replan()
}

/** Changes settings. A starting number that QuickBooks already uses is refused at once (rule I6). */
export async function setSettings(company: Company, change: Partial<Settings>): Promise<Result<Settings>> {
  const refused = change.nextInvoiceNumber ? await startingNumberProblem(company, change.nextInvoiceNumber) : null
  if (refused) return { ok: false, problem: refused }
  const settings = { ...company.workspace.settings(), ...change }
  await company.workspace.store.commit([{ table: 'settings', id: ONLY, value: settings }])
  const params = Object.fromEntries(Object.entries(change).map(([name, value]) => [name, String(value ?? '')]))
  await company.workspace.noteDecision('settings', { params })
  company.replan()
  return { ok: true, value: settings }
}

async function startingNumberProblem(company: Company, number: string): Promise<Problem | null> {
  const own = company
    .rows()
    .find(
      (row) =>
        row.kind === 'invoice' &&
        row.quickbooks?.docNumber &&
        foldNumber(row.quickbooks.docNumber) === foldNumber(number),
    )
  if (own) return problem('starting-number-taken', { number })
  const quickbooks = await company.connection.quickbooks()
  if (!quickbooks.ok) return quickbooks.problem.code === 'not-connected' ? null : quickbooks.problem
  const answer = await quickbooks.value.query('Invoice', [{ field: 'DocNumber', operator: '=', value: number }])
  if (!answer.ok) return answer.failure.problem
  return answer.value.length > 0 ? problem('starting-number-taken', { number }) : null
}
