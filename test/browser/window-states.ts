import type { Page } from 'playwright-core'
import type { BridgeHandlers } from '../../shared/bridge.ts'
import { finding } from '../../shared/health.ts'
import type { Kind } from '../../shared/kinds.ts'
import { keyOf } from '../../shared/kinds.ts'
import { cents } from '../../shared/money.ts'
import { problem } from '../../shared/problem.ts'
import type { QueueRow } from '../../shared/row.ts'
import type { BridgeDouble, DoubleParts } from '../window/bridge-double.ts'
import { manyRows } from '../window/many-rows.ts'
import { sampleDetails, sampleDocuments } from '../window/sample-rows.ts'

/** A state of the window that the practice company does not come into by itself, and how it is brought about. */
export interface WindowState {
  name: string
  /** Below `#/beaubien/`; the overview where it is empty. */
  screen: string
  parts?: DoubleParts
  width?: number
  height?: number
  forcedColours?: boolean
  /** What is pressed or told before the picture is taken. */
  act?: (page: Page, double: BridgeDouble) => Promise<unknown>
}

const ago = (seconds: number): string => new Date(Date.now() - seconds * 1000).toISOString()
const CONNECTION = {
  state: 'connected',
  environment: 'production',
  companyName: 'Rénovations Beaubien inc.',
  realmId: '9130350000000000001',
  expiresAt: null,
  endsForGoodAt: null,
  connectedAt: ago(86_400),
  connectedBy: 'anne',
  problem: null,
} as const
const SOURCE = { location: '/home/anne/Billdr/export', lastReadAt: ago(40), nextReadAt: null, problem: null }
/** The company as a bookkeeper has it: connected to the real QuickBooks. */
const REAL = { practice: null, connection: CONNECTION, source: SOURCE } as const
const NEW = { practice: null, lastPush: null, paused: true } as const
const NOT_CONNECTED = {
  ...CONNECTION,
  state: 'not-connected',
  companyName: null,
  realmId: null,
  problem: problem('not-connected'),
} as const

const never = (): Promise<never> => new Promise(() => undefined)
const refused = async (): Promise<never> => {
  throw new Error('the double does not answer')
}

function row(kind: Kind, id: string, part: Partial<QueueRow>): QueueRow {
  return {
    key: keyOf(kind, id),
    kind,
    billdrId: id,
    number: id,
    name: null,
    party: 'Marie-Ève Côté',
    project: 'Cuisine',
    date: '2026-03-26',
    amount: cents(96_000),
    currency: 'CAD',
    state: 'pending',
    quickbooks: null,
    problem: null,
    since: null,
    note: null,
    attachments: [],
    tax: null,
    differs: null,
    ignored: null,
    ...part,
  }
}

const LONG = 'Les Entreprises de rénovation, d’agrandissement et de toiture Beauchamp-Villeneuve & Associés (1987) ltée'
const HEBREW = 'שיפוצי הצפון בע״מ'

/** Names, numbers and amounts as they should never be, and are. */
const ODD_ROWS: QueueRow[] = [
  row('invoice', '2026-SALLE-DE-BAIN-PRINCIPALE-PHASE-2-RÉVISION-11', {
    party: LONG,
    project: 'Agrandissement arrière : rez-de-chaussée, sous-sol et garage double',
    amount: cents(123_456_789_01),
    state: 'failed',
    problem: problem(
      'number-taken',
      { number: '2026-SALLE-DE-BAIN-PRINCIPALE-PHASE-2-RÉVISION-11', type: 'Invoice', otherId: '145' },
      {
        other: {
          type: 'Invoice',
          id: '145',
          docNumber: '2026-SALL~k3f9~ION-11',
          date: '2026-03-11',
          party: 'Constructions Smith, O’Brien, Fortin-Desrochers et Fils ltée',
          amount: 172_525,
        },
      },
    ),
    since: ago(3 * 86_400),
  }),
  row('invoice', '1011', {
    party: HEBREW,
    project: 'מטבח',
    state: 'synced',
    quickbooks: { type: 'Invoice', id: '311', docNumber: '1011' },
    tax: { toAdd: cents(14_376), seen: cents(0) },
  }),
  row('expense', 'FL-0', {
    party: 'Matériaux Laurier inc.',
    amount: cents(0),
    state: 'held',
    problem: problem('total-negative', { number: 'FL-0' }),
    since: ago(7_200),
  }),
  row('credit', 'C-9', {
    amount: cents(-45_000),
    state: 'synced',
    quickbooks: { type: 'CreditMemo', id: '312', docNumber: 'C-9' },
  }),
  row('expense', 'e-x', {
    number: null,
    party: null,
    project: null,
    date: null,
    amount: null,
    state: 'held',
    problem: problem('record-field-missing', { table: 'expenses', row: 14, field: 'spentOn', expected: 'day' }),
    since: ago(60),
  }),
  row('payment', 'VIR-2231', { state: 'syncing', amount: cents(100_000_000) }),
  row('purchase-order', 'PO-12', {
    party: '<b>Toiture</b> & "fils"',
    state: 'held',
    problem: problem('purchase-orders-off'),
    since: ago(86_400),
  }),
  row('invoice', '1012', {
    state: 'ignored',
    ignored: { reason: 'Payée comptant, entrée à la main', at: ago(86_400) },
  }),
  row('invoice', '1013', {
    state: 'synced',
    quickbooks: { type: 'Invoice', id: '313', docNumber: '1013' },
    differs: [
      { field: 'amount', billdr: '960.00', quickbooks: '906.00' },
      { field: 'date', billdr: '2026-03-26', quickbooks: '2026-04-02' },
    ],
  }),
  row('invoice', '1014', {}),
]

const ALL_SYNCED = manyRows(40).map((each) => ({
  ...each,
  state: 'synced' as const,
  problem: null,
  since: null,
  ignored: null,
  quickbooks: { type: 'Invoice', id: '9', docNumber: each.number },
}))

/** A document of forty lines, as a quote that became an invoice has them. */
const fortyLines: BridgeHandlers['document'] = async ({ key }) => {
  const found = sampleDocuments().get(key)
  if (!found) return null
  const details = sampleDetails(found, Date.now())
  const lines = Array.from({ length: 40 }, (_, at) => ({
    description:
      at % 7 === 3
        ? 'Fourniture et pose de gypse 1/2 po, murs et plafonds, joints tirés et sablés, prêts à peindre'
        : `Poste ${at + 1}`,
    account: at === 11 ? null : 'Services',
    quantity: at % 3 === 0 ? '12.5' : null,
    unitPrice: at % 3 === 0 ? '33.30' : null,
    amount: 1_234 * (at + 1),
  }))
  return { ...details, lines }
}

const manyContacts: BridgeHandlers['contacts'] = async () => ({
  ok: true,
  value: Array.from({ length: 240 }, (_, at) => ({
    key: keyOf('client', `c-${at}`),
    name: at % 9 === 4 ? LONG : `Client ${String(at + 1).padStart(3, '0')}`,
    email: at % 2 ? `client${at}@example.com` : null,
    linked: at % 5 === 0 ? { id: String(at), name: `Client ${String(at + 1).padStart(3, '0')}` } : null,
    suggestions:
      at % 5 === 0
        ? []
        : at % 5 === 1
          ? [
              { id: '1', name: `Client ${at + 1} inc.`, reason: 'similar-name' as const, confidence: 0.82 },
              { id: '2', name: LONG, reason: 'same-email' as const, confidence: 0.7 },
            ]
          : [],
  })),
})

const pressTab =
  (at: number) =>
  (page: Page): Promise<void> =>
    page.getByRole('tab').nth(at).click()
const choose =
  (key: string) =>
  async (page: Page): Promise<void> =>
    page.locator(`[role="row"][data-key="${key}"]`).click()
const find = (page: Page, text: string): Promise<void> => page.getByRole('search').getByRole('textbox').fill(text)
const inPane = (page: Page) => page.getByRole('complementary')

export const WINDOW_STATES: readonly WindowState[] = [
  {
    name: 'first-run-data-trouble',
    screen: 'setup',
    parts: {
      status: {
        ...NEW,
        connection: NOT_CONNECTED,
        source: {
          ...SOURCE,
          lastReadAt: null,
          problem: problem('source-missing', { location: '/home/anne/Billdr/export' }),
        },
      },
    },
  },
  {
    name: 'first-run-quickbooks',
    screen: 'setup',
    parts: { status: { ...NEW, connection: NOT_CONNECTED, source: SOURCE } },
  },
  {
    name: 'first-run-quickbooks-trouble',
    screen: 'setup',
    parts: {
      status: { ...NEW, connection: NOT_CONNECTED, source: SOURCE },
      answers: { connect: async () => ({ ok: false, problem: problem('app-keys-missing') }) },
    },
    act: (page) => page.getByRole('main').getByRole('button', { name: /…$/ }).first().click(),
  },
  {
    name: 'first-run-matching',
    screen: 'setup',
    parts: { status: { ...NEW, connection: CONNECTION, source: SOURCE } },
  },
  {
    name: 'first-run-preview',
    screen: 'setup',
    parts: { status: { ...NEW, connection: CONNECTION, source: SOURCE } },
    act: async (page, double) => {
      double.change(
        double.keys().filter((key) => double.row(key)?.state === 'synced'),
        (each) => ({ ...each, state: 'pending', quickbooks: null }),
      )
      await page.getByRole('main').getByRole('list').first().getByRole('button').nth(3).click()
    },
  },
  {
    name: 'queue-new',
    screen: 'queue',
    parts: { rows: [], status: { ...REAL, lastPush: null, source: { ...SOURCE, lastReadAt: null } } },
    act: pressTab(9),
  },
  { name: 'queue-no-match', screen: 'queue', parts: { status: REAL }, act: (page) => find(page, 'laurier 88213') },
  { name: 'queue-no-match-anywhere', screen: 'queue', parts: { status: REAL }, act: (page) => find(page, 'zzz') },
  { name: 'queue-all-well', screen: 'queue', parts: { rows: ALL_SYNCED, status: REAL } },
  { name: 'queue-loading', screen: 'queue', parts: { status: REAL, answers: { rows: never } } },
  { name: 'queue-failed', screen: 'queue', parts: { status: REAL, answers: { rows: refused } } },
  {
    name: 'queue-offline',
    screen: 'queue',
    parts: {
      status: {
        ...REAL,
        connection: { ...CONNECTION, state: 'offline', problem: problem('offline', { cause: 'ENOTFOUND' }) },
      },
    },
  },
  {
    name: 'queue-source-missing',
    screen: 'queue',
    parts: {
      status: {
        ...REAL,
        source: { ...SOURCE, problem: problem('source-missing', { location: '/home/anne/Billdr/export' }) },
      },
    },
  },
  { name: 'queue-disconnected', screen: 'queue', parts: { status: { ...REAL, connection: NOT_CONNECTED } } },
  {
    name: 'queue-connection-ended',
    screen: 'queue',
    parts: { status: { ...REAL, connection: { ...CONNECTION, state: 'ended', problem: problem('connection-ended') } } },
  },
  {
    name: 'queue-connection-ends-soon',
    screen: 'queue',
    parts: {
      status: {
        ...REAL,
        connection: {
          ...CONNECTION,
          expiresAt: '2026-12-05T12:00:00Z',
          problem: problem('connection-ends-soon', { date: '2026-12-05' }),
        },
      },
    },
  },
  {
    name: 'queue-guard',
    screen: 'queue',
    parts: {
      status: {
        ...REAL,
        guards: [
          { id: 'g1', problem: problem('guard-export-shrank', { count: 12, known: 48 }), since: ago(600), keys: [] },
        ],
      },
    },
  },
  {
    name: 'queue-everything-at-once',
    screen: 'queue',
    parts: {
      status: {
        ...REAL,
        paused: true,
        guards: [
          { id: 'g1', problem: problem('guard-export-shrank', { count: 12, known: 48 }), since: ago(600), keys: [] },
        ],
        recovered: problem('data-recovered'),
        connection: { ...CONNECTION, state: 'ended', problem: problem('connection-ended') },
        source: { ...SOURCE, problem: problem('source-unreachable', { location: 'http://127.0.0.1:8123' }) },
      },
    },
  },
  {
    name: 'queue-sending',
    screen: 'queue',
    parts: { status: { ...REAL, progress: { phase: 'sending', done: 212, total: 640, pauseMs: null } } },
  },
  {
    name: 'queue-pausing',
    screen: 'queue',
    parts: { status: { ...REAL, progress: { phase: 'pausing', done: 212, total: 640, pauseMs: 42_000 } } },
  },
  {
    name: 'queue-odd',
    screen: 'queue',
    parts: { rows: ODD_ROWS, status: REAL },
    act: async (page) => {
      await pressTab(9)(page)
      await choose(ODD_ROWS[0]?.key ?? '')(page)
    },
  },
  {
    name: 'queue-odd-missing',
    screen: 'queue',
    parts: { rows: ODD_ROWS, status: REAL },
    act: async (page) => {
      await pressTab(9)(page)
      await choose('expense:e-x')(page)
    },
  },
  {
    name: 'queue-odd-differs',
    screen: 'queue',
    parts: { rows: ODD_ROWS, status: REAL },
    act: async (page) => {
      await pressTab(9)(page)
      await choose('invoice:1013')(page)
    },
  },
  {
    name: 'queue-compact',
    screen: 'queue',
    parts: { rows: manyRows(2_000), status: REAL },
    act: async (page) => {
      await page.evaluate(() => localStorage.setItem('billdr-qbo.density', '"compact"'))
      await page.reload()
      await page.getByRole('grid').waitFor()
      await pressTab(9)(page)
    },
  },
  { name: 'queue-many', screen: 'queue', parts: { rows: manyRows(2_000), status: REAL }, act: pressTab(9) },
  {
    name: 'queue-filter',
    screen: 'queue',
    parts: { rows: manyRows(2_000), status: REAL },
    act: (page) => page.getByRole('button', { name: /^(Filter|Filtrer)/ }).click(),
  },
  {
    name: 'queue-selected',
    screen: 'queue',
    parts: { rows: manyRows(2_000), status: REAL },
    act: async (page) => {
      await page.getByRole('grid').focus()
      for (const key of ['Space', 'Shift+ArrowDown', 'Shift+ArrowDown', 'Shift+ArrowDown'])
        await page.keyboard.press(key)
    },
  },
  {
    name: 'queue-menu-pause',
    screen: 'queue',
    parts: { status: REAL },
    act: (page) => page.getByRole('button', { name: /Pause sending|Suspendre/ }).click(),
  },
  {
    name: 'queue-menu-theme',
    screen: 'queue',
    parts: { status: REAL },
    act: (page) => page.getByRole('button', { name: /Language and appearance|Langue et apparence/ }).click(),
  },
  {
    name: 'queue-menu-company',
    screen: 'queue',
    parts: { second: true, status: REAL },
    act: (page) => page.getByRole('button', { name: /^(Company|Entreprise)/ }).click(),
  },
  {
    name: 'queue-keys',
    screen: 'queue',
    parts: { status: REAL },
    act: async (page) => {
      await page.getByRole('grid').focus()
      await page.keyboard.press('?')
    },
  },
  {
    name: 'queue-forty-lines',
    screen: 'queue',
    parts: { status: REAL, answers: { document: fortyLines } },
    act: async (page) => {
      await pressTab(4)(page)
      await find(page, '1001')
      await choose('invoice:i-1001')(page)
    },
  },
  {
    name: 'queue-ask-ignore',
    screen: 'queue',
    parts: { status: REAL },
    act: async (page) => {
      await choose('invoice:i-1008')(page)
      await inPane(page)
        .getByRole('button', { name: /^(Ignore|Ignorer)$/ })
        .click()
    },
  },
  {
    name: 'queue-ask-overwrite',
    screen: 'queue',
    parts: { status: REAL },
    act: async (page, double) => {
      double.change(['expense:e-3'], (each) => ({
        ...each,
        state: 'held',
        problem: problem('changed-in-quickbooks', { fields: 'amount, date' }),
        differs: [{ field: 'amount', billdr: '2950.00', quickbooks: '2590.00' }],
        since: ago(900),
      }))
      await choose('expense:e-3')(page)
      await inPane(page)
        .getByRole('button', { name: /^(Overwrite|Remplacer)/ })
        .click()
    },
  },
  {
    name: 'queue-receipt-held',
    screen: 'queue',
    parts: { status: REAL },
    act: async (page, double) => {
      double.change(['expense:e-3'], (each) => ({
        ...each,
        attachments: each.attachments.map((file) => ({
          ...file,
          state: 'held' as const,
          problem: problem('attachment-too-large', { fileName: file.fileName }),
        })),
      }))
      await pressTab(9)(page)
      await find(page, 'D-1190')
      await choose('expense:e-3')(page)
      await inPane(page).waitFor()
    },
  },
  { name: 'contacts-many', screen: 'contacts', parts: { status: REAL, answers: { contacts: manyContacts } } },
  {
    name: 'contacts-done',
    screen: 'contacts',
    parts: { status: REAL, answers: { contacts: async () => ({ ok: true, value: [] }) } },
  },
  {
    name: 'contacts-disconnected',
    screen: 'contacts',
    parts: {
      status: { ...REAL, connection: NOT_CONNECTED },
      answers: { contacts: async () => ({ ok: false, problem: problem('not-connected') }) },
    },
  },
  {
    name: 'cost-codes-choosing',
    screen: 'cost-codes',
    parts: { status: REAL },
    act: (page) =>
      page
        .getByRole('main')
        .getByRole('button', {
          name: /Account, for expenses, Choose for 17-900|Compte, pour les dépenses, Choisir pour 17-900/,
        })
        .click(),
  },
  {
    name: 'columns-unknown',
    screen: 'columns',
    parts: {
      status: {
        ...REAL,
        source: {
          ...SOURCE,
          problem: problem('source-columns-unknown', {
            table: 'invoices',
            file: 'factures.csv',
            columns: 'issued_on, status',
          }),
        },
      },
    },
  },
  { name: 'months-none', screen: 'months', parts: { rows: [], status: REAL } },
  { name: 'activity-none', screen: 'activity', parts: { rows: [], status: REAL } },
  {
    name: 'settings-findings',
    screen: 'settings',
    parts: {
      status: REAL,
      findings: [
        finding('stops', 'health-books-closed', { until: '2026-02-28', count: 3 }),
        finding('stops', 'health-purchase-orders-off', { count: 4 }),
        finding('harms', 'health-auto-apply-payments'),
        finding('hint', 'health-class-tracking'),
      ],
    },
  },
  { name: 'settings-disconnected', screen: 'settings', parts: { status: { ...REAL, connection: NOT_CONNECTED } } },
  {
    name: 'settings-ask-disconnect',
    screen: 'settings',
    parts: { status: REAL },
    act: (page) => page.getByRole('button', { name: /^(Disconnect|Déconnecter)$/ }).click(),
  },
  {
    name: 'settings-desktop',
    screen: 'settings/program',
    parts: {
      status: REAL,
      desktop: {
        version: '0.1.0',
        startsAtLogin: true,
        updates: {
          state: 'ready',
          checkedAt: ago(300),
          ready: { version: '0.2.0', notes: 'Faster start.\nMended: a receipt that was shown twice.' },
          beta: false,
        },
      },
    },
  },
  { name: 'companies-two', screen: '', parts: { second: true, status: REAL } },
  {
    name: 'companies-add',
    screen: '',
    parts: { second: true, status: REAL },
    act: (page) => page.getByRole('button', { name: /^(Add a company|Ajouter une entreprise)/ }).click(),
  },
  { name: 'queue-zoom-150', screen: 'queue/invoice:i-1008', width: 960, height: 600, parts: { status: REAL } },
  { name: 'settings-900', screen: 'settings', width: 900, height: 600, parts: { status: REAL } },
  { name: 'cost-codes-900', screen: 'cost-codes', width: 900, height: 600, parts: { status: REAL } },
  { name: 'contacts-900', screen: 'contacts', width: 900, height: 600, parts: { status: REAL } },
  { name: 'months-900', screen: 'months', width: 900, height: 600, parts: { status: REAL } },
  {
    name: 'setup-900',
    screen: 'setup',
    width: 900,
    height: 600,
    parts: { status: { ...NEW, connection: CONNECTION, source: SOURCE } },
  },
  { name: 'settings-zoom-200', screen: 'settings', width: 720, height: 450, parts: { status: REAL } },
  { name: 'companies-zoom-200', screen: '', width: 720, height: 450, parts: { second: true, status: REAL } },
  { name: 'queue-forced-colours', screen: 'queue/invoice:i-1008', forcedColours: true, parts: { status: REAL } },
  { name: 'cost-codes-forced-colours', screen: 'cost-codes', forcedColours: true, parts: { status: REAL } },
]
