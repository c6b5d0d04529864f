/** Breaks of lines and columns, as an editor or a spreadsheet knows them. */
const BREAKS = /[\t\n\v\f\r\x85\u2028\u2029]+/g
/** What moves the cursor, colours, hides or turns round what a terminal shows. Line feeds and tabs are ours. */
const HARMFUL = /[\0-\x08\v\f\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/** A value from outside in one line and one column of a list. */
export function inLine(value: string): string {
  return value.replace(BREAKS, ' ')
}

/** A text as a terminal may show it: what is harmful stands there by its number, which in JSON is the same character. */
export function safeText(text: string): string {
  return text.replace(HARMFUL, (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
