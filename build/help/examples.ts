import type { Problem, ProblemCode } from '../../shared/problem.ts'
import type { Language } from '../../shared/words/catalogues.ts'

type Params = Problem['params']

/** What fills a place of the explanations wherever nothing better fits: a help page speaks of an example. */
const ANYWHERE: Params = {
  applied: 800_000,
  billdr: 'CA',
  cause: 'ENOTFOUND',
  code: '06-400',
  columns: 'Montant HT, No',
  computed: 114_975,
  count: 12,
  currency: 'CAD',
  date: '2026-03-06',
  docNumber: '1003',
  due: '2026-02-28',
  element: 'Line.Amount',
  ending: 'PDF',
  expected: 'billdr-pro-export',
  exportedAt: '2026-03-30T16:00:00Z',
  field: 'issuedOn',
  fields: 'number, amount',
  file: 'invoices.json',
  folder: 'Billdr',
  found: 'other-export',
  foundId: 'bdr-9000',
  home: 'CAD',
  host: 'example.com',
  id: 'beaubien',
  install: 'gnome-keyring',
  invoice: '1002',
  key: 'invoice:i-1003',
  known: 240,
  last: '2026-03-31T16:00:00Z',
  limit: 10,
  location: 'C:\\Billdr\\export',
  name: 'Laurier',
  number: '1003',
  path: '../a.pdf',
  quickbooks: 'US',
  realmId: '9130350000000000001',
  reason: 'timeout',
  rest: 119_800,
  row: 14,
  seconds: 60,
  stated: 114_900,
  supported: '1',
  syncFrom: '2026-01-01',
  table: 'invoices',
  type: 'Invoice',
  until: '2025-12-31',
  value: '31/02/2026',
  what: '1003',
  which: 'expenseAccount',
}

const BY_LANGUAGE: Record<Language, Params> = {
  en: { fileName: 'receipt.pdf', said: 'Business Validation Error: You must specify a transaction amount.' },
  fr: { fileName: 'reçu.pdf', said: 'Erreur de validation : vous devez préciser le montant de l’opération.' },
}

/** Where one of those would make no sense. */
const BY_CODE: Partial<Record<ProblemCode, Params>> = {
  'dated-ahead': { date: '2027-03-06' },
  'record-field-invalid': { expected: 'day', value: '31/02/2026' },
  'record-field-missing': { expected: 'day' },
  'record-totals-differ': { field: 'total' },
  'record-id-twice': { value: 'i-1003' },
  'invoice-voided': { where: 'Billdr' },
  'record-reference-missing': { field: 'projectId', value: 'p-7', table: 'projects' },
  'source-manifest': { field: 'company.country', value: 'FR' },
  'source-version': { found: '2' },
  'cost-code-unmatched': { name: 'Bois et charpente' },
  'document-cost-code-unmatched': { name: 'Bois et charpente' },
  'mapping-not-found': { name: 'Job Expenses:Job Materials' },
  'sign-in-other-company': { expected: '9130350000000000002' },
  'guard-other-company': { expected: 'bdr-4821', found: 'Toitures Nord inc.' },
  'address-refused': { name: 'QBO_API_BASE' },
  'relay-refused': { host: 'relay.example.com' },
  'start-at-login-refused': { reason: 'EACCES' },
  'program-fault': { code: '2010' },
  'credit-not-applied': { number: 'C-12' },
  'linked-already': { id: '145' },
  'link-not-found': { id: '145' },
  'health-subscription-ended': { name: 'Rénovations Beaubien' },
  'health-one-currency': { currency: 'USD' },
  'health-starts-in-closed-books': { syncFrom: '2025-10-01' },
  'health-default-gone': { name: 'Job Expenses:Job Materials' },
  'health-account-type': { which: 'cheque', name: 'Mastercard', type: 'Credit Card' },
  'health-item-not-bought': { name: 'Services' },
  'attachment-content-differs': { found: 'text' },
  'attachment-picture-too-large': { fileName: 'IMG_0042.HEIC', type: 'HEIC' },
  'attachment-not-converted': { fileName: 'IMG_0042.HEIC', type: 'HEIC' },
}

/** A problem of this code as one might meet it. */
export function exampleOf(code: ProblemCode, language: Language): Problem {
  return { code, params: { ...ANYWHERE, ...BY_LANGUAGE[language], ...BY_CODE[code] } }
}
