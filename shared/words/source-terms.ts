import type { Language } from './catalogues.ts'

/**
 * The names by which problems of the source speak of tables, fields and expectations. Tables and fields are those of the
 * contract; a field within a part of a record is `lines[2].amount`, counted from 1.
 */
interface SourceTerms {
  table: Record<string, string>
  field: Record<string, string>
  expected: Record<string, string>
  /** A field in a part of a record: "line 2, amount". */
  inPart(part: string, position: string, field: string): string
}

const EN: SourceTerms = {
  table: {
    clients: 'Clients',
    projects: 'Projects',
    professionals: 'Suppliers',
    'cost-codes': 'Cost codes',
    invoices: 'Invoices',
    credits: 'Credits',
    payments: 'Payments',
    expenses: 'Expenses',
    'purchase-orders': 'Purchase orders',
    'invoice-lines': 'Invoice lines',
    'credit-lines': 'Credit lines',
    'expense-lines': 'Expense lines',
    'purchase-order-lines': 'Purchase order lines',
    attachments: 'Attachments',
  },
  field: {
    id: 'Id',
    updatedAt: 'Last changed',
    deleted: 'Deleted',
    displayName: 'Name',
    companyName: 'Company',
    givenName: 'First name',
    familyName: 'Last name',
    email: 'Email',
    phone: 'Phone',
    address: 'Address',
    line1: 'Address, line 1',
    line2: 'Address, line 2',
    city: 'City',
    region: 'Province or state',
    postalCode: 'Postal code',
    country: 'Country',
    clientId: 'Client',
    name: 'Name',
    number: 'Number',
    status: 'Status',
    createdAt: 'Created',
    kind: 'Kind',
    taxNumber: 'Tax number',
    code: 'Code',
    division: 'Division',
    usedFor: 'Used for',
    projectId: 'Project',
    professionalId: 'Supplier',
    invoiceId: 'Invoice',
    appliesToInvoiceId: 'Applies to invoice',
    issuedOn: 'Issue date',
    dueOn: 'Due date',
    expectedOn: 'Expected date',
    receivedOn: 'Date received',
    spentOn: 'Date spent',
    currency: 'Currency',
    memo: 'Note',
    lines: 'Lines',
    subtotal: 'Subtotal',
    taxes: 'Taxes',
    total: 'Total',
    attachments: 'Attachments',
    amount: 'Amount',
    method: 'Payment method',
    reference: 'Reference',
    paidWith: 'Paid with',
    description: 'Description',
    costCodeId: 'Cost code',
    quantity: 'Quantity',
    unitPrice: 'Unit price',
    billable: 'Billable',
    rate: 'Rate',
    fileName: 'File name',
    contentType: 'File type',
    bytes: 'Size',
    sha256: 'Checksum',
    path: 'File',
    ownerType: 'Kind of document',
    ownerId: 'Document',
    creditId: 'Credit',
    expenseId: 'Expense',
    purchaseOrderId: 'Purchase order',
  },
  expected: {
    text: 'a text',
    'clean-text': 'a text without damaged characters',
    'short-text': 'a shorter text',
    id: 'an id',
    amount: 'an amount such as 1234.50',
    decimal: 'a number such as 1.5',
    rate: 'a percentage such as 9.975',
    'whole-number': 'a whole number',
    day: 'a date such as 2026-03-31',
    'near-day': 'a date that is less than a year ahead',
    instant: 'a date and time such as 2026-03-31T16:00:00Z',
    'yes-no': 'yes or no',
    'one-of': 'one of the known values ({{choices}})',
    currency: 'a currency such as CAD',
    sha256: 'a checksum of 64 characters',
    list: 'a list',
    record: 'a record',
    unique: 'an id that is used once',
    owner: 'the id of a document in the same data',
  },
  inPart: (part, position, field) => `${part} ${position}, ${field.toLowerCase()}`,
}

const FR: SourceTerms = {
  table: {
    clients: 'Clients',
    projects: 'Projets',
    professionals: 'Fournisseurs',
    'cost-codes': 'Codes de coût',
    invoices: 'Factures',
    credits: 'Notes de crédit',
    payments: 'Paiements',
    expenses: 'Dépenses',
    'purchase-orders': 'Bons de commande',
    'invoice-lines': 'Lignes de facture',
    'credit-lines': 'Lignes de note de crédit',
    'expense-lines': 'Lignes de dépense',
    'purchase-order-lines': 'Lignes de bon de commande',
    attachments: 'Pièces jointes',
  },
  field: {
    id: 'Identifiant',
    updatedAt: 'Dernière modification',
    deleted: 'Supprimé',
    displayName: 'Nom',
    companyName: 'Entreprise',
    givenName: 'Prénom',
    familyName: 'Nom de famille',
    email: 'Courriel',
    phone: 'Téléphone',
    address: 'Adresse',
    line1: 'Adresse, ligne 1',
    line2: 'Adresse, ligne 2',
    city: 'Ville',
    region: 'Province ou État',
    postalCode: 'Code postal',
    country: 'Pays',
    clientId: 'Client',
    name: 'Nom',
    number: 'Numéro',
    status: 'État',
    createdAt: 'Date de création',
    kind: 'Type',
    taxNumber: 'Numéro de taxe',
    code: 'Code',
    division: 'Division',
    usedFor: 'Usage',
    projectId: 'Projet',
    professionalId: 'Fournisseur',
    invoiceId: 'Facture',
    appliesToInvoiceId: 'Appliqué à la facture',
    issuedOn: 'Date d’émission',
    dueOn: 'Date d’échéance',
    expectedOn: 'Date prévue',
    receivedOn: 'Date de réception',
    spentOn: 'Date de la dépense',
    currency: 'Devise',
    memo: 'Note',
    lines: 'Lignes',
    subtotal: 'Sous-total',
    taxes: 'Taxes',
    total: 'Total',
    attachments: 'Pièces jointes',
    amount: 'Montant',
    method: 'Mode de paiement',
    reference: 'Référence',
    paidWith: 'Payé avec',
    description: 'Description',
    costCodeId: 'Code de coût',
    quantity: 'Quantité',
    unitPrice: 'Prix unitaire',
    billable: 'Facturable',
    rate: 'Taux',
    fileName: 'Nom du fichier',
    contentType: 'Type de fichier',
    bytes: 'Taille',
    sha256: 'Somme de contrôle',
    path: 'Fichier',
    ownerType: 'Type de document',
    ownerId: 'Document',
    creditId: 'Note de crédit',
    expenseId: 'Dépense',
    purchaseOrderId: 'Bon de commande',
  },
  expected: {
    text: 'un texte',
    'clean-text': 'un texte sans caractères abîmés',
    'short-text': 'un texte plus court',
    id: 'un identifiant',
    amount: 'un montant comme 1234,50',
    decimal: 'un nombre comme 1,5',
    rate: 'un pourcentage comme 9,975',
    'whole-number': 'un nombre entier',
    day: 'une date comme 2026-03-31',
    'near-day': 'une date à moins d’un an d’ici',
    instant: 'une date et une heure comme 2026-03-31T16:00:00Z',
    'yes-no': 'oui ou non',
    'one-of': 'une des valeurs connues ({{choices}})',
    currency: 'une devise comme CAD',
    sha256: 'une somme de contrôle de 64 caractères',
    list: 'une liste',
    record: 'une fiche',
    unique: 'un identifiant qui ne sert qu’une fois',
    owner: 'l’identifiant d’un document des mêmes données',
  },
  inPart: (part, position, field) => `${part} ${position}, ${field.toLowerCase()}`,
}

const PARTS = {
  en: { lines: 'line', taxes: 'tax', attachments: 'attachment' },
  fr: { lines: 'ligne', taxes: 'taxe', attachments: 'pièce jointe' },
} as const
const TERMS = { en: EN, fr: FR } as const

/** A table, or several joined by a comma, in words: "invoices" → "Invoices". What has no words stays as it is. */
export function tableTerm(language: Language, table: string): string {
  return table
    .split(', ')
    .map((each) => TERMS[language].table[each] ?? each)
    .join(', ')
}

/** A field of the contract in words: "lines[2].amount" → "line 2, amount"; "address.city" → "City". */
export function fieldTerm(language: Language, field: string): string {
  const terms = TERMS[language]
  const found = /^(lines|taxes|attachments)\[(\d+)\](?:\.(.+))?$/.exec(field)
  if (!found) return terms.field[field.replace(/^.*\./, '')] ?? field
  const [, list = '', position = '', rest] = found
  const part = list === 'lines' || list === 'taxes' || list === 'attachments' ? PARTS[language][list] : list
  return rest === undefined ? `${part} ${position}` : terms.inPart(part, position, terms.field[rest] ?? rest)
}

/** A column of the contract in words: "issued_on" → "Issue date", "address_city" → "City". What has no words stays as it is. */
export function columnTerm(language: Language, name: string): string {
  return fieldTerm(
    language,
    name.replace(/^address_/, '').replace(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase()),
  )
}

/** What a field should have held, in words; `choices` lists the known values where it is one of them. */
export function expectedTerm(language: Language, expected: string, choices = ''): string {
  return (TERMS[language].expected[expected] ?? expected).replace('{{choices}}', choices)
}
