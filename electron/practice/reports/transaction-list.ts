import type { Core } from '../core.ts'
import type { TypeName } from '../entities/entity-types.ts'
import { fieldsAt, refAt, rowsAt, textAt, type Fields, type Stored } from '../entities/json.ts'
import { invalidEnumeration, refused, type Result } from '../entities/refusal.ts'
import { detailOf } from '../rules/lines.ts'
import { depositOf } from '../rules/deposits.ts'
import { homeCurrency, type CompanySettings } from '../company/settings.ts'
import { pacificDay, pacificSeconds } from '../company/times.ts'

/** The words of the parameter `cleared`, as public clients of the report name them. */
const STATUSES = ['Cleared', 'Uncleared', 'Reconciled', 'Deposited'] as const
type ClearedStatus = (typeof STATUSES)[number]

const LISTED: readonly TypeName[] = [
  'Invoice',
  'CreditMemo',
  'Payment',
  'Purchase',
  'Bill',
  'BillPayment',
  'PurchaseOrder',
  'Deposit',
  'SalesReceipt',
  'RefundReceipt',
  'JournalEntry',
]

const TITLES: Record<string, string> = {
  tx_date: 'Date',
  txn_type: 'Transaction Type',
  doc_num: 'Num',
  is_no_post: 'Posting',
  name: 'Name',
  memo: 'Memo/Description',
  account_name: 'Account',
  other_account: 'Split',
  subt_nat_amount: 'Amount',
  is_cleared: 'Clr',
}
const DEFAULT_COLUMNS = Object.keys(TITLES).filter((each) => each !== 'is_cleared')

/**
 * The report of transactions between two days. It alone tells what a person has reconciled: the entities hold nothing of
 * it (facts 1.23). The cell of the transaction type carries the id of the document.
 */
export function transactionList(core: Core, query: URLSearchParams): Result<Fields> {
  const cleared = query.get('cleared')
  if (cleared !== null && !STATUSES.some((each) => each === cleared))
    return refused(invalidEnumeration('cleared', cleared))
  const today = pacificDay(core.clock())
  const from = query.get('start_date') ?? `${today.slice(0, 8)}01`
  const until = query.get('end_date') ?? today
  const asked = query.get('columns')?.split(',') ?? DEFAULT_COLUMNS
  const columns = [...new Set(['tx_date', 'txn_type', ...asked])].filter((each) => TITLES[each] !== undefined)
  const { books, settings } = core.state
  const found = LISTED.flatMap((type) => books.all(type).map((entity) => ({ type, entity })))
    .filter(({ entity }) => {
      const day = textAt(entity, 'TxnDate') ?? ''
      return day >= from && day <= until
    })
    .filter(({ type, entity }) => cleared === null || clearedStatus(settings, type, entity) === cleared)
    .sort((a, b) => (textAt(a.entity, 'TxnDate') ?? '').localeCompare(textAt(b.entity, 'TxnDate') ?? ''))
  return {
    value: {
      Header: {
        Time: pacificSeconds(core.clock()),
        ReportName: 'TransactionList',
        StartPeriod: from,
        EndPeriod: until,
        Currency: homeCurrency(settings).value,
        Option: [{ Name: 'NoReportData', Value: String(found.length === 0) }],
      },
      Columns: { Column: columns.map((each): Fields => ({ ColTitle: TITLES[each] ?? each, ColType: each })) },
      Rows:
        found.length === 0
          ? {}
          : {
              Row: found.map(({ type, entity }): Fields => ({
                ColData: columns.map((column) => cellOf(settings, type, entity, column)),
                type: 'Data',
              })),
            },
    },
  }
}

/** What a bank reconciliation has made of a document: a match makes it cleared, the statement's end reconciled. */
function clearedStatus(settings: CompanySettings, type: TypeName, entity: Stored): ClearedStatus {
  const locks = settings.locked.filter((each) => each.type === type && each.id === entity.Id).map((each) => each.code)
  if (locks.includes('reconciled')) return 'Reconciled'
  if (locks.includes('bank-matched')) return 'Cleared'
  return type === 'Payment' && depositOf(entity) !== null ? 'Deposited' : 'Uncleared'
}

const LETTERS: Record<ClearedStatus, string> = { Reconciled: 'R', Cleared: 'C', Deposited: '', Uncleared: '' }

function cellOf(settings: CompanySettings, type: TypeName, entity: Stored, column: string): Fields {
  switch (column) {
    case 'tx_date':
      return { value: textAt(entity, 'TxnDate') ?? '' }
    case 'txn_type':
      return { value: typeWords(type, entity), id: entity.Id }
    case 'doc_num':
      return { value: textAt(entity, 'DocNumber') ?? textAt(entity, 'PaymentRefNum') ?? '' }
    case 'is_no_post':
      return { value: type === 'PurchaseOrder' ? 'No' : 'Yes' }
    case 'name':
      return named(entity, ['CustomerRef', 'VendorRef', 'EntityRef'])
    case 'memo':
      return { value: textAt(entity, 'PrivateNote') ?? '' }
    case 'account_name':
      return named(entity, ['AccountRef', 'DepositToAccountRef', 'APAccountRef', 'ARAccountRef'])
    case 'other_account':
      return named(detailOf(rowsAt(entity, 'Line')[0] ?? {}) ?? {}, ['AccountRef', 'ItemRef'])
    case 'subt_nat_amount':
      return { value: Number(entity['TotalAmt'] ?? 0).toFixed(2) }
    default:
      return { value: LETTERS[clearedStatus(settings, type, entity)] }
  }
}

function named(entity: Fields, references: readonly string[]): Fields {
  const found = references.find((each) => refAt(entity, each) !== null)
  if (found === undefined) return { value: '', id: '' }
  return { value: textAt(fieldsAt(entity, found), 'name') ?? '', id: refAt(entity, found) ?? '' }
}

function typeWords(type: TypeName, entity: Fields): string {
  switch (type) {
    case 'Purchase':
      return { Check: 'Check', CreditCard: 'Credit Card Expense' }[textAt(entity, 'PaymentType') ?? ''] ?? 'Expense'
    case 'BillPayment':
      return textAt(entity, 'PayType') === 'CreditCard' ? 'Bill Payment (Credit Card)' : 'Bill Payment (Check)'
    case 'CreditMemo':
      return 'Credit Memo'
    case 'PurchaseOrder':
      return 'Purchase Order'
    case 'SalesReceipt':
      return 'Sales Receipt'
    case 'RefundReceipt':
      return 'Refund Receipt'
    case 'JournalEntry':
      return 'Journal Entry'
    default:
      return type
  }
}
