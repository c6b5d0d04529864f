/** Whatever its value is, what stands under such a name is not written down. */
const SECRET_NAMES = /token|secret|password|passwd|authori[sz]ation|cookie|api.?key|^key$|^code$|^state$|signature/i
/** What a sign-in and its addresses carry, as `name=value` or `name: value`. */
const SECRET_PAIRS =
  /\b((?:access_|refresh_|id_)?token|client_secret|secret|password|authorization|bearer|basic|code|state|key|api_?key)\b(["']?(?:\s+(?:[:=]\s+)?|[:=]\s+|[:=]["']?))[^\s"'&,}]+/gi
/** Tokens, hashes and signatures; nothing that a person needs is forty characters without a space. */
const LONG_TEXT = /[A-Za-z0-9_\-.~+/=]{40,}/g
const LONGEST = 2_000

/** A text as the log may hold it: without tokens, keys, codes and what looks like them, on one line, cut at 2,000 characters. */
export function redacted(text: string): string {
  return text
    .slice(0, LONGEST)
    .replace(SECRET_PAIRS, '$1$2…')
    .replace(LONG_TEXT, '…')
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
}

/** What goes with an event, as the log may hold it. */
export function redactedDetails<T>(details: Readonly<Record<string, T>>): Record<string, T | string> {
  return Object.fromEntries(
    Object.entries(details).map(([name, value]) => [
      name,
      SECRET_NAMES.test(name) ? '…' : typeof value === 'string' ? redacted(value) : value,
    ]),
  )
}
