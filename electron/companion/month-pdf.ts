import PDFDocument from 'pdfkit'
import type { Cents } from '../../shared/money.ts'
import type { MonthPartBy } from '../../shared/month-parts.ts'
import { MONTH_PARTS } from '../../shared/month-parts.ts'
import { monthSentence, signedText, taxRateText } from '../../shared/month-sentence.ts'
import type { Words } from '../../shared/words/index.ts'
import { targetWord } from '../../shared/words/target-word.ts'
import type { CompanyMonth } from './months.ts'

const MARGIN = 50
const WIDTH = 612 - 2 * MARGIN
const BOTTOM = 792 - MARGIN
const PLAIN = 'Helvetica'
const BOLD = 'Helvetica-Bold'

/** Widths of the columns, in points. */
const SUMS = [0.31, 0.23, 0.23, 0.23] as const
const OPEN = [0.24, 0.26, 0.3, 0.2] as const
const PARTS = [0.32, 0.14, 0.18, 0.18, 0.18] as const

type Pdf = InstanceType<typeof PDFDocument>

/** The reconciliation of these months as a PDF that an accountant files: one month after the other, letter size. */
export async function monthsPdf(words: Words, company: string, months: readonly CompanyMonth[]): Promise<Buffer> {
  const pdf = new PDFDocument({
    size: 'LETTER',
    margin: MARGIN,
    info: { Title: printable(words.t('months.pdf.title')) },
  })
  const pieces: Buffer[] = []
  pdf.on('data', (piece: Buffer) => pieces.push(piece))
  const ended = new Promise<void>((resolve) => pdf.once('end', () => resolve()))
  months.forEach((standing, at) => {
    const title = `${words.t('months.pdf.title')} – ${words.month(standing.month)}`
    // A page that is laid beside the others says by itself what it belongs to.
    const onEachFurther = (): void => {
      line(pdf, `${company} – ${title}`, 9, PLAIN)
      pdf.moveDown()
    }
    if (at > 0) pdf.addPage()
    pdf.on('pageAdded', onEachFurther)
    drawMonth(pdf, words, company, title, standing)
    pdf.off('pageAdded', onEachFurther)
  })
  pdf.end()
  await ended
  return Buffer.concat(pieces)
}

function drawMonth(pdf: Pdf, words: Words, company: string, title: string, standing: CompanyMonth): void {
  const money = (amount: Cents, currency: string | null): string => words.money(amount, currency)
  line(pdf, company, 11, PLAIN)
  line(pdf, title, 17, BOLD)
  line(pdf, monthSentence(standing, words), 11, PLAIN)
  pdf.moveDown()
  table(pdf, SUMS, [
    [words.t('months.kind'), words.t('months.inBilldr'), words.t('months.inQuickBooks'), words.t('months.difference')],
    ...standing.sums.map(({ kind, currency, billdr, quickbooks, difference }) => [
      words.t(`months.sums.${kind}`),
      money(billdr, currency),
      money(quickbooks, currency),
      money(difference, currency),
    ]),
  ])
  if (standing.open.length > 0) {
    line(pdf, words.t('months.pdf.open'), 12, BOLD)
    table(pdf, OPEN, [
      [
        words.t('months.csv.document'),
        words.t('months.csv.party'),
        words.t('months.csv.line'),
        words.t('months.difference'),
      ],
      ...standing.open.map(({ row, kind, why, amount, currency }) => [
        [words.kind(kind), row.number ?? (row.date && words.day(row.date))].filter(Boolean).join(' '),
        row.party ?? '',
        words.t(`months.why.${why}`),
        money(amount, currency),
      ]),
    ])
  }
  if (standing.onlyInQuickBooks.length > 0) {
    line(pdf, words.t('months.onlyThere'), 12, BOLD)
    table(pdf, OPEN, [
      [
        words.t('months.csv.document'),
        words.t('months.csv.party'),
        words.t('months.csv.date'),
        words.t('months.inQuickBooks'),
      ],
      ...standing.onlyInQuickBooks.map(({ type, number, party, date, amount, currency }) => [
        [targetWord(type, words), number].filter(Boolean).join(' '),
        party ?? '',
        date === null ? '' : words.day(date),
        money(amount, currency),
      ]),
    ])
  }
  for (const { currency, amount, documents } of standing.taxToAdd)
    line(pdf, words.t('months.taxToAdd', { amount, count: documents, currency: currency ?? '' }), 10, PLAIN)
  for (const rate of standing.taxRates) line(pdf, taxRateText(rate, words), 10, PLAIN)
  for (const { currency, amount, documents } of standing.rounding)
    line(pdf, words.t('months.rounding', { amount, count: documents, currency: currency ?? '' }), 10, PLAIN)
  if (standing.readAt !== null) line(pdf, words.t('months.pdf.read', { at: standing.readAt }), 10, PLAIN)
  line(pdf, signedText(standing.signed, standing, words) ?? words.t('months.pdf.unsigned'), 10, BOLD)
  pdf.moveDown()
  for (const by of MONTH_PARTS) drawParts(pdf, words, standing, by)
}

function drawParts(pdf: Pdf, words: Words, standing: CompanyMonth, by: MonthPartBy): void {
  const parts = standing.parts[by]
  if (parts.length === 0) return
  const title = words.t(by === 'project' ? 'months.byProject' : 'months.byParty')
  line(pdf, title, 12, BOLD)
  table(pdf, PARTS, [
    [
      words.t(by === 'project' ? 'field.project' : 'months.csv.party'),
      words.t('months.kind'),
      words.t('months.inBilldr'),
      words.t('months.inQuickBooks'),
      words.t('months.difference'),
    ],
    ...parts.map(({ name, kind, currency, billdr, quickbooks, difference }) => [
      name ?? words.t('months.noName'),
      words.t(`months.sums.${kind}`),
      words.money(billdr, currency),
      words.money(quickbooks, currency),
      words.money(difference, currency),
    ]),
  ])
}

function line(pdf: Pdf, text: string, size: number, font: string): void {
  if (pdf.y + size * 2 > BOTTOM) pdf.addPage()
  pdf.font(font).fontSize(size).text(printable(text), MARGIN, pdf.y, { width: WIDTH }).moveDown(0.4)
}

/** Rows of cells, the first one as heading, again on each page; columns of figures stand to the right. */
function table(pdf: Pdf, widths: readonly number[], [head = [], ...rows]: readonly (readonly string[])[]): void {
  drawHead(pdf, widths, head)
  for (const cells of rows) {
    if (pdf.y + heightOf(pdf, widths, cells, PLAIN) > BOTTOM) {
      pdf.addPage()
      drawHead(pdf, widths, head)
    }
    drawRow(pdf, widths, cells, PLAIN, 4)
  }
  pdf.moveDown()
}

function drawHead(pdf: Pdf, widths: readonly number[], cells: readonly string[]): void {
  if (pdf.y + heightOf(pdf, widths, cells, BOLD) * 2 > BOTTOM) pdf.addPage()
  drawRow(pdf, widths, cells, BOLD, 8)
  pdf
    .moveTo(MARGIN, pdf.y - 5)
    .lineTo(MARGIN + WIDTH, pdf.y - 5)
    .lineWidth(0.5)
    .stroke()
}

function drawRow(pdf: Pdf, widths: readonly number[], cells: readonly string[], font: string, gap: number): void {
  const height = heightOf(pdf, widths, cells, font)
  const top = pdf.y
  const firstFigure = widths === SUMS ? 1 : widths === PARTS ? 2 : cells.length - 1
  let left = MARGIN
  cells.forEach((cell, column) => {
    const align = column >= firstFigure ? 'right' : 'left'
    pdf.text(printable(cell), left, top, { width: cellWidth(widths, column), align })
    left += (widths[column] ?? 0) * WIDTH
  })
  pdf.y = top + height + gap
}

/** The height of a row, in points; sets the font that it is drawn in. */
function heightOf(pdf: Pdf, widths: readonly number[], cells: readonly string[], font: string): number {
  pdf.font(font).fontSize(9.5)
  return Math.max(
    ...cells.map((cell, column) => pdf.heightOfString(printable(cell), { width: cellWidth(widths, column) })),
  )
}

function cellWidth(widths: readonly number[], column: number): number {
  return (widths[column] ?? 0) * WIDTH - 6
}

const NOT_IN_THE_FONTS = new RegExp(
  '[^\\u0020-\\u007E\\u00A0-\\u00FF\\u0152\\u0153\\u0160\\u0161\\u0178\\u017D\\u017E\\u0192\\u02C6\\u02DC' +
    '\\u2013\\u2014\\u2018-\\u201A\\u201C-\\u201E\\u2020-\\u2022\\u2026\\u2030\\u2039\\u203A\\u20AC\\u2122]',
  'gu',
)

/** What the fonts that every reader has can show (WinAnsi): narrow spaces become ordinary ones, other alphabets "?". */
function printable(text: string): string {
  return text
    .normalize('NFC')
    .replaceAll(/[\u2007\u2009\u202F]/g, '\u00A0')
    .replaceAll('\u2212', '-')
    .replaceAll(/[\u2066-\u2069\u200E\u200F]/g, '')
    .replaceAll(NOT_IN_THE_FONTS, '?')
}
