import { ownerOf } from './owner.ts'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BooksCache } from '../../electron/companion/books-cache.ts'
import { KeptPlan } from '../../electron/companion/kept-plan.ts'
import { refreshBooks } from '../../electron/companion/refresh.ts'
import { paidInBilldr } from '../../electron/companion/paid-notes.ts'
import { payersOf } from '../../electron/companion/payers.ts'
import { rowsOf } from '../../electron/companion/rows.ts'
import type { PushReport } from '../../electron/companion/sync.ts'
import { pushAll } from '../../electron/companion/sync.ts'
import type { Workspace } from '../../electron/companion/workspace.ts'
import { NEW_PROFILE, openWorkspace } from '../../electron/companion/workspace.ts'
import { createMemoryStore } from '../../electron/keychain/memory-store.ts'
import { planOf } from '../../electron/plan/plan.ts'
import type { BatchRule } from '../../electron/push/batches.ts'
import { retryingReads } from '../../electron/push/retrying-reads.ts'
import type { Plan } from '../../electron/plan/input.ts'
import type {
  FaultRule,
  LoggedRequest,
  PersonOutcome,
  ControlledCompany,
  ControlledOptions,
} from '../../electron/practice/testing/controlled-company.ts'
import { startControlledCompany } from '../../electron/practice/testing/controlled-company.ts'
import { addressesFor } from '../../electron/qbo/addresses.ts'
import { createQuickBooks } from '../../electron/qbo/client.ts'
import { createConnection } from '../../electron/qbo/connection.ts'
import type { QuickBooks } from '../../electron/qbo/contract.ts'
import { createLimiter } from '../../electron/qbo/limits.ts'
import { Secret } from '../../electron/qbo/secret.ts'
import { signIn } from '../../electron/qbo/sign-in.ts'
import type { AuditRecord } from '../../electron/store/audit/audit-entry.ts'
import type { Attachment, BilldrRecord } from '../../shared/domain.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import { keyOf } from '../../shared/kinds.ts'
import type { Mappings } from '../../shared/mappings.ts'
import { problem } from '../../shared/problem.ts'
import type { Problem } from '../../shared/problem.ts'
import type { QueueRow } from '../../shared/row.ts'
import type { Settings } from '../../shared/settings.ts'
import { defaultSettings } from '../../shared/settings.ts'
import { BEAUBIEN, HARBOR } from './billdr-records.ts'

const MAPPINGS: Mappings = {
  version: 1,
  defaults: {
    incomeItem: 'Services',
    expenseAccount: 'Job Expenses',
    purchaseItem: 'Materials',
    depositAccount: 'Undeposited Funds',
    payableAccount: 'Accounts Payable (A/P)',
    paidWith: { cash: 'Petty Cash', cheque: 'Checking', credit_card: 'Mastercard', bank: 'Checking' },
  },
  costCodes: {},
  clients: {},
  projects: {},
  professionals: {},
}

type TypeName = Parameters<ControlledCompany['controls']['entities']>[0]

const NOTHING_SENT: PushReport = { sent: 0, refused: 0, stop: null, unsettled: null, untaken: 0, isAtRest: false }

const open: Pusher[] = []

/** Ends everything that tests of this file started. */
export async function closePushers(): Promise<void> {
  await Promise.all(open.splice(0).map((each) => each.close()))
}

/** What is sent goes by a plan from scratch; that the one brought up to date says the same is a rule of its own. */
function planDiffered(keys: readonly DocumentKey[]): void {
  throw new Error(`the plan that was brought up to date had other steps for ${keys.join(', ')}`)
}

/**
 * One contractor's pushing against a real practice company: the real store on disk, the real client, sign-in and
 * planner. Only Billdr is told by hand, and waiting takes no time: the clocks are put forward.
 */
export class Pusher {
  readonly practice: ControlledCompany
  readonly #folder: string
  readonly #connect: () => QuickBooks
  readonly #bytes = new Map<string, Uint8Array>()
  workspace: Workspace
  cache: BooksCache
  plans: KeptPlan
  quickbooks: QuickBooks
  /** What the last sync ended with. */
  report: PushReport = NOTHING_SENT
  unsettled: ReadonlyMap<DocumentKey, Problem> = new Map()
  /** Set to make a running sync stop as if the program were asked to end. */
  stopped = false
  /** When a backlog goes in batches, where it is not as ever. */
  batches: BatchRule | null = null
  #aheadMs = 0

  private constructor(practice: ControlledCompany, folder: string, workspace: Workspace, connect: () => QuickBooks) {
    this.practice = practice
    this.#folder = folder
    this.#connect = connect
    this.workspace = workspace
    this.cache = new BooksCache(workspace.store)
    this.plans = new KeptPlan(workspace, this.cache, planDiffered)
    this.quickbooks = connect()
  }

  /** A signed-in contractor without records, with the sample's default accounts. */
  static async start(options: Partial<ControlledOptions> = {}): Promise<Pusher> {
    const country = options.country ?? 'CA'
    const practice = await startControlledCompany({
      folder: null,
      country,
      consent: 'automatic',
      limits: 'off',
      ...options,
    })
    const addresses = addressesFor('practice', {}, practice)
    if (!addresses.ok) throw new Error('the practice company is not on this machine')
    const keys = { clientId: practice.clientId, clientSecret: new Secret(practice.clientSecret) }
    const store = createMemoryStore()
    const connection = createConnection({
      owner: ownerOf('lavoie', practice.realmId, 'practice'),
      addresses: addresses.value,
      store,
      keys: async () => ({ ok: true, value: keys }),
    })
    const started = await signIn({ keys, addresses: addresses.value, expectedRealmId: null, redirectPort: 0 })
    await fetch(started.authorizeUrl)
    const outcome = await started.finished
    if (outcome.kind !== 'signed-in') throw new Error(`not signed in: ${outcome.problem.code}`)
    await connection.accept(outcome.grant, { companyName: '', connectedBy: '' })
    const limiter = createLimiter({ perSecond: 10_000, perMinute: 100_000 })
    const connect = (): QuickBooks =>
      retryingReads(
        createQuickBooks({
          realmId: outcome.grant.realmId,
          addresses: addresses.value,
          tokens: connection,
          limiter,
          timeouts: { readMs: 2_000, writeMs: 2_000, uploadMs: 2_000 },
        }),
        { sleep: async () => undefined, random: () => 0.5, stopped: () => false },
      )
    const folder = mkdtempSync(join(tmpdir(), 'billdr-qbo-push-'))
    const pusher = new Pusher(practice, folder, await workspaceIn(folder, country), connect)
    open.push(pusher)
    await pusher.mappings(() => undefined)
    return pusher
  }

  async close(): Promise<void> {
    await this.workspace.close()
    await this.practice.close()
    rmSync(this.#folder, { recursive: true, force: true })
  }

  /** The program ends and starts again: only what is on disk is left. `lost`: not even that. */
  async restart({ lost = false }: { lost?: boolean } = {}): Promise<void> {
    const country = this.workspace.profile().billdr?.country ?? 'CA'
    const records = [...this.workspace.store.table('records').values()].map(({ record }) => record)
    await this.workspace.close()
    if (lost) rmSync(this.#folder, { recursive: true, force: true })
    this.workspace = await workspaceIn(this.#folder, country)
    this.cache = new BooksCache(this.workspace.store)
    this.plans = new KeptPlan(this.workspace, this.cache, planDiffered)
    this.quickbooks = this.#connect()
    this.stopped = false
    if (!lost) return
    await this.mappings(() => undefined)
    await this.says(...records)
  }

  async says(...records: BilldrRecord[]): Promise<void> {
    await this.workspace.store.commit(
      records.map((record) => ({
        table: 'records',
        id: keyOf(record.kind, record.id),
        value: { record, presence: 'present' },
      })),
    )
  }

  async removes(...keys: DocumentKey[]): Promise<void> {
    await this.workspace.store.commit(
      keys.flatMap((key) => {
        const stored = this.workspace.store.table('records').get(key)
        return stored ? [{ table: 'records', id: key, value: { ...stored, presence: 'removed' } } as const] : []
      }),
    )
  }

  async mappings(change: (mappings: Mappings) => void): Promise<void> {
    const mappings = structuredClone(this.workspace.store.table('mappings').get('only') ?? MAPPINGS)
    change(mappings)
    await this.workspace.store.commit([{ table: 'mappings', id: 'only', value: mappings }])
  }

  async settings(change: Partial<Settings>): Promise<void> {
    await this.workspace.store.commit([
      {
        table: 'settings',
        id: 'only',
        value: { ...defaultSettings(), ...this.workspace.store.table('settings').get('only'), ...change },
      },
    ])
  }

  /** A receipt whose bytes Billdr has: a text behind the beginning that its ending promises, or bytes as they are. */
  receipt(id: string, fileName = `${id}.pdf`, contents: string | Uint8Array = `receipt ${id}`): Attachment {
    const start = fileName.endsWith('.pdf') ? '%PDF-1.4\n' : fileName.endsWith('.png') ? '\x89PNG\r\n\x1a\n' : ''
    const bytes =
      typeof contents === 'string' ? Buffer.concat([Buffer.from(start, 'latin1'), Buffer.from(contents)]) : contents
    this.#bytes.set(id, bytes)
    return {
      id,
      fileName,
      contentType: fileName.endsWith('.png') ? 'image/png' : 'application/pdf',
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      path: `${id}/${fileName}`,
    }
  }

  /** A receipt as text. */
  contents(id: string): string {
    return Buffer.from(this.#bytes.get(id) ?? []).toString('utf8')
  }

  get now(): Date {
    return new Date(Date.now() + this.#aheadMs)
  }

  /** Time passes, here and in QuickBooks. */
  async later(ms: number): Promise<void> {
    this.#aheadMs += ms
    await this.practice.controls.advanceClock(ms)
  }

  async faults(...rules: FaultRule[]): Promise<void> {
    await this.practice.controls.setFaults(rules.length > 0 ? { rules } : null)
  }

  /** Refreshes from QuickBooks as every sync does first. */
  async refresh(): Promise<Problem | null> {
    this.cache.use(this.quickbooks)
    const looked = await refreshBooks(this.workspace, this.quickbooks, this.cache, this.now)
    return looked.ok ? null : looked.problem
  }

  /** What a person does in QuickBooks' own pages; throws where the page says no. */
  async person(
    ...[verb, type, ...args]:
      | ['Creates', TypeName, Record<string, unknown>]
      | ['Edits', TypeName, string, Record<string, unknown>]
      | ['Deletes', TypeName, string]
      | ['AddsTax', TypeName, string, string]
  ): Promise<Record<string, unknown>> {
    const act = this.practice.controls[`person${verb}`] as (...values: unknown[]) => Promise<PersonOutcome>
    const done = await act(type, ...args)
    if (!done.ok) throw new Error(`a person could not: ${JSON.stringify(done.fault)}`)
    return (done.entity ?? {}) as Record<string, unknown>
  }

  /** A whole sync, without the reading; without the refresh from QuickBooks first, where they are to be out of date. */
  async sync({ refresh = true }: { refresh?: boolean } = {}): Promise<PushReport> {
    this.cache.use(this.quickbooks)
    const refreshProblem = refresh ? await this.refresh() : null
    if (refreshProblem) {
      this.report = { ...NOTHING_SENT, stop: refreshProblem }
      return this.report
    }
    this.report = await pushAll({
      workspace: this.workspace,
      quickbooks: this.quickbooks,
      cache: this.cache,
      plans: this.plans,
      attachment: async (_key, id) => {
        const bytes = this.#bytes.get(id)
        return bytes
          ? { ok: true, value: bytes }
          : { ok: false, problem: problem('attachment-missing', { fileName: id }) }
      },
      now: () => this.now,
      sleep: (ms) => this.later(ms),
      random: () => 0.5,
      busy: () => undefined,
      stopped: () => this.stopped,
      ...(this.batches && { batches: this.batches }),
      turn: null,
      progress: () => undefined,
      planned: (_plan, unsettled) => {
        this.unsettled = unsettled
      },
    })
    this.plan()
    return this.report
  }

  /** The kept plan; throws where one from scratch would be another one. */
  plan(): Plan {
    const kept = this.plans.plan()
    const fresh = planOf(this.workspace.planInput(this.cache.books()))
    if (asText(kept) !== asText(fresh)) throw new Error('the kept plan is out of date')
    return kept
  }

  row(key: DocumentKey): QueueRow {
    const input = this.workspace.planInput(this.cache.books())
    const rows = rowsOf(
      {
        ...input,
        paid: paidInBilldr(input),
        verdicts: this.plan().verdicts,
        syncing: new Set(),
        unsettled: this.unsettled,
        since: () => null,
        payers: payersOf(this.cache.documents(), this.workspace.store.table('payers').entries()),
        today: '2026-12-31',
      },
      [],
    )
    const found = rows.find((row) => row.key === key)
    if (!found) throw new Error(`no row ${key}`)
    return found
  }

  states(...keys: DocumentKey[]): string[] {
    return keys.map((key) => this.row(key).state)
  }

  idOf(key: DocumentKey): string {
    const id = this.row(key).quickbooks?.id
    if (id === undefined) throw new Error(`${key} is not in QuickBooks`)
    return id
  }

  /** What QuickBooks has of a type now. */
  async books(type: TypeName): Promise<Record<string, unknown>[]> {
    return practiceEntities(this.practice, type)
  }

  async entity(key: DocumentKey): Promise<Record<string, unknown>> {
    const link = this.workspace.store.table('links').get(key)
    const found = link ? (await this.books(link.type)).find((each) => each['Id'] === link.id) : undefined
    if (!found) throw new Error(`QuickBooks does not have ${key}`)
    return found
  }

  /** Requests that asked QuickBooks to change something, since the log was cleared. */
  async writes(): Promise<LoggedRequest[]> {
    return (await this.practice.controls.requests(0)).filter(({ operation }) =>
      ['create', 'update', 'delete', 'void', 'upload'].includes(operation),
    )
  }

  clearLog(): Promise<null> {
    return this.practice.controls.clearRequests()
  }

  /** The history, oldest first. */
  async history(): Promise<AuditRecord[]> {
    const entries: AuditRecord[] = []
    for await (const entry of this.workspace.audit.read()) entries.push(entry)
    return entries
  }

  /** What was noted by itself about a record. */
  async noted(key: DocumentKey): Promise<string[]> {
    return (await this.history()).flatMap(({ entry }) =>
      entry.type === 'event' && entry.key === key ? [entry.what] : [],
    )
  }
}

/** What the books hold of a type, to be looked at field by field. */
export async function practiceEntities(
  practice: ControlledCompany,
  type: TypeName,
): Promise<Record<string, unknown>[]> {
  return (await practice.controls.entities(type)) as Record<string, unknown>[]
}

async function workspaceIn(folder: string, country: 'CA' | 'US'): Promise<Workspace> {
  const billdr = country === 'CA' ? BEAUBIEN : HARBOR
  const opened = await openWorkspace(
    folder,
    'lavoie',
    { ...NEW_PROFILE, name: 'lavoie', source: { location: '', keyEnv: null }, billdr },
    () => new Date(),
  )
  if (!opened.ok) throw new Error(opened.problem.code)
  return opened.value
}

function asText({ verdicts, guards, wantedRates }: Plan): string {
  return JSON.stringify([[...verdicts], guards, wantedRates])
}
