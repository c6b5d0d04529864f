import { plainName } from '../records/names.ts'

/** The contract's words for states, kinds and ways to pay, and what tables call them in English and French. */
const WORDS: Record<string, Record<string, readonly string[]>> = {
  status: {
    active: ['actif', 'en cours', 'in progress'],
    completed: ['complete', 'done', 'terminé', 'complété', 'achevé'],
    archived: ['archivé'],
    draft: ['brouillon', 'ébauche'],
    submitted: ['sent', 'issued', 'soumis', 'soumise', 'envoyée', 'envoyé', 'émise', 'émis'],
    partially_paid: ['partial', 'partly paid', 'partiellement payée', 'partiellement payé', 'payée en partie'],
    paid: ['payée', 'payé', 'acquittée'],
    voided: ['void', 'annulée', 'annulé'],
    approved: ['approuvée', 'approuvé'],
    rejected: ['declined', 'rejetée', 'rejeté', 'refusée', 'refusé'],
    open: ['ouvert', 'ouverte'],
    closed: ['fermé', 'fermée', 'clos'],
    cancelled: ['canceled', 'annulée', 'annulé'],
  },
  kind: {
    supplier: ['vendor', 'fournisseur', 'material supplier'],
    subcontractor: ['sub', 'sous-traitant', 'sous-traitante', 'sub-contractor'],
  },
  usedFor: {
    income: ['revenue', 'revenu', 'revenus', 'sales'],
    expense: ['expenses', 'cost', 'dépense', 'dépenses', 'coût'],
    both: ['les deux', 'income and expense', 'revenus et dépenses'],
  },
  method: {
    cash: ['comptant', 'argent comptant', 'espèces'],
    cheque: ['check', 'chèque'],
    card: ['credit card', 'debit card', 'carte', 'carte de crédit', 'carte de débit'],
    bank_transfer: ['wire', 'eft', 'direct deposit', 'virement', 'virement bancaire', 'dépôt direct', 'tef'],
    e_transfer: ['interac', 'interac e-transfer', 'virement interac', 'virement électronique'],
    other: ['autre'],
  },
  paidWith: {
    cash: ['petty cash', 'comptant', 'argent comptant', 'espèces', 'petite caisse'],
    cheque: ['check', 'chèque'],
    credit_card: ['card', 'carte', 'carte de crédit', 'visa', 'mastercard', 'amex'],
    bank: [
      'bank account',
      'debit',
      'debit card',
      'banque',
      'compte bancaire',
      'débit',
      'carte de débit',
      'virement',
      'bank transfer',
    ],
    unpaid: ['not paid', 'on account', 'à payer', 'non payée', 'non payé', 'impayée', 'impayé', 'à crédit'],
  },
  ownerType: {
    invoice: ['invoices', 'facture', 'factures'],
    credit: ['credits', 'crédit', 'crédits', 'note de crédit'],
    expense: ['expenses', 'dépense', 'dépenses'],
    'purchase-order': ['purchase orders', 'po', 'bon de commande', 'bons de commande'],
  },
}

/** Which of the contract's words a table has for a state, since "annulée" is a voided invoice but a cancelled order. */
const STATES: Record<string, readonly string[]> = {
  projects: ['active', 'completed', 'archived'],
  invoices: ['draft', 'submitted', 'partially_paid', 'paid', 'voided'],
  credits: ['draft', 'submitted', 'voided'],
  expenses: ['draft', 'approved', 'rejected'],
  'purchase-orders': ['open', 'closed', 'cancelled'],
}

/** The contract's words that a column of a table may hold. */
export function wordChoices(table: string, field: string): string[] {
  return Object.keys(WORDS[field] ?? {}).filter((word) => field !== 'status' || (STATES[table] ?? []).includes(word))
}

const YES = new Set(['true', 'yes', 'y', 'oui', 'o', 'vrai', '1', 'x'])
const NO = new Set(['false', 'no', 'n', 'non', 'faux', '0'])

/** The contract's words by what a table may say for them, for one column. */
export function wordsOf(table: string, field: string): ReadonlyMap<string, string> {
  return new Map(
    wordChoices(table, field)
      .toReversed()
      .flatMap((word) =>
        [word, ...(WORDS[field]?.[word] ?? [])].map((each): [string, string] => [plainName(each), word]),
      ),
  )
}

/** A yes or no in either language; null where it is neither. */
export function yesOrNo(text: string): boolean | null {
  const plain = text.trim().toLowerCase()
  return YES.has(plain) ? true : NO.has(plain) ? false : null
}

const TOTALS = new Set([
  'total',
  'totals',
  'grandtotal',
  'subtotal',
  'totaux',
  'soustotal',
  'totalgeneral',
  'sommetotale',
])

/** Whether a text heads a row of totals. */
export function saysTotal(text: string): boolean {
  return /tot/i.test(text) && TOTALS.has(plainName(text).replace(/[^\p{L}]/gu, ''))
}
