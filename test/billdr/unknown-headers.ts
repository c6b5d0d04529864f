import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { frenchCsv } from './exports.ts'

/** What a contractor's own program calls its columns: names that nobody could foresee. */
const OWN_HEADERS: Record<string, Record<string, string>> = {
  'invoices.csv': {
    issued_on: 'Envoi au client',
    status: 'Étape',
    project_id: 'Dossier',
    subtotal: 'Avant les taxes',
    currency: 'Argent',
  },
  'payments.csv': { received_on: 'Encaissé', invoice_id: 'Sur' },
}

/** One invoice more than the sample has. */
const NEW_INVOICE =
  'i-2001;2001;p-1;submitted;2026-04-03;2026-05-03;;2026-04-03T14:00:00Z;CAD;1\u00a0100,00;1\u00a0264,73;55,00;109,73'
const ITS_LINE = 'i-2001;l1;Visite;cc-09;1;1\u00a0100,00;1\u00a0100,00'

/**
 * The French CSV folder of the sample as such a program writes it: its own headers, dates as 31/03/2026, a word of its own;
 * and one invoice more, number 2001.
 */
export async function unknownHeaders(): Promise<string> {
  const folder = await frenchCsv()
  for (const [file, row] of [
    ['invoices.csv', NEW_INVOICE],
    ['invoice-lines.csv', ITS_LINE],
  ] as const) {
    await writeFile(
      join(folder, file),
      Buffer.concat([await readFile(join(folder, file)), Buffer.from(`${row}\r\n`, 'latin1')]),
    )
  }
  for (const [file, names] of Object.entries(OWN_HEADERS)) {
    const text = new TextDecoder('windows-1252').decode(await readFile(join(folder, file)))
    const [header = '', ...rows] = text.split('\r\n')
    const renamed = header
      .split(';')
      .map((name) => names[name] ?? name)
      .join(';')
    const body = rows.map((row) =>
      row.replace(/(?<=;|^)(\d{4})-(\d{2})-(\d{2})(?=;|$)/g, '$3/$2/$1').replace(/;submitted;/g, ';Partie;'),
    )
    await writeFile(join(folder, file), Buffer.from([renamed, ...body].join('\r\n'), 'latin1'))
  }
  return folder
}
