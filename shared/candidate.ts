/** A record of QuickBooks that could be one of Billdr's. */
export interface Candidate {
  type: string
  id: string
  number: string | null
  /** ISO day. */
  date: string | null
  /** Customer or supplier; of a contact its own name. */
  party: string | null
  /** Cents, before tax; of payments what was received. */
  amount: number | null
  /** How near it is, part by part; `measure` of the words says it in full. */
  measure: string
  /** Enough to ask before another one is created. */
  likely: boolean
}
