import type { Problem } from '../../../shared/problem.ts'
import { problem } from '../../../shared/problem.ts'
import type { FileFacts } from './export-files.ts'
import { plainName } from '../records/names.ts'
import type { TableName } from '../../../shared/tables.ts'
import { TABLES } from '../../../shared/tables.ts'

export type TableFormat = 'json' | 'csv' | 'xlsx'

export interface TableFile {
  table: TableName
  format: TableFormat
  facts: FileFacts
}

const FORMATS: Record<string, TableFormat> = { json: 'json', csv: 'csv', tsv: 'csv', txt: 'csv', xlsx: 'xlsx' }

/** Names that people and French exports give to the files of the tables, beside the contract's own. */
const OTHER_NAMES: Record<TableName, readonly string[]> = {
  clients: ['customers', 'client'],
  projects: ['projets', 'jobs', 'chantiers'],
  professionals: ['professionnels', 'fournisseurs', 'suppliers', 'vendors', 'sous-traitants', 'subcontractors'],
  'cost-codes': ['codes de coût', 'codes de coûts', 'postes budgétaires'],
  invoices: ['factures'],
  credits: ['crédits', 'notes de crédit', 'credit notes', 'credit memos'],
  payments: ['paiements', 'encaissements'],
  expenses: ['dépenses'],
  'purchase-orders': ['bons de commande', 'PO', 'POs'],
  'invoice-lines': [
    'lignes de facture',
    'lignes de factures',
    'lignes des factures',
    'factures lignes',
    'invoice items',
    'invoices lines',
  ],
  'credit-lines': [
    'lignes de crédit',
    'lignes de crédits',
    'lignes de note de crédit',
    'lignes des crédits',
    'crédits lignes',
    'credits lines',
  ],
  'expense-lines': [
    'lignes de dépense',
    'lignes de dépenses',
    'lignes des dépenses',
    'dépenses lignes',
    'expenses lines',
  ],
  'purchase-order-lines': [
    'lignes de bon de commande',
    'lignes de bons de commande',
    'lignes des bons de commande',
    'bons de commande lignes',
    'purchase orders lines',
  ],
  attachments: ['pièces jointes', 'pièce jointe', 'receipts', 'reçus'],
}

const TABLE_BY_NAME = new Map<string, TableName>(
  TABLES.flatMap((table) =>
    [table, ...OTHER_NAMES[table]].map((name): [string, TableName] => [plainName(name), table]),
  ),
)

/** The table that a file or sheet of that name holds (without its ending); null where the name says none. */
export function tableNamed(name: string): TableName | null {
  return TABLE_BY_NAME.get(plainName(name)) ?? null
}

export interface FoundTables {
  tables: Map<TableName, TableFile>
  /** A table that two files claim: neither is read, for nobody can say which one counts. */
  duplicates: Problem[]
}

/** Whether a file could hold a table: it is of a format that tables have, and nothing that a program left behind. */
export function mightBeTable({ path }: FileFacts): boolean {
  return formatOf(path) !== null
}

function formatOf(path: string): TableFormat | null {
  const dot = path.lastIndexOf('.')
  return dot < 1 || path.startsWith('~$') || path.startsWith('.')
    ? null
    : (FORMATS[path.slice(dot + 1).toLowerCase()] ?? null)
}

/**
 * Finds the file of each table among the files at the top of an export. `chosen` names the file of a table where the user
 * said so. Files that are no table are passed over, as are those that programs leave behind (`~$…`, `.…`).
 */
export function findTables(
  files: readonly FileFacts[],
  chosen: ReadonlyMap<TableName, string> = new Map(),
): FoundTables {
  const claims = new Map<TableName, TableFile[]>()
  for (const facts of files) {
    const format = formatOf(facts.path)
    if (!format) continue
    const byUser = [...chosen].find(([, file]) => plainName(file) === plainName(facts.path))?.[0]
    const table = byUser ?? tableNamed(facts.path.slice(0, facts.path.lastIndexOf('.')))
    if (!table || (!byUser && chosen.has(table))) continue
    claims.set(table, [...(claims.get(table) ?? []), { table, format, facts }])
  }
  const tables = new Map<TableName, TableFile>()
  const duplicates: Problem[] = []
  for (const [table, [file, ...others]] of claims) {
    if (file && others.length === 0) tables.set(table, file)
    else if (file)
      duplicates.push(
        problem('source-twin-files', { table, file: [file, ...others].map((each) => each.facts.path).join(', ') }),
      )
  }
  return { tables, duplicates }
}

/** The table whose name stands in a file's name, the longest where several do: "Copy of expense-lines (1)". */
export function tableSpokenOf(name: string): TableName | null {
  const plain = plainName(name)
  const found = [...TABLE_BY_NAME].filter(([known]) => known.length > 3 && plain.includes(known))
  return found.sort(([one], [other]) => other.length - one.length)[0]?.[1] ?? null
}
