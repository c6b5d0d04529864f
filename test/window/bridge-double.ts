import type {
  AppInfo,
  Bridge,
  BridgeEvent,
  BridgeHandlers,
  ContactMatch,
  CostCodeMatch,
  DesktopState,
} from '../../shared/bridge.ts'
import { CALLS, checkedArguments } from '../../shared/bridge.ts'
import type { ColumnMapping } from '../../shared/column-mapping.ts'
import { noColumnMapping } from '../../shared/column-mapping.ts'
import type { FirmSetting } from '../../shared/firm-setting.ts'
import type { HealthFinding } from '../../shared/health.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import type { Mappings } from '../../shared/mappings.ts'
import { noMappings } from '../../shared/mappings.ts'
import type { Problem } from '../../shared/problem.ts'
import { problem } from '../../shared/problem.ts'
import type { MonthsAnswer } from '../../shared/month-books.ts'
import type { QueueRow } from '../../shared/row.ts'
import { countStates, needsPerson } from '../../shared/row.ts'
import type { Settings } from '../../shared/settings.ts'
import { defaultSettings } from '../../shared/settings.ts'
import type { CompanyStatus } from '../../shared/status.ts'
import { sampleColumns } from './sample-columns.ts'
import type { SampleDocument } from './sample-rows.ts'
import { sampleAttachment, sampleDetails, sampleDocuments } from './sample-rows.ts'
import type { Result } from '../../shared/result.ts'

export interface DoubleParts {
  /** Rows instead of the practice export's. */
  rows?: readonly QueueRow[]
  status?: Partial<CompanyStatus>
  /** Another company beside the first. */
  second?: boolean
  language?: AppInfo['language']
  /** Settings that cause trouble. */
  findings?: HealthFinding[]
  /** The desktop program around the window; a browser where it is left out. */
  desktop?: DesktopState
  /** How Intuit is reached. */
  network?: { proxy: string; asks: string | null }
  /** What the firm has set. */
  byFirm?: readonly FirmSetting[]
  /** What there is to know of where the data lies. */
  notice?: Problem
  /** Milliseconds since 1970 that the double believes it is. */
  now?: () => number
  /** Calls that are answered otherwise than from memory: a list that never comes, an account of forty lines. */
  answers?: Partial<BridgeHandlers>
}

const BEAUBIEN = 'beaubien'

/**
 * A companion for tests of the window alone: it answers every call of the contract from memory, with the practice export's
 * records, and does to its rows what the real one would. `calls` is what the window asked for, in order.
 */
export class BridgeDouble {
  readonly calls: { name: string; args: unknown }[] = []
  /** What `months` answers. */
  months: MonthsAnswer = { homeCurrency: 'CAD', months: [], marked: [] }
  readonly #documents: Map<DocumentKey, SampleDocument>
  readonly #listeners = new Set<(event: BridgeEvent) => void>()
  readonly #now: () => number
  #revision = 1
  #language: AppInfo['language']
  readonly #findings: HealthFinding[]
  #companies: CompanyStatus[]
  #desktop: DesktopState | null
  readonly #notice: Problem | null
  #network: { proxy: string; asks: string | null }
  readonly #byFirm: readonly FirmSetting[]
  readonly #answers: Partial<BridgeHandlers>
  #mappings: Mappings = noMappings()
  #settings: Settings = defaultSettings()
  #columns: ColumnMapping = noColumnMapping()

  constructor(parts: DoubleParts = {}) {
    this.#now = parts.now ?? Date.now
    this.#language = parts.language ?? 'en'
    this.#findings = parts.findings ?? []
    this.#desktop = parts.desktop ?? null
    this.#notice = parts.notice ?? null
    this.#network = parts.network ?? { proxy: '', asks: null }
    this.#byFirm = parts.byFirm ?? []
    this.#answers = parts.answers ?? {}
    this.#documents = parts.rows
      ? new Map(parts.rows.map((row) => [row.key, { row, record: { id: row.billdrId } }]))
      : sampleDocuments()
    const ago = (seconds: number): string => new Date(this.#now() - seconds * 1000).toISOString()
    const first: CompanyStatus = {
      companyId: BEAUBIEN,
      name: 'Rénovations Beaubien',
      colour: '#7a4bc2',
      counts: countStates([]),
      needsYou: 0,
      connection: {
        state: 'connected',
        environment: 'practice',
        companyName: 'Beaubien (practice)',
        realmId: '9130',
        expiresAt: null,
        endsForGoodAt: null,
        connectedAt: ago(86_400),
        connectedBy: 'anne',
        problem: null,
      },
      listsTurn: 0,
      source: {
        location: '/home/anne/Billdr/export',
        lastReadAt: ago(40),
        nextReadAt: new Date(this.#now() + 20_000).toISOString(),
        problem: null,
      },
      lastPush: { at: ago(55), sent: 36, failed: 1 },
      guards: [],
      paused: false,
      progress: { phase: 'idle', done: 0, total: null, pauseMs: null },
      recovered: null,
      practice: { booksUrl: 'http://127.0.0.1:1/', nextSample: true },
      ...parts.status,
    }
    const second: CompanyStatus = {
      ...first,
      companyId: 'lanctot',
      name: 'Toitures Lanctôt',
      colour: '#b3541e',
      practice: null,
      lastPush: null,
      connection: {
        ...first.connection,
        environment: 'production',
        state: 'ended',
        companyName: 'Toitures Lanctôt inc.',
        problem: problem('connection-ended'),
      },
    }
    this.#companies = parts.second ? [first, second] : [first]
    this.#recount()
  }

  row(key: DocumentKey): QueueRow | null {
    return this.#documents.get(key)?.row ?? null
  }

  keys(): DocumentKey[] {
    return [...this.#documents.keys()]
  }

  /** Gives rows a new face, and tells the windows. */
  change(keys: readonly DocumentKey[], changed: (row: QueueRow) => QueueRow): void {
    const rows: QueueRow[] = []
    for (const key of keys) {
      const found = this.#documents.get(key)
      if (!found) continue
      const row = changed(found.row)
      this.#documents.set(key, { ...found, row })
      rows.push(row)
    }
    this.#revision++
    this.#recount()
    this.tell({ event: 'rows', company: BEAUBIEN, revision: this.#revision, rows, removed: [] })
    this.tell({ event: 'status', status: this.status() })
  }

  remove(keys: DocumentKey[]): void {
    for (const key of keys) this.#documents.delete(key)
    this.#revision++
    this.#recount()
    this.tell({ event: 'rows', company: BEAUBIEN, revision: this.#revision, rows: [], removed: keys })
  }

  status(): CompanyStatus {
    const [first] = this.#companies
    if (!first) throw new Error('the double has no company')
    return first
  }

  changeStatus(part: Partial<CompanyStatus>): void {
    this.#companies = this.#companies.map((each, at) => (at === 0 ? { ...each, ...part } : each))
    this.tell({ event: 'status', status: this.status() })
  }

  tell(event: BridgeEvent): void {
    for (const listener of this.#listeners) listener(event)
  }

  listen = (listener: (event: BridgeEvent) => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** The bridge as a window sees it, with the arguments checked as the real ones are. */
  bridge(): Bridge {
    const handlers = this.handlers()
    const calls = Object.keys(CALLS).map((name) => [
      name,
      async (args: unknown) => {
        const checked = checkedArguments(name, args)
        if (!checked) throw new Error(`arguments do not fit: ${name}`)
        return (handlers[checked.name] as (args: unknown) => Promise<unknown>)(checked.args)
      },
    ])
    return { ...Object.fromEntries(calls), listen: this.listen } as Bridge
  }

  #recount(): void {
    const rows = [...this.#documents.values()].map((each) => each.row)
    const counts = countStates(rows)
    const needsYou = rows.filter(needsPerson).length
    this.#companies = this.#companies.map((each, at) => (at === 0 ? { ...each, counts, needsYou } : each))
  }

  #keysOf(wanted: 'all' | DocumentKey[]): DocumentKey[] {
    return wanted === 'all' ? this.keys().filter((key) => this.row(key)?.state === 'failed') : wanted
  }

  #sent(key: DocumentKey, more: Partial<QueueRow> = {}): void {
    this.change([key], (row) => ({
      ...row,
      ...more,
      state: 'synced',
      problem: null,
      quickbooks: { type: 'Invoice', id: '900', docNumber: more.number ?? row.number },
    }))
  }

  handlers(): BridgeHandlers {
    const done: Result = { ok: true, value: null }
    const note = <A>(name: string, args: A): A => {
      this.calls.push({ name, args })
      return args
    }
    const only = (company: string): CompanyStatus =>
      this.#companies.find((each) => each.companyId === company) ?? this.status()
    return {
      appInfo: async () => ({
        version: '0.1.0',
        host: 'browser',
        language: this.#language,
        keychain: true,
        notice: this.#notice,
        byFirm: this.#byFirm,
      }),
      setLanguage: async ({ language }) => {
        note('setLanguage', language)
        this.#language = language
        return done
      },
      network: async () => this.#network,
      setProxy: async ({ proxy }) => {
        note('setProxy', proxy)
        this.#network = { ...this.#network, proxy }
        return done
      },
      setProxySignIn: async (args) => {
        note('setProxySignIn', args)
        this.#network = { ...this.#network, asks: null }
        return done
      },
      logTail: async () => [],
      companies: async () => this.#companies,
      addCompany: async (args) => {
        note('addCompany', args)
        return { ok: true, value: { id: 'new' } }
      },
      status: async ({ company }) => only(company),
      rows: async ({ company, since }) => {
        if (company !== BEAUBIEN) return { revision: 1, whole: since === null, rows: [], removed: [] }
        return {
          revision: this.#revision,
          whole: true,
          rows: [...this.#documents.values()].map((each) => each.row),
          removed: [],
        }
      },
      document: async ({ key }) => {
        const found = this.#documents.get(key)
        return found ? sampleDetails(found, this.#now()) : null
      },
      attachment: async ({ key, attachmentId }) => {
        const found = this.#documents.get(key)
        const bytes = found && sampleAttachment(found.record, attachmentId)
        return bytes
          ? { ok: true, value: bytes }
          : { ok: false, problem: problem('attachment-missing', { fileName: attachmentId }) }
      },
      syncNow: async (args) => {
        note('syncNow', args)
        return done
      },
      pause: async (args) => {
        note('pause', args)
        this.changeStatus({ paused: args.until !== null })
        return done
      },
      retry: async (args) => {
        note('retry', args)
        const keys = this.#keysOf(args.keys)
        this.change(keys, (row) => ({ ...row, state: 'pending', problem: null }))
        return { ok: true, value: { count: keys.length } }
      },
      ignore: async (args) => {
        note('ignore', args)
        const keys = this.#keysOf(args.keys)
        this.change(keys, (row) => ({
          ...row,
          state: 'ignored',
          ignored: { reason: args.reason, at: new Date(this.#now()).toISOString() },
        }))
        return { ok: true, value: { count: keys.length } }
      },
      unignore: async (args) => {
        note('unignore', args)
        const keys = this.#keysOf(args.keys)
        this.change(keys, (row) => ({ ...row, state: row.problem ? 'held' : 'pending', ignored: null }))
        return { ok: true, value: { count: keys.length } }
      },
      approve: async (args) => {
        note('approve', args)
        for (const key of args.keys) this.#sent(key)
        return { ok: true, value: { count: args.keys.length } }
      },
      ignoreReceipt: async (args) => {
        note('ignoreReceipt', args)
        this.change([args.key], (row) => ({
          ...row,
          attachments: row.attachments.map((each) =>
            each.id === args.attachmentId ? { ...each, state: 'ignored', problem: null } : each,
          ),
        }))
        return done
      },
      candidates: async ({ key }) => {
        note('candidates', key)
        return { ok: true, value: [] }
      },
      link: async (args) => {
        note('link', args)
        this.#sent(args.key)
        return done
      },
      unlink: async (args) => {
        note('unlink', args)
        this.change([args.key], (row) => ({ ...row, state: 'pending', quickbooks: null }))
        return done
      },
      act: async (args) => {
        note('act', args)
        this.#sent(args.key, args.action === 'take-next-number' ? { number: '1009' } : {})
        return done
      },
      confirmGuard: async (args) => {
        note('confirmGuard', args)
        this.changeStatus({ guards: this.status().guards.filter((guard) => guard.id !== args.guard) })
        return { ok: true, value: { count: 12 } }
      },
      contacts: async () => ({ ok: true, value: this.#contacts() }),
      costCodes: async () => ({ ok: true, value: this.#costCodes() }),
      health: async () => ({ ok: true, value: { lookedAt: '2026-03-31T16:00:00Z', findings: this.#findings } }),
      booksLists: async () => ({
        ok: true,
        value: {
          customers: [
            { id: '1', name: 'Marie-Eve Cote', isProject: false },
            { id: '2', name: 'Smith & Fils ltée', isProject: false },
            { id: '3', name: 'Smith & Fils ltée:Cuisine', isProject: true },
          ],
          vendors: [
            { id: '11', name: 'Matériaux Laurier' },
            { id: '12', name: 'Électricité Dubé' },
          ],
          items: [
            { id: '21', name: 'Services' },
            { id: '22', name: 'Materials' },
          ],
          accounts: [
            { id: '31', name: 'Job Expenses', type: 'Expense' },
            { id: '32', name: 'Job Expenses:Job Materials', type: 'Expense' },
            { id: '33', name: 'Job Expenses:Subcontractors', type: 'Expense' },
            { id: '34', name: 'Job Expenses:Permits', type: 'Expense' },
            { id: '35', name: 'Checking', type: 'Bank' },
            { id: '36', name: 'Petty Cash', type: 'Bank' },
            { id: '37', name: 'Mastercard', type: 'Credit Card' },
            { id: '38', name: 'Undeposited Funds', type: 'Other Current Asset' },
            { id: '39', name: 'Accounts Payable (A/P)', type: 'Accounts Payable' },
          ],
          taxCodes: [
            { id: '2', name: 'Exempt' },
            { id: '5', name: 'GST/QST QC - 9.975' },
          ],
        },
      }),
      createForCostCode: async (args) => {
        note('createForCostCode', args)
        return done
      },
      mappings: async () => this.#mappings,
      setMappings: async (args) => {
        note('setMappings', args)
        this.#mappings = args.mappings
        return done
      },
      settings: async () => this.#settings,
      setSettings: async (args) => {
        note('setSettings', args)
        this.#settings = {
          ...this.#settings,
          ...Object.fromEntries(Object.entries(args.settings).filter(([, value]) => value !== undefined)),
        }
        return { ok: true, value: this.#settings }
      },
      setSource: async (args) => {
        note('setSource', args)
        if (!args.location.startsWith('/'))
          return { ok: false, problem: problem('source-missing', { location: args.location }) }
        this.changeStatus({ source: { ...this.status().source, location: args.location } })
        return done
      },
      places: async ({ at }) => {
        const folder = at ?? '/home/anne'
        const folders = folder === '/home/anne' ? ['/home/anne/Billdr', '/home/anne/Documents'] : []
        const zips = folder === '/home/anne/Billdr' ? ['/home/anne/Billdr/mars.zip'] : []
        const up = folder === '/' ? null : folder.replace(/\/[^/]+$/, '') || '/'
        return { ok: true, value: { at: folder, up, folders, zips, more: false } }
      },
      columns: async ({ draft }) => ({ ok: true, value: sampleColumns(this.#columns, draft ?? this.#columns) }),
      setColumns: async (args) => {
        note('setColumns', args)
        this.#columns = args.mapping
        return done
      },
      connect: async (args) => {
        note('connect', args)
        return { ok: true, value: { authorizeUrl: 'http://127.0.0.1:1/connect', notice: null } }
      },
      finishConnect: async (args) => {
        note('finishConnect', args)
        const connection = { ...this.status().connection, state: 'connected' as const, problem: null }
        this.changeStatus({ connection })
        return { ok: true, value: connection }
      },
      disconnect: async (args) => {
        note('disconnect', args)
        this.changeStatus({
          connection: { ...this.status().connection, state: 'not-connected', problem: problem('not-connected') },
        })
        return done
      },
      months: async () => this.months,
      readMonth: async (args) => {
        note('readMonth', args)
        return done
      },
      signMonth: async (args) => {
        note('signMonth', args)
        return done
      },
      notFromBilldr: async (args) => {
        note('notFromBilldr', args)
        return done
      },
      monthReport: async (args) => {
        note('monthReport', args)
        return { ok: true, value: { fileName: `beaubien-${args.month}.${args.form}`, base64: '' } }
      },
      setAppKeys: async ({ clientId }) => {
        note('setAppKeys', { clientId })
        return done
      },
      runs: async () => ({ ok: true, value: [] }),
      runDocuments: async () => ({ ok: true, value: [] }),
      shownUndo: async () => ({ ok: true, value: [] }),
      undo: async ({ shown }) => ({ ok: true, value: shown }),
      activity: async () => {
        const details = [...this.#documents.values()].flatMap((each) =>
          sampleDetails(each, this.#now()).history.map((entry) => ({ ...entry, key: each.row.key })),
        )
        return details.sort((a, b) => (a.at < b.at ? 1 : -1))
      },
      open: async (args) => {
        note('open', args)
        return { ok: true, value: { url: 'http://127.0.0.1:1/' } }
      },
      desktop: async () => this.#desktop,
      setStartAtLogin: async (args) => {
        note('setStartAtLogin', args)
        if (this.#desktop) this.#desktop = { ...this.#desktop, startsAtLogin: args.on }
        return done
      },
      checkForUpdates: async (args) => {
        note('checkForUpdates', args)
        return done
      },
      setBetaUpdates: async (args) => {
        note('setBetaUpdates', args)
        const updates = this.#desktop?.updates
        if (this.#desktop && updates) this.#desktop = { ...this.#desktop, updates: { ...updates, beta: args.on } }
        return done
      },
      restartToUpdate: async (args) => {
        note('restartToUpdate', args)
        return done
      },
      nextSample: async (args) => {
        note('nextSample', args)
        this.changeStatus({ practice: { booksUrl: this.status().practice?.booksUrl ?? null, nextSample: false } })
        return done
      },
      ...this.#answers,
    }
  }

  #contacts(): ContactMatch[] {
    return this.keys()
      .filter((key) => /^(client|project|professional):/.test(key))
      .map((key) => {
        const row = this.row(key)
        const name = row?.name ?? key
        const linked = row?.quickbooks ? { id: row.quickbooks.id, name } : null
        return {
          key,
          name,
          email: null,
          linked,
          suggestions: linked ? [] : [{ id: '1', name: `${name} inc.`, reason: 'similar-name', confidence: 0.82 }],
        }
      })
  }

  #costCodes(): CostCodeMatch[] {
    return this.keys()
      .filter((key) => key.startsWith('cost-code:'))
      .map((key) => {
        const row = this.row(key)
        const open = row?.state === 'held'
        return {
          key,
          code: row?.number ?? '',
          name: row?.name ?? '',
          item: open ? null : 'Services',
          account: open ? null : 'Job Expenses:Job Materials',
          usedFor: 'both',
          usedBy: open ? 1 : 3,
          suggestions: open ? [{ item: null, account: 'Job Expenses', reason: 'similar-name', confidence: 0.4 }] : [],
        }
      })
  }
}
