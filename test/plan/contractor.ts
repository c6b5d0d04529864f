import type { BilldrCompany, BilldrRecord } from '../../shared/domain.ts'
import type { Draft } from '../../shared/draft.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import { keyOf } from '../../shared/kinds.ts'
import type { Mappings } from '../../shared/mappings.ts'
import { keyInNote } from '../../shared/mark.ts'
import type { Cents } from '../../shared/money.ts'
import { cents } from '../../shared/money.ts'
import { problem } from '../../shared/problem.ts'
import type { ProblemCode } from '../../shared/problem.ts'
import type { Settings } from '../../shared/settings.ts'
import { defaultSettings } from '../../shared/settings.ts'
import type { Books, BooksContact, BooksDocument, BooksFacts, BooksTaxCode } from '../../electron/plan/books.ts'
import { fingerprintOf, settlingFingerprintOf } from '../../electron/plan/content.ts'
import type { Decision, Operation, Plan, PlanInput, StoredRecord, Verdict, Refusal } from '../../electron/plan/input.ts'
import type { Link, LinkedType, Observed } from '../../electron/plan/link.ts'
import { planOf } from '../../electron/plan/plan.ts'
import { HeldPlan } from './standing.ts'
import { sentOf, sentUnknown } from '../../electron/entities/sent.ts'
import { BEAUBIEN } from '../support/billdr-records.ts'

/** The chart that the plans of these tests know: what the sample's mappings name. */
const ACCOUNTS = [
  ['31', 'Checking', 'Bank'],
  ['32', 'Petty Cash', 'Bank'],
  ['33', 'Mastercard', 'Credit Card'],
  ['34', 'Undeposited Funds', 'Other Current Asset'],
  ['35', 'Accounts Payable (A/P)', 'Accounts Payable'],
  ['36', 'Job Expenses', 'Expense'],
  ['37', 'Job Expenses:Job Materials', 'Expense'],
] as const

const CANADIAN_CODES: BooksTaxCode[] = [
  taxCode('2', 'Exempt', '0'),
  taxCode('3', 'Zero-rated', '0'),
  taxCode('4', 'Out of Scope', '0'),
  taxCode('5', 'GST', '5'),
]

export function taxCode(id: string, name: string, rate: string, more: Partial<BooksTaxCode> = {}): BooksTaxCode {
  return { id, name, active: true, salesRates: [rate], purchaseRates: [rate], ...more }
}

const MAPPINGS: Mappings = {
  version: 1,
  defaults: {
    incomeItem: 'Services',
    expenseAccount: 'Job Expenses',
    paidWith: { cash: 'Petty Cash', cheque: 'Checking', credit_card: 'Mastercard', bank: 'Checking' },
    depositAccount: 'Undeposited Funds',
    payableAccount: 'Accounts Payable (A/P)',
  },
  costCodes: {},
  clients: {},
  projects: {},
  professionals: {},
}

/** The compiler refuses a kind of operation that `#carry` leaves out: its plan would never come to an end. */
function notCarriedOut(step: never): Error {
  return new Error(`nothing says what this step does: ${JSON.stringify(step)}`)
}

/** A plan's input that is told step by step, and carried out as if QuickBooks did all that it is asked. */
export class Contractor {
  company: BilldrCompany | null = BEAUBIEN
  /** ISO instant. */
  exportedAt: string | null = null
  readonly records = new Map<DocumentKey, StoredRecord>()
  readonly links = new Map<DocumentKey, Link>()
  readonly decisions = new Map<DocumentKey, Decision>()
  readonly refusals: Map<DocumentKey, Refusal> = new Map()
  readonly readProblems = new Map<DocumentKey, ReturnType<typeof problem>>()
  readonly attachmentProblems = new Map<string, ReturnType<typeof problem>>()
  mappings: Mappings = structuredClone(MAPPINGS)
  settings: Settings = defaultSettings()
  books: Books | null = {
    facts: {
      realmId: '9130',
      companyName: 'Rénovations Beaubien',
      country: 'CA',
      homeCurrency: 'CAD',
      multiCurrency: false,
      booksClosedUntil: null,
      usingSalesTax: true,
      billableExpenses: true,
      autoApplyCredit: false,
      purchaseOrders: true,
    },
    contacts: [],
    accounts: ACCOUNTS.map(([id, fullName, accountType]) => ({
      id,
      name: fullName.slice(fullName.lastIndexOf(':') + 1),
      fullName,
      number: null,
      accountType,
      active: true,
    })),
    items: [
      { id: '41', name: 'Services', fullName: 'Services', purchasable: true, active: true },
      { id: '42', name: 'Materials', fullName: 'Materials', purchasable: true, active: true },
    ],
    taxCodes: CANADIAN_CODES,
    documents: [],
  }
  #lastId = 100

  constructor(...records: BilldrRecord[]) {
    this.says(...records)
  }

  /** Billdr has these records now, in this state. */
  says(...records: BilldrRecord[]): this {
    for (const record of records) this.records.set(keyOf(record.kind, record.id), { record, presence: 'present' })
    return this
  }

  /** These projects were in Billdr before QuickBooks was connected. */
  hadBefore(...keys: DocumentKey[]): this {
    for (const key of keys) {
      const stored = this.records.get(key)
      if (stored) this.records.set(key, { ...stored, beforeConnecting: true })
    }
    return this
  }

  /** Billdr no longer has them. */
  removes(...keys: DocumentKey[]): this {
    for (const key of keys) {
      const stored = this.records.get(key)
      if (stored) this.records.set(key, { ...stored, presence: 'removed' })
    }
    return this
  }

  facts(change: Partial<BooksFacts>): this {
    if (this.books) this.books.facts = { ...this.books.facts, ...change }
    return this
  }

  /** A contact that QuickBooks has besides ours. */
  hasContact(contact: Partial<BooksContact> & Pick<BooksContact, 'id' | 'type' | 'name'>): this {
    this.books?.contacts.push({ parentId: null, active: true, email: null, phone: null, mark: null, ...contact })
    return this
  }

  /** A document that QuickBooks has besides ours. */
  hasDocument(document: Partial<BooksDocument> & Pick<BooksDocument, 'id' | 'type'>): this {
    this.books?.documents.push({
      docNumber: null,
      date: null,
      partyId: null,
      partyName: null,
      subtotal: null,
      total: null,
      mark: null,
      voided: false,
      ...document,
    })
    return this
  }

  /** A person says that what the books have now is another one. */
  sendsAnyway(key: DocumentKey): this {
    const beside = (this.books?.documents ?? []).map(({ type, id }) => `${type}|${id}`)
    return this.decides(key, { sendAnyway: { content: fingerprintOf(this.record(key)), beside } })
  }

  decides(key: DocumentKey, decision: Decision): this {
    this.decisions.set(key, { ...this.decisions.get(key), ...decision })
    return this
  }

  /** QuickBooks said no to the creation of this record as Billdr has it now. */
  refused(key: DocumentKey, code: ProblemCode, content: 'record' | 'settling' = 'record'): this {
    const record = this.record(key)
    this.refusals.set(key, {
      problem: problem(code),
      at: '2026-03-31T12:00:00Z',
      of:
        content === 'record'
          ? { work: 'sending', content: fingerprintOf(record) }
          : { work: 'settling', content: settlingFingerprintOf(record) },
    })
    return this
  }

  record(key: DocumentKey): BilldrRecord {
    const stored = this.records.get(key)
    if (!stored) throw new Error(`no record ${key}`)
    return stored.record
  }

  link(key: DocumentKey): Link {
    const link = this.links.get(key)
    if (!link) throw new Error(`${key} is not linked`)
    return link
  }

  /** Somebody changed it in QuickBooks, and we have seen it. */
  sees(key: DocumentKey, observed: Partial<Observed>): this {
    const link = this.link(key)
    this.links.set(key, {
      ...link,
      observed: { ...link.observed, syncToken: String(Number(link.observed.syncToken) + 1), ...observed },
    })
    return this
  }

  /** Deleted, or made inactive, in QuickBooks. */
  seesGone(key: DocumentKey): this {
    const link = this.link(key)
    this.links.set(key, { ...link, gone: true })
    if (this.books) {
      this.books.documents = this.books.documents.filter((each) => !(each.type === link.type && each.id === link.id))
      this.books.contacts = this.books.contacts.map((each) =>
        each.type === link.type && each.id === link.id ? { ...each, active: false } : each,
      )
    }
    return this
  }

  readonly #held = new HeldPlan()
  /** Each plan that a test asks for is held against the one before, brought up to date. */
  isHeldAgainst = true

  input(): PlanInput {
    return {
      company: this.company,
      exportedAt: this.exportedAt,
      records: this.records,
      readProblems: this.readProblems,
      links: this.links,
      decisions: this.decisions,
      refusals: this.refusals,
      attachmentProblems: this.attachmentProblems,
      mappings: this.mappings,
      settings: this.settings,
      books: this.books,
    }
  }

  plan(): Plan {
    return this.isHeldAgainst ? this.#held.plan(this.input()) : planOf(this.input())
  }

  verdict(key: DocumentKey): Verdict {
    const found = this.plan().verdicts.get(key)
    if (!found) throw new Error(`no verdict for ${key}`)
    return found
  }

  operations(): Operation[] {
    return [...this.plan().verdicts.values()].flatMap((verdict) => verdict.operations)
  }

  /** What will be, or was, posted for it. */
  draft<T extends Draft['type']>(key: DocumentKey, type: T): Extract<Draft, { type: T }> {
    const { draft } = this.verdict(key)
    if (draft?.type !== type) throw new Error(`${key} is no ${type} but ${draft?.type ?? 'nothing'}`)
    return draft as Extract<Draft, { type: T }>
  }

  /** Carries out one plan; answers its steps. */
  carryOut(): Operation[] {
    const operations = this.operations()
    for (const step of operations) this.#carry(step)
    return operations
  }

  /** Plans and carries out until nothing is left; answers every step, in order. Throws where it never ends. */
  sync(): Operation[] {
    const all: Operation[] = []
    for (let round = 0; round < 12; round++) {
      const steps = this.carryOut()
      if (steps.length === 0) return all
      all.push(...steps)
    }
    throw new Error(
      `there is always something left: ${JSON.stringify(this.operations().map(({ key, kind }) => `${kind} ${key}`))}`,
    )
  }

  #carry(step: Operation): void {
    switch (step.kind) {
      case 'create':
        return this.#create(step)
      case 'update': {
        const before = this.link(step.key)
        const observed = this.#observed(step.draft, String(Number(before.observed.syncToken) + 1))
        if (step.draft.type === 'Payment') this.#pay(step.draft.applied, before.observed.applied ?? cents(0))
        if (step.type !== before.type) {
          this.#create({ ...step, kind: 'create', allowDuplicateNumber: true })
          const replaces = { type: before.type, id: before.id, syncToken: before.observed.syncToken }
          this.links.set(step.key, { ...this.link(step.key), replaces })
          return
        }
        this.links.set(step.key, { ...before, sent: sentOf(step.draft, step.content), observed })
        return
      }
      case 'remove-replaced': {
        const { replaces: _, ...link } = this.link(step.key)
        if (this.books)
          this.books.documents = this.books.documents.filter(
            (each) => !(each.type === step.type && each.id === step.id),
          )
        this.links.set(step.key, link)
        return
      }
      case 'void': {
        const zero = cents(0)
        this.sees(step.key, {
          voided: true,
          subtotal: zero,
          total: zero,
          balance: zero,
          lineAmounts: this.link(step.key).observed.lineAmounts.map(() => zero),
        })
        return
      }
      case 'delete': {
        const link = this.link(step.key)
        const record = this.record(step.key)
        if (record.kind === 'payment') this.#open(keyOf('invoice', record.invoiceId), link.observed.applied ?? cents(0))
        if (this.books)
          this.books.documents = this.books.documents.filter(
            (each) => !(each.type === link.type && each.id === link.id),
          )
        this.links.delete(step.key)
        return
      }
      case 'link': {
        const document = this.books?.documents.find((each) => each.type === step.type && each.id === step.id)
        const contact = this.books?.contacts.find((each) => each.type === step.type && each.id === step.id)
        const amount = document?.subtotal ?? null
        const observed: Observed = {
          syncToken: '0',
          docNumber: document?.docNumber ?? null,
          name: contact?.name ?? null,
          active: true,
          voided: false,
          date: document?.date ?? null,
          dueDate: null,
          partyId: document?.partyId ?? null,
          subtotal: amount,
          total: document?.total ?? null,
          tax: null,
          balance: document?.total ?? null,
          applied: null,
          lineAmounts: amount === null ? [] : [amount],
        }
        this.links.set(
          step.key,
          this.#linkExisting(
            step.type,
            step.id,
            step.origin,
            { ...sentUnknown(step.content), subtotal: amount, lineAmounts: observed.lineAmounts },
            observed,
          ),
        )
        return
      }
      case 'unlink':
        this.links.delete(step.key)
        return
      case 'forget':
        this.records.delete(step.key)
        this.links.delete(step.key)
        return
      case 'apply-credit': {
        const link = this.link(step.key)
        const amount = cents(
          Math.min(step.wanted, link.observed.balance ?? 0, this.link(step.invoiceKey).observed.balance ?? 0),
        )
        this.links.set(step.key, {
          ...link,
          observed: { ...link.observed, balance: cents((link.observed.balance ?? 0) - amount) },
          application: { id: this.#nextId(), syncToken: '0', amount, invoiceId: step.invoiceId },
        })
        this.#open(step.invoiceKey, cents(-amount))
        return
      }
      case 'unapply-credit': {
        const link = this.link(step.key)
        const { application } = link
        if (!application) return
        this.links.set(step.key, { ...link, application: null })
        for (const [key, each] of this.links)
          if (each.type === 'Invoice' && each.id === application.invoiceId) this.#open(key, application.amount)
        return
      }
      case 'pay-bill': {
        const { observed } = this.link(step.key)
        this.sees(step.key, { balance: cents(Math.max(0, (observed.balance ?? 0) - step.wanted)) })
        const billPayment = { id: `bp-${step.billId}`, amount: step.wanted, total: step.wanted }
        this.links.set(step.key, { ...this.link(step.key), billPayment })
        return
      }
      case 'undo-application':
      case 'undo-bill-payment':
      case 'undo-create':
      case 'undo-link':
      case 'undo-receipt':
      case 'undo-update':
        throw new Error(`${step.kind} is carried out against the practice company, not here`)
      case 'attach': {
        const link = this.link(step.key)
        const record = this.record(step.key)
        const bytes =
          'attachments' in record ? record.attachments.find((each) => each.id === step.attachmentId) : undefined
        this.links.set(step.key, {
          ...link,
          attachments: {
            ...link.attachments,
            [step.attachmentId]: { attachableId: this.#nextId(), sha256: bytes?.sha256 ?? 'f'.repeat(64) },
          },
        })
        return
      }
      default:
        throw notCarriedOut(step)
    }
  }

  #create(step: Extract<Operation, { kind: 'create' }>): void {
    const { draft, type, key } = step
    const id = this.#nextId()
    const observed = this.#observed(draft, '0')
    this.links.set(key, this.#linkExisting(type, id, 'created', sentOf(draft, step.content), observed))
    if (draft.type === 'Customer' || draft.type === 'Vendor') {
      const parentId = draft.type === 'Customer' ? (draft.parent?.id ?? null) : null
      this.hasContact({
        id,
        type: draft.type,
        name: draft.displayName,
        parentId,
        mark: draft.type === 'Customer' ? keyInNote(draft.notes) : null,
      })
      return
    }
    if (draft.type === 'Payment') this.#pay(draft.applied, cents(0))
    this.hasDocument({
      type,
      id,
      docNumber: observed.docNumber,
      date: draft.date,
      partyId: observed.partyId,
      subtotal: observed.subtotal,
      total: observed.total,
      mark: keyInNote(draft.privateNote),
    })
  }

  #linkExisting(type: LinkedType, id: string, origin: Link['origin'], sent: Link['sent'], observed: Observed): Link {
    return {
      type,
      id,
      origin,
      linkedAt: '2026-03-31T12:00:00Z',
      sent,
      observed,
      gone: false,
      receiptsKnown: origin === 'created',
      attachments: {},
      application: null,
    }
  }

  #observed(draft: Draft, syncToken: string): Observed {
    const sent = sentOf(draft, '')
    const applied = draft.type === 'Payment' ? cents(draft.applied.reduce((sum, part) => sum + part.amount, 0)) : null
    const named = draft.type === 'Customer' || draft.type === 'Vendor'
    return {
      syncToken,
      docNumber: sent.docNumber,
      name: named ? draft.displayName : null,
      active: true,
      voided: false,
      date: sent.date,
      dueDate: sent.dueDate,
      partyId: sent.partyId,
      subtotal: sent.subtotal,
      total: sent.subtotal,
      tax: named ? null : cents(0),
      balance: named || draft.type === 'Purchase' ? null : sent.subtotal,
      applied,
      lineAmounts: sent.lineAmounts,
    }
  }

  #pay(applied: { id: string; amount: Cents }[], before: Cents): void {
    for (const part of applied)
      for (const [key, link] of this.links)
        if (link.type === 'Invoice' && link.id === part.id) this.#open(key, cents(before - part.amount))
  }

  /** An invoice's open amount, moved by so many cents. */
  #open(key: DocumentKey, by: Cents): void {
    const link = this.links.get(key)
    if (link)
      this.links.set(key, {
        ...link,
        observed: { ...link.observed, balance: cents((link.observed.balance ?? 0) + by) },
      })
  }

  #nextId(): string {
    this.#lastId += 1
    return String(this.#lastId)
  }
}
