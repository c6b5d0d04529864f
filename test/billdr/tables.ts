import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { emptyFolder } from './exports.ts'

/** A hand-made folder of CSV tables, given as their texts. */
export async function csvFolder(tables: Record<string, string | Buffer>): Promise<string> {
  const folder = await emptyFolder()
  for (const [name, text] of Object.entries(tables)) await writeFile(join(folder, name), text)
  return folder
}

export const CLIENTS = 'id,display_name,updated_at\nc-1,Marie Côté,2026-03-02T14:00:00Z\n'
const PAYMENT_HEADER = 'id,invoice_id,amount,received_on,method,updated_at'

/** A table of one payment, of which some cells are as given. */
export function payment(cells: { amount?: string; received_on?: string; method?: string; id?: string }): string {
  const { id = 'pay-1', amount = '800.00', received_on = '2026-03-19', method = 'cheque' } = cells
  const quoted = [id, 'i-1', amount, received_on, method, '2026-03-19T14:00:00Z'].map((cell) => `"${cell}"`)
  return `${PAYMENT_HEADER}\n${quoted.join(',')}\n`
}
