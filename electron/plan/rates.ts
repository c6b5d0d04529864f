import type { Draft } from '../../shared/draft.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import type { Problem } from '../../shared/problem.ts'
import { problem } from '../../shared/problem.ts'
import type { PlanContext } from './context.ts'

/** A rate that a document needs: of one unit of a foreign currency, on an ISO day. */
export interface WantedRate {
  currency: string
  day: string
}

/** By what a rate is found in `Books.rates`. */
export function rateName({ currency, day }: WantedRate): string {
  return `${currency} ${day}`
}

/** `unknown`: QuickBooks has not been asked yet, and the plan says that it is wanted. */
type Rate =
  { is: 'none-needed' } | { is: 'known'; rate: number } | { is: 'unknown' } | { is: 'missing'; problem: Problem }

/** The rate of a day for an amount in a currency; none is needed in the company's own, or in a company with only one. */
export function rateFor(context: PlanContext, currency: string | null, day: string): Rate {
  const { books } = context
  if (!books?.facts.multiCurrency || currency === null || currency === books.facts.homeCurrency)
    return { is: 'none-needed' }
  const wanted = { currency, day }
  const rate = books.rates?.[rateName(wanted)]
  if (rate === undefined) {
    context.wantedRates.set(rateName(wanted), wanted)
    return { is: 'unknown' }
  }
  if (rate === null)
    return { is: 'missing', problem: problem('rate-missing', { currency, home: books.facts.homeCurrency ?? '', day }) }
  return { is: 'known', rate }
}

/**
 * A draft with the rate of its day. Where QuickBooks has it on the same day already, its own rate stays, and none has to be
 * known. `ready` is false until QuickBooks was asked.
 */
export function withRate<D extends Draft>(
  context: PlanContext,
  key: DocumentKey,
  draft: D,
): { ok: true; draft: D; ready: boolean } | { ok: false; problem: Problem } {
  if (draft.type === 'Customer' || draft.type === 'Vendor') return { ok: true, draft, ready: true }
  const rate = rateFor(context, draft.currency, draft.date)
  if (rate.is === 'known') return { ok: true, draft: { ...draft, exchangeRate: rate.rate }, ready: true }
  const link = context.link(key)
  const hasOne = link !== null && !link.gone && link.type === draft.type && link.observed.date === draft.date
  if (rate.is === 'none-needed' || hasOne) return { ok: true, draft, ready: true }
  return rate.is === 'missing' ? { ok: false, problem: rate.problem } : { ok: true, draft, ready: false }
}
