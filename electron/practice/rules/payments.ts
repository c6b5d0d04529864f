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
    if (!mayPay)
      return [
        businessRule(
          'The transaction you are trying to link belongs to another customer or vendor.',
          'L’opération à lier appartient à un autre client ou fournisseur.',
        ),
      ]
  }
  return []
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
  kept: ['TxnDate', 'CurrencyRef', 'DepositToAccountRef', 'ProcessPayment'],
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
    if (!before && rowsAt(next, 'Line').length === 0 && work.settings.autoApplyPayments) {
      next['Line'] = linesForOpenInvoices(work, refAt(next, 'CustomerRef') ?? '', total)
    }
    const wrong = checkLinks(draft, PAYMENT_LINKS, 'CustomerRef')
    if (wrong.length > 0) return wrong
    next['Line'] = withExtras(work, rowsAt(next, 'Line'))
    const open = unappliedOf(next)
    if (open < 0)
      return [
        businessRule('The amounts applied are more than the payment.', 'Les montants appliqués dépassent le paiement.'),
      ]
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
      () => numberTaken(draft),
      () => checkLinks(draft, BILL_LINKS, 'VendorRef'),
    ]) {
      const refusals = step()
      if (refusals.length > 0) return refusals
    }
    next['Line'] = rowsAt(next, 'Line').map((line): Fields => ({
      Amount: line['Amount'] ?? 0,
      LinkedTxn: line['LinkedTxn'] ?? [],
    }))
    if (sumOf(applicationsOf(next).map((each) => each.amount)) > centsAt(next, 'TotalAmt')) {
      return [
        businessRule('The amounts applied are more than the payment.', 'Les montants appliqués dépassent le paiement.'),
      ]
    }
    return []
  },
  settle: (work, entity, before) => settleApplications(work, 'BillPayment', entity, before),
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
