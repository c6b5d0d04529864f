import type { Words } from '../../shared/words/index.ts'
import type { Company } from './company.ts'
import { monthsCsv } from './month-csv.ts'
import { companyMonths } from './months.ts'

/** A report of one month (ISO) as a file that is saved: its name and its bytes. */
export async function monthReport(
  company: Company,
  month: string,
  form: 'csv' | 'pdf',
  words: Words,
): Promise<{ fileName: string; base64: string }> {
  const standings = companyMonths(company, month)
  const fileName = `${company.id}-${month}.${form}`
  if (form === 'csv') return { fileName, base64: Buffer.from(monthsCsv(words, standings)).toString('base64') }
  // Only here: it takes longer to load than anything else takes.
  const { monthsPdf } = await import('./month-pdf.ts')
  const pdf = await monthsPdf(words, company.status().name, standings)
  return { fileName, base64: pdf.toString('base64') }
}
