import { ownerOf } from '../support/owner.ts'
import { addressesFor } from '../../electron/qbo/addresses.ts'
import { createQuickBooks } from '../../electron/qbo/client.ts'
import { createConnection } from '../../electron/qbo/connection.ts'
import type { Answer, Entity, EntityType, QuickBooks } from '../../electron/qbo/contract.ts'
import { createLimiter } from '../../electron/qbo/limits.ts'
import { Secret } from '../../electron/qbo/secret.ts'
import { signIn } from '../../electron/qbo/sign-in.ts'
import { createMemoryStore } from '../../electron/keychain/memory-store.ts'
import { PRACTICE_KEYS } from '../../electron/practice/testing/controlled-company.ts'
import type { PracticeControls } from '../../electron/practice/testing/controlled-company.ts'

/** Where a practice company answers. */
export interface PracticePlace {
  origin: string
  apiBase: string
  authorizeUrl: string
  tokenUrl: string
  revokeUrl: string
  realmId: string
  controlKey: string
}

const TYPES = [
  'Customer',
  'Vendor',
  'Invoice',
  'CreditMemo',
  'Payment',
  'Purchase',
  'Bill',
  'BillPayment',
  'PurchaseOrder',
  'Attachable',
] as const satisfies readonly EntityType[]
export type ReadType = (typeof TYPES)[number]

export interface BooksAsRead {
  entities: Record<ReadType, Entity[]>
  /** Attachable id → its bytes as Latin-1 text. */
  files: Map<string, string>
}

/** Signs in to a practice company as an app of its own and answers the client of its API, without any limits. */
export async function visit(place: PracticePlace): Promise<QuickBooks> {
  const addresses = addressesFor('practice', {}, place)
  if (!addresses.ok) throw new Error('the practice company is not on this machine')
  const keys = { clientId: PRACTICE_KEYS.clientId, clientSecret: new Secret(PRACTICE_KEYS.clientSecret) }
  const connection = createConnection({
    owner: ownerOf('auditor', place.realmId, 'practice'),
    addresses: addresses.value,
    store: createMemoryStore(),
    keys: async () => ({ ok: true, value: keys }),
  })
  const started = await signIn({ keys, addresses: addresses.value, expectedRealmId: null, redirectPort: 0 })
  await fetch(started.authorizeUrl)
  const outcome = await started.finished
  if (outcome.kind !== 'signed-in') throw new Error(`not signed in: ${outcome.problem.code}`)
  await connection.accept(outcome.grant, { companyName: '', connectedBy: '' })
  return createQuickBooks({
    realmId: place.realmId,
    addresses: addresses.value,
    tokens: connection,
    limiter: createLimiter({ perSecond: 1_000_000, perMinute: 10_000_000 }),
  })
}

/** Reads the whole books through the public API, and the bytes of every receipt. */
export async function readBooks(quickbooks: QuickBooks): Promise<BooksAsRead> {
  const entities = {} as BooksAsRead['entities']
  for (const type of TYPES) {
    const isName = type === 'Customer' || type === 'Vendor'
    entities[type] = valueOf(
      await quickbooks.query(type, isName ? [{ field: 'Active', operator: 'IN', value: [true, false] }] : []),
    )
  }
  const files = new Map<string, string>()
  for (const attachable of entities.Attachable) {
    files.set(attachable.Id, Buffer.from(valueOf(await quickbooks.download(attachable.Id))).toString('latin1'))
  }
  return { entities, files }
}

/**
 * Throws where the public API shows other records than the practice company itself holds: what is compared was read through
 * the program's own client, and a row that it swallowed would hide what is doubled.
 */
export async function checkReading(read: BooksAsRead, controls: Pick<PracticeControls, 'entities'>): Promise<void> {
  for (const type of TYPES) {
    const held = (await controls.entities(type)).map((entity) => String(entity['Id'])).sort()
    const shown = read.entities[type].map((entity) => entity.Id).sort()
    if (held.join() !== shown.join()) throw new Error(`${type}: ${shown.length} were read, ${held.length} are there`)
  }
}

function valueOf<T>(answer: Answer<T>): T {
  if (!answer.ok) throw new Error(`the books could not be read: ${answer.failure.kind} ${answer.failure.problem.code}`)
  return answer.value
}
