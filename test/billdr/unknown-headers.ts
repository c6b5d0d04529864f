import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { frenchCsv } from './exports.ts'

/** What a contractor's own program calls its columns: names that nobody could foresee. */
const OWN_HEADERS: Record<string, Record<string, string>> = {
  'invoices.csv': { 'issued_on': 'Envoi au client', 'status': 'Étape', 'project_id': 'Dossier', 'subtotal': 'Avant les taxes', 'currency': 'Argent' },
  'payments.csv': { 'received_on': 'Encaissé', 'invoice_id': 'Sur' },
}

/** The French CSV folder of the sample as such a program writes it: its own headers, dates as 31/03/2026, a word of its own. */
export async function unknownHeaders(): Promise<string> {
  const folder = await frenchCsv()
  for (const [file, names] of Object.entries(OWN_HEADERS)) {
    const text = new TextDecoder('windows-1252').decode(await readFile(join(folder, file)))
    const [header = '', ...rows] = text.split('\r\n')
    const renamed = header.split(';').map((name) => names[name] ?? name).join(';')
    const body = rows.map((row) => row.replace(/(?<=;|^)(\d{4})-(\d{2})-(\d{2})(?=;|$)/g, '$3/$2/$1').replace(/;submitted;/g, ';Partie;'))
    await writeFile(join(folder, file), Buffer.from([renamed, ...body].join('\r\n'), 'latin1'))
  }
  return folder
}
