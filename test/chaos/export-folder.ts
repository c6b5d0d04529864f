import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Contractor, ExpenseRow, LineRow, ReceiptRow, TaxRow } from './contractor.ts'
import { COST_CODES, decimal, sha256, sum } from './contractor.ts'

/** Quebec's taxes on a pre-tax amount, cents, as Billdr computes them. */
function taxesOn(subtotal: number): TaxRow[] {
  const share = (thousandths: number): number =>
    Math.sign(subtotal) * Math.floor((Math.abs(subtotal) * thousandths + 50_000) / 100_000)
  return [
    { name: 'TPS', rate: '5', amount: share(5_000) },
    { name: 'TVQ', rate: '9.975', amount: share(9_975) },
  ]
}

function lineJson({ amount, ...line }: LineRow): object {
  return { ...line, amount: decimal(amount) }
}

function receiptJson({ content, ...receipt }: ReceiptRow): object {
  return { ...receipt, bytes: content.length, sha256: sha256(content), path: `${receipt.id}/${receipt.fileName}` }
}

interface LinedRow {
  lines: LineRow[]
  receipts: ReceiptRow[]
  deleted?: true
  id: string
  updatedAt: string
}

function documentJson({ lines, receipts, ...row }: LinedRow, taxed: boolean): object {
  if (row.deleted) return { id: row.id, updatedAt: row.updatedAt, deleted: true }
  const subtotal = sum(lines)
  const taxes = taxesOn(subtotal)
  return {
    ...row,
    lines: lines.map(lineJson),
    subtotal: decimal(subtotal),
    attachments: receipts.map(receiptJson),
    ...(taxed
      ? { taxes: taxes.map((tax) => ({ ...tax, amount: decimal(tax.amount) })), total: decimal(subtotal + sum(taxes)) }
      : {}),
  }
}

function tablesOf(contractor: Contractor): Record<string, object[]> {
  return {
    clients: contractor.clients,
    projects: contractor.projects,
    professionals: contractor.professionals,
    'cost-codes': COST_CODES.map(({ id, code, name }) => ({
      id,
      code,
      name,
      usedFor: 'both',
      updatedAt: '2026-03-01T14:00:00Z',
    })),
    invoices: contractor.invoices.map((row) => documentJson(row, true)),
    credits: contractor.credits.map((row) => documentJson(row, true)),
    payments: contractor.payments.map((row) =>
      row.deleted ? { id: row.id, updatedAt: row.updatedAt, deleted: true } : { ...row, amount: decimal(row.amount) },
    ),
    expenses: contractor.expenses.map((row: ExpenseRow) => documentJson(row, true)),
    'purchase-orders': contractor.orders.map((row) => documentJson(row, false)),
  }
}

/** Writes an export folder of the contract, its manifest last, in place of what was there. */
export async function writeExport(folder: string, contractor: Contractor): Promise<void> {
  const fresh = `${folder}.new`
  await rm(fresh, { recursive: true, force: true })
  const files: { path: string; bytes: number; sha256: string }[] = []
  const write = async (path: string, content: Buffer): Promise<void> => {
    await mkdir(dirname(join(fresh, path)), { recursive: true })
    await writeFile(join(fresh, path), content)
    files.push({ path, bytes: content.length, sha256: sha256(content) })
  }
  for (const [name, rows] of Object.entries(tablesOf(contractor)))
    await write(`${name}.json`, Buffer.from(JSON.stringify(rows, null, 1)))
  for (const rows of [contractor.invoices, contractor.credits, contractor.expenses, contractor.orders]) {
    for (const row of rows) {
      if (row.deleted) continue
      for (const receipt of row.receipts) await write(`attachments/${receipt.id}/${receipt.fileName}`, receipt.content)
    }
  }
  const manifest = {
    format: 'billdr-pro-export',
    version: 1,
    company: contractor.company,
    exportedAt: contractor.exportedAt,
    scope: 'full',
    files,
  }
  await writeFile(join(fresh, 'manifest.json'), JSON.stringify(manifest, null, 1))
  await rm(folder, { recursive: true, force: true })
  await rename(fresh, folder)
}
