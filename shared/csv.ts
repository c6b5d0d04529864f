type Value = string | number | null | undefined

/** The mark by which spreadsheets know UTF-8, at the beginning of a file. */
export const UTF8_MARK = '\uFEFF'

/** One line of CSV (RFC 4180), with its end. */
export function csvLine(cells: readonly Value[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}

/** A whole file: the mark, then a line for each row. */
export function csvFile(rows: readonly (readonly Value[])[]): string {
  return UTF8_MARK + rows.map(csvLine).join('')
}

/**
 * A cell that a spreadsheet shows and never runs: a text that begins like a formula (= + - @, their wide forms, a
 * tab or a carriage return) gets an apostrophe in front; so does what would begin a cell where a spreadsheet of another
 * country splits (";", tab, line break). A plain negative number stays one. Quoted where the text asks for it.
 */
export function csvCell(value: Value): string {
  const text = String(value ?? '')
  const safe = noFormula(text).replaceAll(/([;\t\r\n] *)(?=[=+\-@＝＋－＠])/g, "$1'")
  return /[",;\r\n\t]/.test(safe) || safe !== safe.trim() || safe !== text ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** A cell to paste into a spreadsheet: on one line, and never a formula. */
export function pastedCell(text: string): string {
  return noFormula(text.replaceAll(/\s+/g, ' ').trim())
}

function noFormula(text: string): string {
  // A negative amount is a number, and is to be added up.
  if (/^-\d+(?:\.\d+)?$/.test(text)) return text
  return /^[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text
}
