import { plainName } from './names.ts'
import type { TableName } from '../../shared/tables.ts'

/**
 * What people and other programs call the columns, in English and French, beside the contract's names; the surest first.
 * Compared without case, accents, spaces and underscores.
 */
const ANYWHERE: Record<string, readonly string[]> = {
  id: ['identifiant', 'billdr id', 'id billdr', 'uuid'],
  updatedAt: ['last updated', 'modified', 'last modified', 'modified at', 'modifié le', 'mis à jour le', 'date de modification', 'dernière modification'],
  deleted: ['is deleted', 'removed', 'supprimé', 'effacé'],
  displayName: ['nom affiché', 'name', 'nom', 'full name', 'nom complet'],
  companyName: ['company', 'entreprise', 'nom de l’entreprise', 'compagnie', 'raison sociale', 'business name'],
  givenName: ['first name', 'prénom'],
  familyName: ['last name', 'surname', 'nom de famille'],
  email: ['e-mail', 'email address', 'courriel', 'adresse courriel', 'adresse électronique'],
  phone: ['phone number', 'telephone', 'téléphone', 'no de téléphone', 'numéro de téléphone', 'tél'],
  'address.line1': ['line1', 'address', 'address 1', 'street', 'adresse', 'adresse 1', 'adresse ligne 1', 'rue'],
  'address.line2': ['line2', 'address 2', 'adresse 2', 'adresse ligne 2', 'unit', 'appartement', 'bureau'],
  'address.city': ['city', 'town', 'ville', 'municipalité'],
  'address.region': ['region', 'province', 'state', 'province state', 'région', 'état province'],
  'address.postalCode': ['postal code', 'zip', 'zip code', 'code postal'],
  'address.country': ['country', 'pays'],
  taxNumber: ['tax id', 'gst number', 'numéro de taxe', 'no de taxe', 'numéro de tps'],
  clientId: ['client', 'customer id', 'customer', 'id client', 'identifiant du client', 'no client'],
  projectId: ['project', 'job', 'job id', 'projet', 'id projet', 'identifiant du projet', 'chantier'],
  professionalId: ['professional', 'vendor', 'vendor id', 'supplier', 'supplier id', 'professionnel', 'fournisseur', 'id fournisseur', 'sous-traitant'],
  invoiceId: ['invoice', 'facture', 'id facture', 'identifiant de la facture'],
  creditId: ['credit', 'crédit', 'id crédit', 'note de crédit'],
  expenseId: ['expense', 'dépense', 'id dépense'],
  purchaseOrderId: ['purchase order', 'po', 'po id', 'bon de commande', 'id bon de commande'],
  appliesToInvoiceId: ['applies to invoice', 'applied to', 'appliqué à la facture', 'facture créditée'],
  costCodeId: ['cost code', 'code de coût', 'id code de coût', 'poste budgétaire'],
  name: ['nom', 'title', 'titre'],
  number: ['no', 'n°', '#', 'num', 'numéro', 'document number', 'numéro de document', 'ref no'],
  code: ['code de coût', 'cost code'],
  division: ['csi division', 'section'],
  usedFor: ['usage', 'used in', 'utilisé pour', 'utilisation'],
  kind: ['type', 'professional type', 'type de professionnel', 'catégorie'],
  status: ['state', 'statut', 'état'],
  createdAt: ['created', 'created on', 'creation date', 'créé le', 'date de création'],
  issuedOn: ['issue date', 'issued', 'date issued', 'date d’émission', 'émise le', 'émis le', 'date'],
  dueOn: ['due date', 'due', 'échéance', 'date d’échéance', 'dû le', 'due le'],
  expectedOn: ['expected date', 'expected', 'delivery date', 'date prévue', 'prévu le', 'date de livraison'],
  receivedOn: ['received', 'date received', 'payment date', 'paid on', 'reçu le', 'date de réception', 'date du paiement', 'date de paiement', 'date'],
  spentOn: ['spent', 'expense date', 'purchase date', 'date de la dépense', 'dépensé le', 'date d’achat', 'date'],
  currency: ['devise', 'monnaie'],
  memo: ['note', 'notes', 'comment', 'comments', 'message', 'remarque', 'remarques', 'commentaire', 'commentaires', 'mémo'],
  subtotal: ['sub total', 'amount before tax', 'net amount', 'sous-total', 'montant avant taxes', 'total avant taxes', 'montant ht', 'total ht'],
  total: ['grand total', 'total amount', 'amount with tax', 'total with tax', 'montant total', 'total avec taxes', 'total ttc', 'total toutes taxes comprises'],
  amount: ['montant', 'line total', 'line amount', 'total de la ligne', 'montant de la ligne', 'montant reçu', 'amount received', 'total'],
  method: ['payment method', 'mode de paiement', 'méthode', 'méthode de paiement', 'moyen de paiement', 'paid by'],
  reference: ['ref', 'reference number', 'référence', 'no de référence', 'numéro de référence', 'no de chèque'],
  paidWith: ['paid by', 'payment method', 'payé avec', 'payé par', 'mode de paiement', 'moyen de paiement'],
  description: ['item', 'details', 'libellé', 'détail', 'détails', 'désignation'],
  quantity: ['qty', 'quantité', 'qté'],
  unitPrice: ['price', 'rate', 'unit cost', 'prix unitaire', 'prix', 'coût unitaire'],
  billable: ['facturable', 'refacturable', 'is billable'],
  ownerType: ['document type', 'owner', 'type de document', 'type'],
  ownerId: ['document', 'document id', 'id du document', 'id document'],
  fileName: ['file', 'filename', 'nom du fichier', 'nom de fichier', 'fichier'],
  contentType: ['mime type', 'media type', 'type de contenu', 'file type', 'type de fichier'],
  bytes: ['size', 'file size', 'taille', 'octets'],
  sha256: ['hash', 'checksum', 'empreinte', 'somme de contrôle'],
  path: ['file path', 'chemin'],
}

/** What is called so only in one table. */
const IN_TABLE: Partial<Record<TableName, Record<string, readonly string[]>>> = {
  'clients': { id: ['client id', 'id client', 'customer id', 'no client'], displayName: ['client', 'client name', 'nom du client', 'customer name'] },
  'projects': { id: ['project id', 'id projet'], name: ['project', 'projet', 'project name', 'nom du projet'], number: ['project number', 'no de projet', 'numéro de projet'] },
  'professionals': { id: ['vendor id', 'supplier id', 'id fournisseur'], displayName: ['supplier', 'vendor', 'fournisseur', 'vendor name', 'nom du fournisseur'] },
  'cost-codes': { id: ['cost code id', 'id code de coût'] },
  'invoices': { id: ['invoice id', 'id facture'], number: ['invoice number', 'invoice no', 'invoice', 'no de facture', 'numéro de facture', 'facture'], issuedOn: ['invoice date', 'date de facture', 'date de la facture', 'date de facturation'] },
  'credits': { id: ['credit id', 'id crédit'], number: ['credit number', 'no de crédit', 'numéro de crédit'], issuedOn: ['credit date', 'date du crédit'] },
  'payments': { id: ['payment id', 'id paiement'] },
  'expenses': { id: ['expense id', 'id dépense'], number: ['expense number', 'receipt number', 'no de reçu', 'numéro de reçu', 'no de facture', 'numéro de facture'] },
  'purchase-orders': { id: ['purchase order id', 'po id'], number: ['po number', 'po no', 'purchase order number', 'no de bon de commande', 'numéro de bon de commande'], issuedOn: ['order date', 'date de commande'] },
  'invoice-lines': { id: ['line id', 'line', 'ligne'] },
  'credit-lines': { id: ['line id', 'line', 'ligne'] },
  'expense-lines': { id: ['line id', 'line', 'ligne'] },
  'purchase-order-lines': { id: ['line id', 'line', 'ligne'] },
  'attachments': { id: ['attachment id', 'id pièce jointe'] },
}

/** Other names of a column in a table, as they are compared, the surest first. */
export function otherNames(table: TableName, field: string): string[] {
  return [...(IN_TABLE[table]?.[field] ?? []), ...(ANYWHERE[field] ?? [])].map(plainName)
}
