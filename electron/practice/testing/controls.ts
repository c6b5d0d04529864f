import { z } from 'zod'
import { ENTITY_TYPES, type TypeName } from '../entities/entity-types.ts'
import type { FaultPlan, Faults } from './faults.ts'
import { endGrants, expireAccess } from '../sign-in/grants.ts'
import type { Fields } from '../entities/json.ts'
import type { Inside } from '../http/watch.ts'
import type { PersonOutcome } from '../people/person.ts'
import type { LoggedRequest, RequestLog } from './request-log.ts'
import { taxCodeChanges } from '../company/tax-codes.ts'
import type { CompanySettings } from '../company/settings.ts'
import type { Consent } from '../sign-in/sign-in.ts'
import { pacificSeconds } from '../company/times.ts'

export type ChangeableSettings = Partial<Omit<CompanySettings, 'realmId' | 'country' | 'locked' | 'dead'>>

/**
 * What tests, and the buttons of the practice company, can do to it from outside the API. The same calls work inside the
 * process and from another one, over HTTP with the control key.
 */
export interface PracticeControls {
  /** Replaces the plan of faults; null ends them. */
  setFaults(plan: FaultPlan | null): Promise<null>
  /** How often each rule of the plan has struck. */
  faultsUsed(): Promise<{ name: string; used: number }[]>
  /** Ends every access token now, as after an hour. */
  expireAccessTokens(): Promise<null>
  /** Ends every connection, as when the app is disconnected in QuickBooks (3100, then invalid_grant). */
  revokeConnections(): Promise<null>
  /** Forgets all request ids: a repeated request acts again. */
  forgetRequestIds(): Promise<null>
  setLimits(enforced: boolean): Promise<null>
  setConsent(consent: Consent): Promise<null>
  /** Books closed until, plan, purchase orders, tax, numbering, language, subscription … */
  changeSettings(changes: ChangeableSettings): Promise<CompanySettings>
  /** Moves the company's clock on by milliseconds. */
  advanceClock(ms: number): Promise<null>
  /** Requests after the given number, oldest first. */
  requests(since: number): Promise<LoggedRequest[]>
  clearRequests(): Promise<null>
  /** Every kept entity of a type, inactive ones too, by id. */
  entities(type: TypeName): Promise<Fields[]>
  /** The bytes of an attachment, as base64; null where it has none. */
  file(attachableId: string): Promise<string | null>
  personCreates(type: TypeName, body: Fields): Promise<PersonOutcome>
  personEdits(type: TypeName, id: string, fields: Fields): Promise<PersonOutcome>
  personDeletes(type: TypeName, id: string): Promise<PersonOutcome>
  /** The tax code by its id or name. */
  personAddsTax(type: TypeName, id: string, taxCode: string): Promise<PersonOutcome>
  personMerges(type: TypeName, fromId: string, intoId: string): Promise<PersonOutcome>
  /** "Copy" on the page of a document: what stands in its note stands twice then. */
  personCopies(type: TypeName, id: string): Promise<PersonOutcome>
  /** Takes payments to the bank; from then on nothing of them can be changed (6540). */
  personDeposits(paymentIds: string[], accountId?: string): Promise<PersonOutcome>
  /** Fixes a transaction in place: "6540" deposited, "6480" matched to the bank feed, "6450" settled; "bank-matched", "reconciled". */
  personLocks(type: TypeName, id: string, code: string): Promise<null>
  /** "Clear data and reset": the documents are gone, and what the lists held reads active and can be used for nothing. */
  personResets(): Promise<null>
  /** The next feed says Deleted of a row that lives, once. */
  feedSaysDeleted(type: TypeName, id: string): Promise<null>
}

export interface ControlParts extends Inside {
  faults: Faults
  log: RequestLog
}

export function makeControls(parts: ControlParts): PracticeControls {
  const { core, faults, limits, log, person, signIn } = parts
  const done = async (): Promise<null> => {
    await core.flushed()
    return null
  }
  return {
    setFaults(plan) {
      faults.set(plan)
      return done()
    },
    faultsUsed: () => Promise.resolve(faults.used()),
    expireAccessTokens() {
      core.commit([{ grants: expireAccess(core.state.grants, core.clock().getTime()) }])
      return done()
    },
    revokeConnections() {
      core.commit([{ grants: endGrants(core.state.grants) }])
      return done()
    },
    forgetRequestIds() {
      core.commit([{ forgot: 'request-ids' }])
      return done()
    },
    setLimits(enforced) {
      limits.enforced = enforced
      return done()
    },
    setConsent(consent) {
      signIn.consent = consent
      return done()
    },
    async changeSettings(changes) {
      const before = core.state.settings
      const settings = { ...before, ...changes }
      // Turning tax on brings the tax codes; turning it off leaves them, as documents may use them.
      const codes =
        before.tax !== settings.tax && core.state.books.count('TaxCode') === 0
          ? taxCodeChanges(settings, pacificSeconds(core.clock()))
          : []
      core.commit([{ settings }, ...codes])
      await core.flushed()
      return settings
    },
    advanceClock(ms) {
      parts.advanceClock(ms)
      return done()
    },
    requests: (since) => Promise.resolve(log.since(since)),
    clearRequests() {
      log.clear()
      return done()
    },
    entities: (type) =>
      Promise.resolve(
        type === 'CompanyInfo' || type === 'Preferences'
          ? [core.single(type)]
          : core.state.books.all(type).map((each) => core.present(type, each)),
      ),
    file: async (id) => (await core.files.read(id))?.toString('base64') ?? null,
    personCreates: (type, body) => person.creates(type, body),
    personEdits: (type, id, fields) => person.edits(type, id, fields),
    personDeletes: (type, id) => person.deletes(type, id),
    personAddsTax: (type, id, taxCode) => person.addsTax(type, id, taxCode),
    personMerges: (type, from, into) => person.merges(type, from, into),
    personCopies: (type, id) => person.copies(type, id),
    personDeposits: (paymentIds, accountId) => person.deposits(paymentIds, accountId),
    personLocks: (type, id, code) => person.locks(type, id, code).then(done),
    personResets: () => person.resets().then(done),
    feedSaysDeleted(type, id) {
      core.saysDeletedOnce(type, id)
      return done()
    },
  }
}

const type = z.enum(ENTITY_TYPES)
const id = z.string().max(40)
const fields = z.record(z.string(), z.json())
const match = z.strictObject({
  method: z.string().optional(),
  path: z.string().optional(),
  entity: z.string().optional(),
  body: z.string().optional(),
  operation: z.union([z.string(), z.array(z.string())]).optional(),
})
const rule = z.strictObject({
  kind: z.string(),
  when: z.enum(['before', 'after']).optional(),
  match: match.optional(),
  probability: z.number().min(0).max(1).optional(),
  skip: z.int().optional(),
  times: z.int().optional(),
  status: z.int().optional(),
  retryAfterSeconds: z.number().optional(),
  delayMs: z.number().optional(),
  fault: z
    .strictObject({
      code: z.string(),
      message: z.string().optional(),
      detail: z.string().optional(),
      element: z.string().optional(),
      type: z.string().optional(),
    })
    .optional(),
})
const settings = z
  .strictObject({
    companyName: z.string().min(1).max(200),
    language: z.enum(['en', 'fr']),
    plan: z.enum(['SimpleStart', 'Essentials', 'Plus', 'Advanced']),
    purchaseOrdersOn: z.boolean(),
    tax: z.enum(['none', 'automated', 'automated-off', 'legacy', 'tracked']),
    customTxnNumbers: z.boolean(),
    customPurchaseNumbers: z.boolean(),
    warnDuplicateNumbers: z.boolean(),
    booksClosedUntil: z.iso.date().nullable(),
    closedWithPassword: z.boolean(),
    billableExpenses: z.boolean(),
    autoApplyCredit: z.boolean(),
    autoApplyPayments: z.boolean(),
    multiCurrency: z.boolean(),
    foreignCurrencies: z.array(z.string().length(3)).max(50),
    exchangeRates: z.record(z.string().length(3), z.number().positive().nullable()),
    onlinePayments: z.boolean(),
    taxFiledUntil: z.iso.date().nullable(),
    lagSeconds: z.number().min(0).max(20),
    neverTaken: z
      .array(z.strictObject({ text: z.string().min(1), answer: z.enum(['error', 'html', 'stream-timeout']) }))
      .max(20),
    subscribed: z.boolean(),
    userName: z.string().max(200),
    paidInvoiceRemoval: z.enum(['accept', 'refuse']),
    paidBillDeletion: z.enum(['accept', 'refuse']),
    sparsePaymentUpdate: z.enum(['accept', 'refuse']),
    overpayment: z.enum(['accept', 'refuse']),
    settledBillPayment: z.enum(['drop', 'refuse']),
    echoes: z.enum(['refuse', 'take']),
    vendorNotes: z.enum(['lost', 'kept']),
    attachmentsOfDeleted: z.enum(['outlive', 'unlinked']),
    sentNumbers: z.enum(['kept', 'replaced']),
    unsaidBillable: z.enum(['billable', 'not-billable']),
    partyCurrency: z.enum(['kept', 'ignored']),
    foreignWithoutRate: z.enum(['refuse', 'at-one']),
    wrongCurrencyAccount: z.enum(['refuse', 'replaced']),
    taxWithoutAddress: z.enum(['zero', 'company']),
  })
  .partial()

/** The arguments of each call, as they are checked when they come from another process. */
const ARGUMENTS: Record<keyof PracticeControls, z.ZodType<unknown[]>> = {
  setFaults: z.tuple([z.strictObject({ seed: z.int().optional(), rules: z.array(rule) }).nullable()]),
  faultsUsed: z.tuple([]),
  expireAccessTokens: z.tuple([]),
  revokeConnections: z.tuple([]),
  forgetRequestIds: z.tuple([]),
  clearRequests: z.tuple([]),
  setLimits: z.tuple([z.boolean()]),
  setConsent: z.tuple([z.enum(['ask', 'automatic', 'refuse'])]),
  changeSettings: z.tuple([settings]),
  advanceClock: z.tuple([z.number()]),
  requests: z.tuple([z.number()]),
  entities: z.tuple([type]),
  file: z.tuple([id]),
  personCreates: z.tuple([type, fields]),
  personEdits: z.tuple([type, id, fields]),
  personDeletes: z.tuple([type, id]),
  personAddsTax: z.tuple([type, id, z.string()]),
  personMerges: z.tuple([type, id, id]),
  personCopies: z.tuple([type, id]),
  personDeposits: z.tuple([z.array(id), id.optional()]),
  personLocks: z.tuple([type, id, z.string()]),
  personResets: z.tuple([]),
  feedSaysDeleted: z.tuple([type, id]),
}

/** Carries out a call that came as JSON `{call, arguments}`; answers null where it is no such call. */
export async function callControl(controls: PracticeControls, body: string): Promise<{ answer: unknown } | null> {
  let message: { call?: unknown; arguments?: unknown }
  try {
    message = JSON.parse(body) as typeof message
  } catch {
    return null
  }
  const name = message.call
  if (typeof name !== 'string' || !Object.hasOwn(ARGUMENTS, name)) return null
  const call = name as keyof PracticeControls
  const parsed = ARGUMENTS[call].safeParse(message.arguments)
  if (!parsed.success) return null
  const run = controls[call] as (...values: unknown[]) => Promise<unknown>
  return { answer: await run(...parsed.data) }
}

/** The controls of a practice company in another process. Throws where it does not answer. */
export function remoteControls(origin: string, controlKey: string): PracticeControls {
  const call = async (name: string, values: unknown[]): Promise<unknown> => {
    const response = await fetch(`${origin}/control`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Practice-Key': controlKey },
      body: JSON.stringify({ call: name, arguments: values }),
    })
    if (!response.ok) throw new Error(`the practice company answered ${response.status} to ${name}`)
    return ((await response.json()) as { answer: unknown }).answer
  }
  return Object.fromEntries(
    Object.keys(ARGUMENTS).map((name) => [name, (...values: unknown[]) => call(name, values)]),
  ) as unknown as PracticeControls
}
