import type { Credit, Invoice } from '../../shared/domain.ts'
import type { DraftLine, Reference, TaxTreatment } from '../../shared/draft.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import { keyOf } from '../../shared/kinds.ts'
import { cents, sumOf } from '../../shared/money.ts'
import type { Problem } from '../../shared/problem.ts'
import { problem } from '../../shared/problem.ts'
import { attachOperations } from './attachments.ts'
import type { PlanContext } from './context.ts'
import { dependency, notKnown } from './context.ts'
import { receivableAccountIn } from './currency-accounts.ts'
import type { DocumentRules } from './document-rules.ts'
import type { Operation } from './input.ts'
import { prepareLines } from './lines.ts'
import type { Link } from './link.ts'
import { firstLine, noteOf } from './notes.ts'
import { docNumberOf } from './numbers.ts'
import { rateFor } from './rates.ts'
import { taxDecision } from './tax.ts'

/** Rules I1 to I5. A synced invoice is never updated (I2); it is voided (I3) or waits to be deleted there (I4). */
export const invoiceRules: DocumentRules<Invoice> = {
  type: () => 'Invoice',
  date: (invoice) => invoice.issuedOn,
  currency: (invoice) => invoice.currency,
  number: (invoice) => invoice.number,
  wanted(invoice) {
    if (invoice.status === 'draft')
      return { in: 'waits', problem: problem('draft', { kind: 'invoice', number: invoice.number }) }
    if (invoice.status === 'voided')
      return { in: 'withdrawn', problem: problem('voided-before-sent', { kind: 'invoice', number: invoice.number }) }
    return { in: 'books' }
  },
  prepare(context, key, invoice) {
    const common = prepareSale(context, key, invoice)
    if (!common.ok) return common
    return {
      ok: true,
      ready: common.ready,
      party: common.customer.name,
      total: invoice.subtotal,
      draft: {
        type: 'Invoice',
        customer: common.customer,
        ...(common.receivable && { receivable: common.receivable }),
        docNumber: common.docNumber,
        date: invoice.issuedOn,
        dueDate: invoice.dueOn,
        memo: invoice.memo,
        privateNote: common.privateNote,
        lines: common.lines,
        tax: common.tax,
        currency: common.currency,
      },
    }
  },
  edited: (invoice) => problem('invoice-edited', { number: invoice.number }),
  withdraw: (_context, key, link) =>
    link.observed.voided ? [] : [{ kind: 'void', key, type: 'Invoice', id: link.id }],
  // Voided in QuickBooks is one of the two ways out that a person is offered.
  removed: (_context, _key, invoice, link) =>
    link.observed.voided ? [] : problem('removed-in-billdr', { kind: 'invoice', number: invoice.number }),
  settle: (context, key, invoice, link) => ({
    operations: attachOperations(context, key, invoice.attachments, link),
    note: null,
  }),
}

/** Rule R1. QuickBooks cannot void a credit memo, so one that is voided in Billdr is deleted there, its application first. */
export const creditRules: DocumentRules<Credit> = {
  type: () => 'CreditMemo',
  date: (credit) => credit.issuedOn,
  currency: (credit) => credit.currency,
  number: (credit) => credit.number,
  wanted(credit) {
    if (credit.status === 'draft')
      return { in: 'waits', problem: problem('draft', { kind: 'credit', number: credit.number }) }
    if (credit.status === 'voided')
      return { in: 'withdrawn', problem: problem('voided-before-sent', { kind: 'credit', number: credit.number }) }
    return { in: 'books' }
  },
  prepare(context, key, credit) {
    const common = prepareSale(context, key, credit)
    if (!common.ok) return common
    return {
      ok: true,
      ready: common.ready,
      party: common.customer.name,
      total: credit.subtotal,
      draft: {
        type: 'CreditMemo',
        customer: common.customer,
        ...(common.receivable && { receivable: common.receivable }),
        docNumber: common.docNumber,
        date: credit.issuedOn,
        memo: credit.memo,
        privateNote: common.privateNote,
        lines: common.lines,
        tax: common.tax,
        currency: common.currency,
      },
    }
  },
  edited: (credit) => problem('credit-edited', { number: credit.number }),
  withdraw: (_context, key, link) => removeCredit(key, link),
  removed: (_context, key, _credit, link) => removeCredit(key, link),
  settle(context, key, credit, link) {
    const receipts = attachOperations(context, key, credit.attachments, link)
    const application = applyCredit(context, key, credit, link)
    return { operations: [...receipts, ...application.operations], note: application.note }
  },
}

function removeCredit(key: DocumentKey, link: Link): Operation[] {
  const memo: Operation = { kind: 'delete', key, type: 'CreditMemo', id: link.id }
  return link.application ? [{ kind: 'unapply-credit', key, paymentId: link.application.id }, memo] : [memo]
}

/** The credit goes to the invoice that Billdr names, as far as both still have something open. */
function applyCredit(
  context: PlanContext,
  key: DocumentKey,
  credit: Credit,
  link: Link,
): { operations: Operation[]; note: Problem | null } {
  const { application } = link
  // It goes where Billdr says now, once it is back from where Billdr said before.
  if (application && isPutElsewhere(context, credit, link))
    return { operations: [{ kind: 'unapply-credit', key, paymentId: application.id, onlyOurs: true }], note: null }
  const invoiceId = credit.appliesToInvoiceId
  if (invoiceId === null) return { operations: [], note: null }
  const invoiceKey = keyOf('invoice', invoiceId)
  const invoice = context.link(invoiceKey)
  // What was applied to an invoice that was deleted there is none any more once that came anew (rule I4).
  const isToAnother =
    invoice !== null &&
    !invoice.gone &&
    link.application !== null &&
    link.application.invoiceId !== '' &&
    link.application.invoiceId !== invoice.id
  if (link.application && !isToAnother && !hasMoreToApply(credit, link)) return { operations: [], note: null }
  const customerId = link.observed.partyId
  const remaining = link.observed.balance
  if (!invoice || invoice.gone || invoice.observed.voided || customerId === null) {
    return {
      operations: [],
      note: problem('credit-not-applied', {
        number: credit.number,
        invoice: context.find('invoice', invoiceId)?.number ?? invoiceId,
      }),
    }
  }
  if (remaining === 0 && !isAppliedByQuickBooks(context, link)) return { operations: [], note: null }
  if (invoice.observed.balance === 0)
    return {
      operations: [],
      note: link.application
        ? null
        : problem('credit-not-applied', { number: credit.number, invoice: invoice.observed.docNumber ?? '' }),
    }
  const currency = context.books?.facts.multiCurrency ? credit.currency : null
  const receivable = receivableAccountIn(context, currency)
  if (!receivable.ok) return { operations: [], note: receivable.problem }
  // A credit counts on an invoice from the day on which both are there.
  const invoiceDay = invoice.observed.date ?? credit.issuedOn
  const date = invoiceDay > credit.issuedOn ? invoiceDay : credit.issuedOn
  const rate = rateFor(context, currency, date)
  if (rate.is === 'unknown') return { operations: [], note: null }
  if (rate.is === 'missing') return { operations: [], note: rate.problem }
  return {
    operations: [
      {
        kind: 'apply-credit',
        key,
        memoId: link.id,
        invoiceKey,
        invoiceId: invoice.id,
        customerId,
        date,
        wanted: credit.total,
        note: noteOf(key, null, null, firstLine(context, 'credit-applied', credit.number)),
        currency,
        ...(rate.is === 'known' && { exchangeRate: rate.rate }),
        ...(receivable.value && { receivable: receivable.value }),
      },
    ],
    note: null,
  }
}

/** Billdr names another invoice than the one that the credit is applied to, or none, and nobody but us has used it. */
function isPutElsewhere(context: PlanContext, credit: Credit, { application, observed, origin }: Link): boolean {
  if (!application || origin === 'chosen' || observed.total === null || observed.balance === null) return false
  const wanted = credit.appliesToInvoiceId === null ? null : keyOf('invoice', credit.appliesToInvoiceId)
  if (wanted !== null && context.link(wanted)?.id === application.invoiceId) return false
  const [owner] =
    [...context.links].find(([, { type, id, gone }]) => type === 'Invoice' && id === application.invoiceId && !gone) ??
    []
  return owner !== undefined && owner !== wanted && observed.total - observed.balance === application.amount
}

/**
 * Once its tax is there, a credit is worth more than was applied of it. Where other parts of it were used or taken back, a
 * person did that, and it stays hers (rule X1).
 */
function hasMoreToApply(credit: Credit, link: Link): boolean {
  const { application, observed, origin } = link
  if (!application || origin === 'chosen' || observed.total === null || observed.balance === null) return false
  return (
    observed.balance > 0 &&
    application.amount < credit.total &&
    observed.total - observed.balance === application.amount
  )
}

/** A company that applies credits by itself may have put a new one on another invoice than Billdr says: that is looked at. */
function isAppliedByQuickBooks(context: PlanContext, link: Link): boolean {
  return link.origin === 'created' && (context.books?.facts.autoApplyCredit ?? false) && (link.observed.total ?? 0) > 0
}

type PreparedSale =
  | {
      ok: true
      ready: boolean
      customer: Reference
      docNumber: string
      privateNote: string
      lines: DraftLine[]
      tax: TaxTreatment
      currency: string | null
      receivable?: Reference
    }
  | { ok: false; problem: Problem }

/** What invoices and credits share: the project's customer, the number, the lines with their items, and no tax. */
function prepareSale(context: PlanContext, key: DocumentKey, sale: Invoice | Credit): PreparedSale {
  const project = context.find('project', sale.projectId)
  if (!project) return { ok: false, problem: notKnown(context, 'project', sale.projectId, 'projectId') }
  const lines = prepareLines(context, sale.lines, { use: 'sales', customer: null })
  if (!lines.ok) return lines
  if (sumOf(lines.value.map((line) => line.amount)) < cents(0))
    return { ok: false, problem: problem('total-negative', { number: sale.number }) }
  const tax = taxDecision(context.books, context.settings, 'sales')
  if (!tax.ok) return tax
  const customer = dependency(context, keyOf('project', project.id))
  if (!customer.ready && customer.waits) return { ok: false, problem: customer.waits }
  const docNumber = context.decision(key).number ?? docNumberOf(sale.number)
  const currency = context.books?.facts.multiCurrency ? sale.currency : null
  const receivable = receivableAccountIn(context, currency)
  if (!receivable.ok) return receivable
  return {
    ok: true,
    ready: customer.ready,
    customer: { id: customer.ready ? customer.id : null, name: project.name },
    docNumber,
    privateNote: noteOf(key, sale.number, docNumber, firstLine(context, sale.kind, sale.number)),
    lines: lines.value,
    tax: tax.value,
    currency,
    ...(receivable.value && { receivable: receivable.value }),
  }
}
