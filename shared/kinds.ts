/** The nine kinds of Billdr records, in the order in which QuickBooks needs them. */
export const KINDS = [
  'client',
  'project',
  'professional',
  'cost-code',
  'invoice',
  'credit',
  'payment',
  'expense',
  'purchase-order',
] as const
export type Kind = (typeof KINDS)[number]

const NOT_DOCUMENTS: ReadonlySet<string> = new Set<Kind>(['client', 'project', 'professional', 'cost-code'])

/** Customers, suppliers and cost codes are no documents. */
export function isDocumentKind(kind: string): boolean {
  return !NOT_DOCUMENTS.has(kind)
}

/** `<kind>:<billdr id>`, the name of a record everywhere in the program and in its commands. */
export type DocumentKey = `${Kind}:${string}`

export function keyOf(kind: Kind, billdrId: string): DocumentKey {
  return `${kind}:${billdrId}`
}

/** Takes a key apart; null where the text is not one. */
export function parseKey(text: string): { kind: Kind; billdrId: string } | null {
  const at = text.indexOf(':')
  const kind = KINDS.find((each) => each === text.slice(0, at))
  const billdrId = text.slice(at + 1)
  return at > 0 && kind && billdrId ? { kind, billdrId } : null
}

/** The kind of a key that is known to be well formed. */
export function kindOf(key: DocumentKey): Kind {
  const parsed = parseKey(key)
  if (!parsed) throw new Error(`not a document key: ${key}`)
  return parsed.kind
}
