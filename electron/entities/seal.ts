import { createHash } from 'node:crypto'
import type { Draft } from '../../shared/draft.ts'
import { sealInNote, sealedNote } from '../../shared/mark.ts'
import { endOf } from '../../shared/text.ts'
import { detailsIn } from '../plan/details.ts'
import type { LinkedType, Observed, Sent } from '../plan/link.ts'
import type { Body } from '../qbo/bodies/body.ts'
import { bodyOf } from '../qbo/bodies/body-of.ts'
import { OVERWRITTEN } from './entity-details.ts'
import { sentOf } from './sent.ts'

/*
 * Documents that may be overwritten later are sealed: their note says which content of Billdr they hold, and what
 * they showed when a program left them. So a desktop that has never seen them, or whose data folder was set back, can
 * tell another desktop's work, which it may carry on, from a person's, which it never overwrites without a yes.
 */
/** QuickBooks takes this many characters of a private note; the mark stands at its end. */
const NOTE_LIMIT = 4000

type Shown = Pick<Sent, 'docNumber' | 'date' | 'dueDate' | 'partyId' | 'subtotal' | 'lineAmounts' | 'details'>

function digits(of: unknown): string {
  return createHash('sha256').update(JSON.stringify(of)).digest('hex').slice(0, 6)
}

function shownDigits({ docNumber, date, dueDate, partyId, subtotal, lineAmounts, details }: Shown): string {
  const lines = details?.lines.map(({ account, project, description }) => [account, project, description])
  return digits([
    docNumber,
    date,
    dueDate,
    partyId,
    subtotal,
    lineAmounts,
    details?.account,
    details?.note,
    details?.reference,
    lines,
  ])
}

/** What stands for a content's fingerprint in a seal. */
export function contentDigits(content: string): string {
  return digits(content)
}

/** What stands for a Billdr company in a seal. */
export function companyDigits(billdrId: string): string {
  return digits(billdrId).slice(0, 4)
}

/** What says a document's content: an export (ISO instant) of a Billdr company; null where they are not known. */
export interface SealOrigin {
  exportedAt(): string | null
  billdrId(): string | null
}

/** The body of a draft as it is posted, sealed with the export and the Billdr company that say so. */
export function sealedBody(draft: Draft, content: string, origin: SealOrigin): Body {
  const body = bodyOf(draft)
  if (!OVERWRITTEN.has(draft.type) || typeof body['PrivateNote'] !== 'string') return body
  const billdrId = origin.billdrId()
  const details = detailsIn(draft)
  const seal = {
    content: contentDigits(content),
    shown: shownDigits({ ...sentOf(draft, content), ...(details && { details }) }),
    asOf: origin.exportedAt(),
    company: billdrId === null ? null : companyDigits(billdrId),
  }
  return { ...body, PrivateNote: endOf(sealedNote(body['PrivateNote'], seal), NOTE_LIMIT) }
}

/** What the seal of a document says, where the document still shows what it did then; null where a person changed it, or nobody sealed it. */
export function unbrokenSeal(type: LinkedType, note: unknown, observed: Shown): NonNullable<Observed['ours']> | null {
  const seal = OVERWRITTEN.has(type) ? sealInNote(note) : null
  if (!seal) return null
  // What we left empty QuickBooks may have filled in by itself.
  const filledIn = (value: string | null): (string | null)[] => (value === null ? [null] : [value, null])
  const { details } = observed
  for (const docNumber of filledIn(observed.docNumber)) {
    for (const dueDate of filledIn(observed.dueDate)) {
      for (const partyId of filledIn(observed.partyId)) {
        for (const account of filledIn(details?.account ?? null)) {
          const shown = {
            ...observed,
            docNumber,
            dueDate,
            partyId,
            ...(details && { details: { ...details, account } }),
          }
          if (shownDigits(shown) === seal.shown) return { content: seal.content, asOf: seal.asOf }
        }
      }
    }
  }
  return null
}
