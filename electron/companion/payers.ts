import type { Cents } from '../../shared/money.ts'
import { cents, sumOf } from '../../shared/money.ts'
import type { Result } from '../../shared/result.ts'
import type { Packed, Shown, ShownLink } from '../../shared/shown.ts'
import { packShown, unpackShown } from '../../shared/shown.ts'
import type { BooksDocument } from '../plan/books.ts'
import type { Link, LinkedType } from '../plan/link.ts'
import { applicationsOf } from '../entities/shown.ts'
import type { QuickBooks } from '../qbo/contract.ts'
import type { BooksCache } from './books-cache.ts'
import type { Workspace } from './workspace.ts'

/** What a payment gives to each document, as its own lines say. */
export type Applications = readonly (readonly [type: string, id: string, amount: Cents])[]

/** The payments that are known, by `<type>|<id>`. */
export type Payers = ReadonlyMap<string, Applications>

/** Documents whose links have no amounts of their own in QuickBooks. */
const PAID: ReadonlySet<LinkedType> = new Set(['Invoice', 'Bill', 'CreditMemo'])

/** QuickBooks names a bill's payment by the way it was paid, and reads it as one type. */
function payerType(type: string): 'Payment' | 'BillPayment' | null {
  return type === 'Payment' ? 'Payment' : type.startsWith('BillPayment') ? 'BillPayment' : null
}

function payerKey({ type, id }: ShownLink): string | null {
  const payer = payerType(type)
  return payer === null ? null : `${payer}|${id}`
}

/** The payments that were read: those of the books, and those that were asked for by id. */
export function payersOf(
  documents: Iterable<BooksDocument>,
  read: Iterable<[string, Applications]>,
): Map<string, Applications> {
  const payers = new Map<string, Applications>(read)
  for (const { type, id, applications } of documents) if (applications) payers.set(`${type}|${id}`, applications)
  return payers
}

/**
 * The links of a document with what counts on it, by the payments' own lines. What is left of what it was paid belongs to
 * the links whose payments are not known; together they are always its total less its balance.
 */
function linksWithAmounts(type: LinkedType, id: string, shown: Shown, payers: Payers): ShownLink[] {
  const paid = paidOf(shown)
  const known = shown.links.map((link) => ({ ...link, amount: knownAmount(type, id, link, payers) }))
  let rest = cents(paid - sumOf(known.map((link) => link.amount ?? cents(0))))
  return known.flatMap((link) => {
    if (link.amount !== null) return link.amount === 0 ? [] : [link]
    // A credit beside the payment that applied it: it counts once.
    if (rest === 0) return []
    const amount = rest
    rest = cents(0)
    return [{ ...link, amount }]
  })
}

function paidOf({ total, balance }: Pick<Shown, 'total' | 'balance'>): Cents {
  return total === null || balance === null ? cents(0) : cents(total - balance)
}

function knownAmount(type: LinkedType, id: string, link: ShownLink, payers: Payers): Cents | null {
  const key = payerKey(link)
  const applications = key === null ? undefined : payers.get(key)
  if (!applications) return null
  return sumOf(applications.flatMap(([of, to, amount]) => (of === type && to === id ? [amount] : [])))
}

const WITHOUT_LINKS = ',[]]'

/** What a link shows, with the amounts of what is linked to it. */
export function shownWithAmounts({ type, id, observed }: Link, payers: Payers): Packed | null {
  const { shown } = observed
  if (shown === undefined) return null
  if (!PAID.has(type) || shown.endsWith(WITHOUT_LINKS)) return shown
  const whole = unpackShown(shown)
  return packShown({ ...whole, links: linksWithAmounts(type, id, whole, payers) })
}

/** What is paid of a linked document by payments that it names. */
interface PaidThere {
  type: LinkedType
  id: string
  shown: Pick<Shown, 'links' | 'total' | 'balance' | 'asOf'>
}

/** Undefined: no payment has to be read for it. */
function paidThere({ type, id, gone, observed }: Link): PaidThere | undefined {
  const packed = observed.shown
  if (gone || packed === undefined || !PAID.has(type) || packed.endsWith(WITHOUT_LINKS)) return undefined
  const { links, total, balance, asOf } = unpackShown(packed)
  return { type, id, shown: { links, total, balance, asOf } }
}

/** The payments that have to be read to tell how much of a document each one paid. */
function unknownPayers({ type, id, shown }: PaidThere, payers: Payers): string[] {
  const keys = shown.links.flatMap((link) => payerKey(link) ?? [])
  const amounts = shown.links.map((link) => knownAmount(type, id, link, payers))
  const unknown = keys.filter((key) => !payers.has(key))
  if (unknown.length === 0) return sumOf(amounts.map((each) => each ?? cents(0))) === paidOf(shown) ? [] : keys
  // The rest is that one's.
  return shown.links.length - amounts.filter((each) => each !== null).length === 1 ? [] : unknown
}

/** The payments to be read, each with the state of the document that it pays. */
function wantedPayers(workspace: Workspace, cache: BooksCache): Map<string, string> {
  const payers = payersOf(cache.documents(), workspace.store.table('payers').entries())
  const wanted = new Map<string, string>()
  for (const paid of workspace.picked('paid there', 'links', (_key, link) => paidThere(link)).values())
    for (const key of unknownPayers(paid, payers)) wanted.set(key, `${key}@${paid.shown.asOf}`)
  return wanted
}

/** How many payments one question asks for by id. */
const IDS_AT_ONCE = 100

/** Reads by id the payments of linked documents whose amounts nothing else tells. */
export async function readPayers(workspace: Workspace, quickbooks: QuickBooks, cache: BooksCache): Promise<Result> {
  const wanted = workspace.found(
    'wanted payers',
    ['links', 'payers'],
    () => wantedPayers(workspace, cache),
    cache.revision,
  )
  const tried = cache.askedPayers
  for (const type of ['Payment', 'BillPayment'] as const) {
    // What reading did not tell once will not be told by reading every minute, until the document shows something else.
    const ids = [...wanted].flatMap(([key, state]) =>
      key.startsWith(`${type}|`) && !tried.has(state) ? [key.slice(type.length + 1)] : [],
    )
    for (let at = 0; at < ids.length; at += IDS_AT_ONCE) {
      const some = ids.slice(at, at + IDS_AT_ONCE)
      const answer = await quickbooks.query(type, [{ field: 'Id', operator: 'IN', value: some }])
      if (!answer.ok && answer.failure.kind !== 'refused') return { ok: false, problem: answer.failure.problem }
      for (const id of some) tried.add(wanted.get(`${type}|${id}`) ?? '')
      const found = answer.ok ? answer.value : []
      await workspace.store.commit(
        found.map(
          (entity) => ({ table: 'payers', id: `${type}|${entity.Id}`, value: applicationsOf(entity) }) as const,
        ),
      )
    }
  }
  return { ok: true, value: null }
}
