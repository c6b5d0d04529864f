import { createHash } from 'node:crypto'
import type { Draft, DraftLine } from '../../shared/draft.ts'
import { textBesideMark } from '../../shared/mark.ts'
import { endOf, startOf } from '../../shared/text.ts'
import type { Details } from './link.ts'

const SHOWN = 60

/** Enough of a text to be recognised by a person, and to be told from any other; spaces as QuickBooks may also keep them. */
export function shortText(text: string | null): string {
  const plain = (text ?? '').replace(/\s+/g, ' ').trim()
  if (plain.length <= SHOWN) return plain
  return `${startOf(plain, SHOWN)}… ${createHash('sha256').update(plain).digest('hex').slice(0, 6)}`
}

/** QuickBooks takes this much of a text. A note keeps its end, where the mark is; what stands above it may be cut. */
const LIMIT = 4000
const MARK_ROOM = 500

/** What a note says besides its mark, as far as it is sure to be kept. */
export function noteText(note: string): string {
  return shortText(endOf(textBesideMark(note), LIMIT - MARK_ROOM))
}

/** What a draft says of them; null for a type that is never overwritten. */
export function detailsIn(draft: Draft): Details | null {
  switch (draft.type) {
    case 'Payment':
      return {
        account: draft.depositTo?.id ?? null,
        note: noteText(draft.privateNote),
        reference: shortText(draft.reference),
        lines: [],
      }
    case 'Purchase':
      return {
        account: draft.account.id,
        note: noteText(draft.privateNote),
        reference: '',
        lines: draft.lines.map(lineIn),
      }
    case 'Bill':
      return { account: null, note: noteText(draft.privateNote), reference: '', lines: draft.lines.map(lineIn) }
    case 'PurchaseOrder':
      return {
        account: null,
        note: noteText(draft.privateNote),
        reference: shortText(startOf(draft.memo ?? '', LIMIT)),
        lines: draft.lines.map(lineIn),
      }
    case 'Customer':
    case 'Vendor':
    case 'Invoice':
    case 'CreditMemo':
      return null
  }
}

function lineIn({ reference, customer, description }: DraftLine): Details['lines'][number] {
  return { account: reference.id, project: customer?.id ?? null, description: shortText(startOf(description, LIMIT)) }
}

/** Whether details are what a draft says, as far as both tell: QuickBooks may choose an account where none was said. */
export function showsDetails(details: Details | undefined, draft: Draft): boolean {
  const drafted = detailsIn(draft)
  if (!details || !drafted) return true
  const hasAccount = drafted.account === null || details.account === drafted.account
  const hasNote = details.note === null || details.note === drafted.note
  return (
    hasAccount &&
    hasNote &&
    details.reference === drafted.reference &&
    JSON.stringify(details.lines) === JSON.stringify(drafted.lines)
  )
}
