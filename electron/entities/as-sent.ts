import type { Draft } from '../../shared/draft.ts'
import { askedForIn, unlikeAsked } from '../plan/as-sent.ts'
import type { Link } from '../plan/link.ts'
import type { Entity } from '../qbo/contract.ts'

/**
 * What a draft asked for, where the answer to its request shows something else (rule W4): a dropped link or number,
 * another account or currency. Null where all of it is there. An answer without its lines tells too little.
 */
export function answeredUnlike(
  draft: Draft,
  shown: Pick<Link, 'type' | 'observed' | 'application'>,
  entity: Entity,
): { askedFor: NonNullable<Link['askedFor']> } | null {
  const askedFor = askedForIn(draft)
  if (!askedFor || (draft.type !== 'Payment' && !Array.isArray(entity['Line']))) return null
  return unlikeAsked(askedFor, shown).length > 0 ? { askedFor } : null
}
