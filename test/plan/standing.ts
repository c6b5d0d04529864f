import { isDeepStrictEqual } from 'node:util'
import type { Changed } from '../../electron/plan/changed.ts'
import type { Plan, PlanInput } from '../../electron/plan/input.ts'
import { planOf } from '../../electron/plan/plan.ts'
import { StandingPlan } from '../../electron/plan/standing-plan.ts'
import type { DocumentKey } from '../../shared/kinds.ts'

/** A plan that is brought up to date with each input that is asked for, and held against one from scratch. */
export class HeldPlan {
  readonly #standing = new StandingPlan()
  #before: PlanInput | null = null
  /** How often it was brought up to date, and not planned whole. */
  updates = 0

  /** The plan from scratch; throws where the kept one is another. */
  plan(given: PlanInput): Plan {
    // What tests change in place must not change what was planned before.
    const input = structuredClone(given)
    const changed = this.#before && this.#standing.stands ? changedBetween(this.#before, input) : null
    this.#before = input
    if (changed) this.updates += 1
    const kept = changed ? this.#standing.update(input, changed) : this.#standing.whole(input)
    const fresh = planOf(given)
    const [one, other] = [asText(kept), asText(fresh)]
    if (one !== other) throw new Error(`the kept plan is another:\n${one}\nand from scratch:\n${other}`)
    return fresh
  }
}

function asText({ verdicts, guards, wantedRates }: Plan): string {
  return JSON.stringify([[...verdicts], guards, wantedRates])
}

/** Null: what all of a plan hangs on is another. */
export function changedBetween(before: PlanInput, after: PlanInput): Changed | null {
  const whole = ({ company, mappings, settings, books }: PlanInput): unknown =>
    books && { company, mappings, settings, ...books, contacts: [], documents: [], locks: null }
  if (!isDeepStrictEqual(whole(before), whole(after)) || !before.books) return null
  const keys = new Set<DocumentKey>()
  for (const table of ['records', 'readProblems', 'links', 'decisions', 'refusals'] as const)
    for (const key of apart<DocumentKey>(before[table], after[table])) keys.add(key)
  const onTheWay = (input: PlanInput): Map<DocumentKey, true> =>
    new Map([...(input.onTheWay ?? [])].map((key) => [key, true]))
  for (const key of apart(onTheWay(before), onTheWay(after))) keys.add(key)
  const placed = <E extends { type: string; id: string }>(list: readonly E[] = []): Map<string, E> =>
    new Map(list.map((each) => [`${each.type}|${each.id}`, each]))
  const ofBooks = <E extends { type: string; id: string }>(one: readonly E[] = [], other: readonly E[] = []) =>
    new Map(apart(placed(one), placed(other)).map((place) => [place, placed(other).get(place)]))
  return {
    keys,
    receipts: new Set(apart(before.attachmentProblems, after.attachmentProblems)),
    documents: ofBooks(before.books.documents, after.books?.documents),
    contacts: ofBooks(before.books.contacts, after.books?.contacts),
  }
}

function apart<K extends string>(before: ReadonlyMap<K, unknown>, after: ReadonlyMap<K, unknown>): K[] {
  return [...new Set([...before.keys(), ...after.keys()])].filter(
    (key) => !isDeepStrictEqual(before.get(key), after.get(key)),
  )
}
