import type { TypeName } from '../entities/entity-types.ts'

/** The words of the books pages. */
export interface BooksWords {
  title: string
  practice: string
  noKey: string
  wrongKey: string
  notHere: string
  gone: string
  overview: string
  none: string
  inactive: string
  more: (shown: number, all: number) => string
  types: Partial<Record<TypeName, { one: string; many: string }>>
  columns: Record<
    | 'number'
    | 'date'
    | 'party'
    | 'total'
    | 'open'
    | 'name'
    | 'below'
    | 'balance'
    | 'type'
    | 'files'
    | 'status'
    | 'paidFrom'
    | 'id'
    | 'due'
    | 'description'
    | 'account'
    | 'quantity'
    | 'price'
    | 'amount'
    | 'taxCode'
    | 'count',
    string
  >
  facts: Record<
    | 'memo'
    | 'customerMemo'
    | 'tax'
    | 'subtotal'
    | 'total'
    | 'open'
    | 'unapplied'
    | 'changed'
    | 'created'
    | 'token'
    | 'email'
    | 'phone'
    | 'address'
    | 'deposit'
    | 'method'
    | 'reference',
    string
  >
  sections: Record<'lines' | 'links' | 'files' | 'documents' | 'asPerson' | 'taxes', string>
  acts: Record<
    'delete' | 'deactivate' | 'tax' | 'memo' | 'number' | 'amount' | 'rename' | 'save' | 'open' | 'back',
    string
  >
  hint: string
}

export const BOOKS_WORDS: Record<'en' | 'fr', BooksWords> = {
  en: {
    title: 'Practice books',
    practice: 'Practice company: nothing here reaches QuickBooks Online.',
    noKey: 'Open the books from the app: its link carries the key to this page.',
    wrongKey: 'This link is from an earlier start of the practice company. Open the books from the app again.',
    notHere: 'There is no such page.',
    gone: 'This record is no longer in the books.',
    overview: 'Overview',
    none: 'None yet',
    inactive: 'inactive',
    more: (shown, all) => `The latest ${shown} of ${all}`,
    types: {
      Customer: { one: 'Customer', many: 'Customers and jobs' },
      Vendor: { one: 'Vendor', many: 'Vendors' },
      Invoice: { one: 'Invoice', many: 'Invoices' },
      CreditMemo: { one: 'Credit memo', many: 'Credit memos' },
      Payment: { one: 'Payment', many: 'Payments' },
      Purchase: { one: 'Expense', many: 'Expenses' },
      Bill: { one: 'Bill', many: 'Bills' },
      BillPayment: { one: 'Bill payment', many: 'Bill payments' },
      PurchaseOrder: { one: 'Purchase order', many: 'Purchase orders' },
      Account: { one: 'Account', many: 'Chart of accounts' },
      Item: { one: 'Item', many: 'Products and services' },
      Attachable: { one: 'Attachment', many: 'Attachments' },
      TaxCode: { one: 'Tax code', many: 'Tax codes' },
    },
    columns: {
      number: 'No.',
      date: 'Date',
      party: 'Name',
      total: 'Total',
      open: 'Open',
      name: 'Name',
      below: 'Below',
      balance: 'Balance',
      type: 'Type',
      files: 'Files',
      status: 'Status',
      paidFrom: 'Paid from',
      id: 'Id',
      due: 'Due',
      description: 'Description',
      account: 'Account or item',
      quantity: 'Qty',
      price: 'Price',
      amount: 'Amount',
      taxCode: 'Tax',
      count: 'Records',
    },
    facts: {
      memo: 'Private note',
      customerMemo: 'Message to customer',
      tax: 'Tax',
      subtotal: 'Subtotal',
      total: 'Total',
      open: 'Open balance',
      unapplied: 'Not applied',
      changed: 'Changed',
      created: 'Created',
      token: 'Sync token',
      email: 'E-mail',
      phone: 'Phone',
      address: 'Address',
      deposit: 'Deposited to',
      method: 'Method',
      reference: 'Reference',
    },
    sections: {
      lines: 'Lines',
      links: 'Linked to',
      files: 'Attachments',
      documents: 'Documents',
      asPerson: 'Act as a person in QuickBooks',
      taxes: 'Taxes',
    },
    acts: {
      delete: 'Delete',
      deactivate: 'Make inactive',
      tax: 'Set tax on every line',
      memo: 'Save private note',
      number: 'Save number',
      amount: 'Change amount',
      rename: 'Rename',
      save: 'Save',
      open: 'Open',
      back: 'Back to the list',
    },
    hint: 'What you do here is done in the books, as in QuickBooks’ own pages. The app is not told; it finds out.',
  },
  fr: {
    title: 'Livres d’essai',
    practice: 'Entreprise d’essai : rien ici n’atteint QuickBooks en ligne.',
    noKey: 'Ouvrez les livres depuis l’application : son lien porte la clé de cette page.',
    wrongKey:
      'Ce lien vient d’un démarrage antérieur de l’entreprise d’essai. Rouvrez les livres depuis l’application.',
    notHere: 'Cette page n’existe pas.',
    gone: 'Cet enregistrement n’est plus dans les livres.',
    overview: 'Aperçu',
    none: 'Aucun pour le moment',
    inactive: 'inactif',
    more: (shown, all) => `Les ${shown} plus récents sur ${all}`,
    types: {
      Customer: { one: 'Client', many: 'Clients et projets' },
      Vendor: { one: 'Fournisseur', many: 'Fournisseurs' },
      Invoice: { one: 'Facture', many: 'Factures' },
      CreditMemo: { one: 'Note de crédit', many: 'Notes de crédit' },
      Payment: { one: 'Paiement', many: 'Paiements' },
      Purchase: { one: 'Dépense', many: 'Dépenses' },
      Bill: { one: 'Facture à payer', many: 'Factures à payer' },
      BillPayment: { one: 'Paiement de facture', many: 'Paiements de factures' },
      PurchaseOrder: { one: 'Bon de commande', many: 'Bons de commande' },
      Account: { one: 'Compte', many: 'Plan comptable' },
      Item: { one: 'Article', many: 'Produits et services' },
      Attachable: { one: 'Pièce jointe', many: 'Pièces jointes' },
      TaxCode: { one: 'Code de taxe', many: 'Codes de taxe' },
    },
    columns: {
      number: 'Nº',
      date: 'Date',
      party: 'Nom',
      total: 'Total',
      open: 'Solde',
      name: 'Nom',
      below: 'Sous',
      balance: 'Solde',
      type: 'Type',
      files: 'Fichiers',
      status: 'État',
      paidFrom: 'Payé de',
      id: 'Id',
      due: 'Échéance',
      description: 'Description',
      account: 'Compte ou article',
      quantity: 'Qté',
      price: 'Prix',
      amount: 'Montant',
      taxCode: 'Taxe',
      count: 'Nombre',
    },
    facts: {
      memo: 'Note privée',
      customerMemo: 'Message au client',
      tax: 'Taxe',
      subtotal: 'Sous-total',
      total: 'Total',
      open: 'Solde ouvert',
      unapplied: 'Non appliqué',
      changed: 'Modifié',
      created: 'Créé',
      token: 'Jeton de synchronisation',
      email: 'Courriel',
      phone: 'Téléphone',
      address: 'Adresse',
      deposit: 'Déposé dans',
      method: 'Mode',
      reference: 'Référence',
    },
    sections: {
      lines: 'Lignes',
      links: 'Lié à',
      files: 'Pièces jointes',
      documents: 'Documents',
      asPerson: 'Agir comme une personne dans QuickBooks',
      taxes: 'Taxes',
    },
    acts: {
      delete: 'Supprimer',
      deactivate: 'Rendre inactif',
      tax: 'Mettre la taxe sur chaque ligne',
      memo: 'Enregistrer la note privée',
      number: 'Enregistrer le numéro',
      amount: 'Changer le montant',
      rename: 'Renommer',
      save: 'Enregistrer',
      open: 'Ouvrir',
      back: 'Retour à la liste',
    },
    hint: 'Ce que vous faites ici se fait dans les livres, comme dans les pages de QuickBooks. L’application n’en est pas avertie ; elle le découvre.',
  },
}
