const NO_BREAK = '\u00a0'

/**
 * Sets the spaces of French typography, so that no line breaks before a mark (Office québécois de la langue française):
 * a no-break space inside « » and before a colon, a percent or dollar sign; none before ; ! and ?.
 */
export function frenchSpaces(text: string): string {
  return text
    .replace(/(?<![ \u00a0\u202f])[ \u00a0\u202f]+([;!?])/g, '$1')
    .replace(/(?<![ \u202f])[ \u202f]+([:»%$])/g, `${NO_BREAK}$1`)
    .replace(/«[ \u202f]+/g, `«${NO_BREAK}`)
    .replace(/(\d) (?=\d{3}\b)/g, `$1${NO_BREAK}`)
}

interface Tree {
  [name: string]: string | Tree
}

/** The same for every text of a catalogue. */
export function frenchCatalogue<T extends Tree>(tree: T): T {
  return Object.fromEntries(
    Object.entries(tree).map(([name, value]) => [
      name,
      typeof value === 'string' ? frenchSpaces(value) : frenchCatalogue(value),
    ]),
  ) as T
}
