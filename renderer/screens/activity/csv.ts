/** One CSV text (RFC 4180). A cell that a spreadsheet would take for a formula gets an apostrophe, so that it stays text. */
export function csvOf(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => row.map(cell).join(',')).join('\r\n')
}

/** A cell to paste: on one line, and never a formula. */
export function pasted(text: string): string {
  return safeOf(text.replaceAll(/\s+/g, ' ').trim())
}

function safeOf(text: string): string {
  return /^[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text
}

function cell(text: string): string {
  const safe = safeOf(text)
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
