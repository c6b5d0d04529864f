import { cents, jsonNumberOf, sumOf } from '../../../shared/money.ts'
import { linesForOpenInvoices } from './auto-apply.ts'
import { completeTransaction, numberTaken, required, type Draft, type EntityRules } from '../entities/draft.ts'
import type { TypeName } from '../entities/entity-types.ts'
import { centsAt, fieldsAt, refAt, rowsAt, textAt, type Fields, type Stored } from '../entities/json.ts'
import { applicationsOf, paysFor, settleApplications, unappliedOf } from './links.ts'
import {
  businessRule,
  cannotBeLinked,
  invalidEnumeration,
  missing,
  negativeAmount,
  notFound,
  ruleWithCode,
  type Refusal,
} from '../entities/refusal.ts'
import { homeCurrency } from '../company/settings.ts'
import { controlAccount, otherCurrency, otherReceivable } from './currency.ts'
import { voidedNote } from './sales.ts'
import type { Work } from '../entities/work.ts'

const PAYMENT_LINKS = [
  'Invoice',
  'CreditMemo',
  'Expense',
  'Check',
  'CreditCardCredit',
  'JournalEntry',
  'RefundReceipt',
  'Deposit',
]
const BILL_LINKS = ['Bill', 'VendorCredit', 'JournalEntry', 'Deposit']
const KEPT_TYPES: readonly string[] = ['Invoice', 'CreditMemo', 'Bill']

/** Each line pays one existing document of the party. */
function checkLinks(draft: Draft, allowed: readonly string[], party: 'CustomerRef' | 'VendorRef'): Refusal[] {
  const { next, work } = draft
  const partyId = refAt(next, party) ?? ''
  for (const line of rowsAt(next, 'Line')) {
    if (line['Amount'] === undefined) return [missing('Line.Amount')]
    if (centsAt(line, 'Amount') < 0) return [negativeAmount('Line.Amount')]
    const links = rowsAt(line, 'LinkedTxn')
    const link = links[0]
    if (!link) return [missing('Line.LinkedTxn')]
    if (links.length > 1) return [cannotBeLinked('a line may have one linked transaction')]
    const type = textAt(link, 'TxnType')
    const id = textAt(link, 'TxnId')
    if (type === null) return [missing('Line.LinkedTxn.TxnType')]
    if (id === null) return [missing('Line.LinkedTxn.TxnId')]
    if (!allowed.includes(type)) return [invalidEnumeration('Line.LinkedTxn.TxnType', type)]
    const target = KEPT_TYPES.includes(type) ? work.get(type as TypeName, id) : null
    if (!target) return [notFound()]
    const owner = refAt(target, party) ?? ''
    const mayPay = party === 'CustomerRef' ? paysFor(work, partyId, owner) : partyId === owner
    // CHB 5.3, BILL: 620, with the path as element.
    if (!mayPay) return [linksAnothers(party === 'CustomerRef' ? 'Payment' : 'BillPayment')]
  }
  return []
}

function linksAnothers(paying: 'Payment' | 'BillPayment'): Refusal {
  const element = `${paying}.Line.LinkedTxn.TxnId`
  return { ...cannotBeLinked(element), element }
}

/**
 * Applies no more than is open: what a line says beyond that stays unapplied, and a line for which nothing is left is
 * dropped, with 200 and without a word (BRZ 36 for invoices, FF 5.6 for bills). A credit is never used beyond itself.
 */
function capped(draft: Draft): Fields[] {
  const { work, before } = draft
  const own = applicationsOf(before)
  const used = new Map<string, number>()
  return rowsAt(draft.next, 'Line').flatMap((line) => {
    const link = rowsAt(line, 'LinkedTxn')[0]
    const type = textAt(link, 'TxnType') as TypeName
    const id = textAt(link, 'TxnId') ?? ''
    if (type !== 'Invoice' && type !== 'Bill') return [line]
    const key = `${type} ${id}`
    const before = sumOf(own.filter((each) => each.type === type && each.id === id).map((each) => each.amount))
    const open = centsAt(work.get(type, id), 'Balance') + before - (used.get(key) ?? 0)
    const amount = cents(Math.min(centsAt(line, 'Amount'), Math.max(0, open)))
    used.set(key, (used.get(key) ?? 0) + amount)
    return amount > 0 || centsAt(line, 'Amount') === 0 ? [{ ...line, Amount: jsonNumberOf(amount) }] : []
  })
}

function isCapped(draft: Draft, lines: readonly Fields[]): boolean {
  const sum = (rows: readonly Fields[]): number => sumOf(rows.map((line) => centsAt(line, 'Amount')))
  return sum(lines) !== sum(rowsAt(draft.next, 'Line'))
}

function moreThanOpen(): Refusal {
  return businessRule(
    'The amount applied is more than the open balance of the transaction.',
    'Le montant appliqué dépasse le solde de l’opération.',
  )
}

function moreThanPaid(draft: Draft): Refusal[] {
  return unappliedOf(draft.next) < 0
    ? [
        businessRule(
          'The payments you entered add up to more than the amount of the payment.',
          'Les montants appliqués dépassent le paiement.',
        ),
      ]
    : []
}

/** Payment lines with their ids, and the junk that QuickBooks adds to them (never to be echoed). */
function withExtras(work: Work, lines: readonly Fields[]): Fields[] {
  return lines.map((line) => {
    const link = rowsAt(line, 'LinkedTxn')[0] ?? {}
    const type = textAt(link, 'TxnType') as TypeName
    const target = work.get(type, textAt(link, 'TxnId') ?? '')
    const pair = (name: string, value: string): Fields => ({
      name: '{http://schema.intuit.com/finance/v3}NameValue',
      declaredType: 'com.intuit.schema.finance.v3.NameValue',
      scope: 'javax.xml.bind.JAXBElement$GlobalScope',
      value: { Name: name, Value: value },
      nil: false,
      globalScope: true,
      typeSubstituted: false,
    })
    return {
      Amount: line['Amount'] ?? 0,
      LinkedTxn: [{ TxnId: textAt(link, 'TxnId') ?? '', TxnType: type }],
      LineEx: {
        any: [
          pair('txnId', textAt(link, 'TxnId') ?? ''),
          pair('txnOpenBalance', String(textAt(target, 'Balance') ?? '0')),
          pair('txnReferenceNumber', textAt(target, 'DocNumber') ?? ''),
        ],
      },
    }
  })
}

export const PAYMENT_RULES: EntityRules = {
  kept: ['TxnDate', 'CurrencyRef', 'DepositToAccountRef', 'ProcessPayment', 'LinkedTxn'],
  complete(draft) {
    const { next, work, before } = draft
    const absent = required(next, 'CustomerRef', 'TotalAmt')
    if (absent.length > 0) return absent
    const first = completeTransaction(draft)
    if (first.length > 0) return first
    const total = centsAt(next, 'TotalAmt')
    if (total < 0)
      return [
        businessRule(
          'The payment amount must be 0 or greater.',
          'Le montant du paiement doit être supérieur ou égal à 0.',
        ),
      ]
    next['DepositToAccountRef'] ??= undepositedFunds(work)
    const into = textAt(work.get('Account', refAt(next, 'DepositToAccountRef') ?? ''), 'AccountType')
    if (into !== 'Bank' && into !== 'Other Current Asset')
      return [businessRule('You must deposit to a bank or other current asset account.')]
    const foreign = [...otherReceivable(draft), ...otherCurrency(draft, refAt(next, 'DepositToAccountRef'))].slice(0, 1)
    if (foreign.length > 0) return foreign
    if (!before && rowsAt(next, 'Line').length === 0 && work.settings.autoApplyPayments) {
      next['Line'] = linesForOpenInvoices(work, refAt(next, 'CustomerRef') ?? '', total)
    }
    const wrong = checkLinks(draft, PAYMENT_LINKS, 'CustomerRef')
    if (wrong.length > 0) return wrong
    const over = moreThanPaid(draft)
    if (over.length > 0) return over
    const lines = capped(draft)
    // The use of a credit (a payment of nothing) has no rest that could stay unapplied.
    if (isCapped(draft, lines) && (work.settings.overpayment === 'refuse' || total === 0)) return [moreThanOpen()]
    next['Line'] = withExtras(work, lines)
    const open = unappliedOf(next)
    if (total === 0 && open > 0) return [businessRule('You must apply the credit to a transaction in full.')]
    next['UnappliedAmt'] = jsonNumberOf(open)
    next['ProcessPayment'] ??= false
    return []
  },
  settle: (work, entity, before) => settleApplications(work, 'Payment', entity, before),
}

function undepositedFunds(work: Work): Fields {
  const account = work.books.all('Account').find((each) => textAt(each, 'AccountSubType') === 'UndepositedFunds')
  return { value: account?.Id ?? '', name: textAt(account, 'Name') ?? '' }
}

export const BILL_PAYMENT_RULES: EntityRules = {
  kept: ['TxnDate', 'CurrencyRef', 'APAccountRef'],
  complete(draft) {
    const { next, work } = draft
    const absent = required(next, 'VendorRef', 'TotalAmt', 'PayType', 'Line')
    if (absent.length > 0) return absent
    const check = textAt(next, 'PayType') === 'Check'
    const [detail, field] = check
      ? (['CheckPayment', 'BankAccountRef'] as const)
      : (['CreditCardPayment', 'CCAccountRef'] as const)
    const account = refAt(fieldsAt(next, detail), field)
    if (account === null) return [missing(`${detail}.${field}`)]
    if (textAt(work.get('Account', account), 'AccountType') !== (check ? 'Bank' : 'Credit Card')) {
      return [
        businessRule(
          check ? 'Select a bank account for this payment.' : 'Select a credit card account for this payment.',
        ),
      ]
    }
    for (const step of [
      () => completeTransaction(draft),
      () => otherCurrency(draft, account),
      () => numberTaken(draft),
      () => checkLinks(draft, BILL_LINKS, 'VendorRef'),
      () => otherPayable(draft),
    ]) {
      const refusals = step()
      if (refusals.length > 0) return refusals
    }
    const over = moreThanPaid(draft)
    if (over.length > 0) return over
    const lines = capped(draft)
    if (isCapped(draft, lines) && work.settings.settledBillPayment === 'refuse')
      return [businessRule("This bill's already been paid.", 'Cette facture a déjà été payée.')]
    next['Line'] = lines.map((line): Fields => ({ Amount: line['Amount'] ?? 0, LinkedTxn: line['LinkedTxn'] ?? [] }))
    return []
  },
  settle: (work, entity, before) => settleApplications(work, 'BillPayment', entity, before),
}

/** A bill is paid in the payable account that it stands in; one that is not named is the first of the currency (doc). */
function otherPayable({ next, work }: Draft): Refusal[] {
  const code = refAt(next, 'CurrencyRef') ?? homeCurrency(work.settings).value
  const named = refAt(next, 'APAccountRef') ?? controlAccount(work, 'Accounts Payable', code)?.Id ?? null
  const isOther = applicationsOf(next).some(({ type, id }) => {
    const kept = type === 'Bill' ? refAt(work.get('Bill', id), 'APAccountRef') : null
    return kept !== null && kept !== named
  })
  return isOther ? [businessRule('The bills must be in the accounts payable account of the payment.')] : []
}

/** `?operation=update&include=void`: no lines, nothing paid, and the note says so. */
export function voidPayment(
  work: Work,
  type: 'Payment' | 'BillPayment',
  payment: Stored,
): { entity: Stored; refusals: Refusal[] } {
  if (textAt(payment, 'PrivateNote')?.startsWith('Voided') && centsAt(payment, 'TotalAmt') === 0) {
    return {
      entity: payment,
      refusals: [
        ruleWithCode(
          '6000',
          'A business validation error has occurred while processing your request',
          'Business Validation Error: The transaction has been voided already.',
        ),
      ],
    }
  }
  const entity = work.change(type, payment, {
    Line: [],
    TotalAmt: 0,
    PrivateNote: voidedNote(payment),
    ...(type === 'Payment' ? { UnappliedAmt: jsonNumberOf(cents(0)) } : {}),
  })
  return { entity, refusals: settleApplications(work, type, entity, payment) }
}
