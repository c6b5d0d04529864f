import type { OperationName } from '../http/watch.ts'

/**
 * How an answer can be spoiled.
 * - `reset`: the connection is cut. `hang`: no answer ever comes.
 * - `error`: an empty-handed 500, 502 or 503. `gateway-timeout`: 504 with code 6002 in XML.
 * - `throttle`: 429 (or 403, as it was once) in XML. `expired`: the lower-case 401; `expired-xml`: the same in XML.
 *   `forbidden`: 403 of a grant for another company or environment. `refuse`: a Fault with any code.
 * - `html`: HTTP 200 with a page. `empty`: HTTP 200 with nothing. `other-envelope`: HTTP 200 without the entity.
 * - `system-fault`: 10000, as HTTP 200 or 500. `truncated`: JSON that breaks off. `slow`: the right answer, late.
 * - `no-attachable`: HTTP 200 of an upload without its Attachable (live §8.3). `stream-timeout`: the gateway's bare words.
 */
export type FaultKind =
  | 'reset'
  | 'hang'
  | 'error'
  | 'gateway-timeout'
  | 'throttle'
  | 'expired'
  | 'expired-xml'
  | 'forbidden'
  | 'refuse'
  | 'html'
  | 'empty'
  | 'other-envelope'
  | 'system-fault'
  | 'truncated'
  | 'slow'
  | 'no-attachable'
  | 'stream-timeout'

export interface FaultMatch {
  method?: string
  /** A part of the path. */
  path?: string
  /** Entity type, in any case: Invoice. */
  entity?: string
  operation?: OperationName | readonly OperationName[]
  /** A part of the body. */
  body?: string
}

export interface FaultRule {
  kind: FaultKind
  /** Before the request takes effect (the default), or after it. */
  when?: 'before' | 'after'
  /** What the request must be; without it, any request of the data service. */
  match?: FaultMatch
  /** Share of the matching requests, 0 to 1; without it, all. */
  probability?: number
  /** Matching requests that are let through first. */
  skip?: number
  /** How often at most; without it, for ever. */
  times?: number
  /** `error`, `throttle`, `refuse` and `system-fault`: the HTTP status. */
  status?: number
  /** `throttle` and `error`: the `Retry-After` header; without it, none is sent. */
  retryAfterSeconds?: number
  /** `slow`: how late. */
  delayMs?: number
  /** `refuse`: the Fault. */
  fault?: { code: string; message?: string; detail?: string; element?: string; type?: string }
}

export interface FaultPlan {
  /** Seeds the chances, so that a run can be repeated. */
  seed?: number
  rules: readonly FaultRule[]
}

export interface FaultSubject {
  method: string
  path: string
  entity: string | null
  operation: OperationName
  body: string
}

/** A named fault, as logs show it: "reset after". */
export function nameOf(rule: FaultRule): string {
  return `${rule.kind}${rule.status === undefined ? '' : ` ${rule.status}`} ${rule.when ?? 'before'}`
}

const DATA_SERVICE: readonly OperationName[] = [
  'create',
  'update',
  'delete',
  'void',
  'read',
  'query',
  'cdc',
  'batch',
  'upload',
  'download',
  'entitlements',
]

/** A small generator of equal chances (mulberry32). */
function chances(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Deals out the faults of a plan. */
export class Faults {
  #rules: { rule: FaultRule; seen: number; used: number }[] = []
  #chance: () => number = chances(1)

  constructor(plan: FaultPlan | null) {
    this.set(plan)
  }

  /** Replaces the plan; null ends all faults. */
  set(plan: FaultPlan | null): void {
    this.#chance = chances(plan?.seed ?? 1)
    this.#rules = (plan?.rules ?? []).map((rule) => ({ rule, seen: 0, used: 0 }))
  }

  /** The fault that this request meets: the first rule that applies. */
  next(subject: FaultSubject): FaultRule | null {
    for (const each of this.#rules) {
      const { rule } = each
      if (!matches(rule.match ?? {}, subject)) continue
      if (rule.times !== undefined && each.used >= rule.times) continue
      each.seen += 1
      if (each.seen <= (rule.skip ?? 0)) continue
      if (rule.probability !== undefined && this.#chance() >= rule.probability) continue
      each.used += 1
      return rule
    }
    return null
  }

  /** How often each rule has struck. */
  used(): { name: string; used: number }[] {
    return this.#rules.map(({ rule, used }) => ({ name: nameOf(rule), used }))
  }
}

function matches(match: FaultMatch, subject: FaultSubject): boolean {
  if (match.method !== undefined && match.method.toUpperCase() !== subject.method) return false
  if (match.path !== undefined && !subject.path.includes(match.path)) return false
  if (match.entity !== undefined && match.entity.toLowerCase() !== subject.entity?.toLowerCase()) return false
  if (match.body !== undefined && !subject.body.includes(match.body)) return false
  const operations =
    match.operation === undefined
      ? match.path === undefined
        ? DATA_SERVICE
        : null
      : typeof match.operation === 'string'
        ? [match.operation]
        : match.operation
  return operations === null || operations.includes(subject.operation)
}

/** The mixture of everything that can go wrong between two machines, at a share of all requests. */
export function chaosPlan(seed: number, share = 0.1): FaultPlan {
  const kinds: FaultRule[] = [
    { kind: 'reset', when: 'before' },
    { kind: 'reset', when: 'after' },
    { kind: 'error', status: 500, when: 'before' },
    { kind: 'error', status: 500, when: 'after' },
    { kind: 'error', status: 502, when: 'before' },
    { kind: 'error', status: 502, when: 'after' },
    { kind: 'error', status: 503, when: 'before' },
    { kind: 'error', status: 503, when: 'after' },
    { kind: 'gateway-timeout', when: 'before' },
    { kind: 'gateway-timeout', when: 'after' },
    { kind: 'throttle', retryAfterSeconds: 1 },
    { kind: 'throttle' },
    { kind: 'html', when: 'before' },
    { kind: 'html', when: 'after' },
    { kind: 'empty', when: 'after' },
    { kind: 'other-envelope', when: 'after' },
    { kind: 'truncated', when: 'after' },
    { kind: 'system-fault', status: 200, when: 'before' },
    { kind: 'expired' },
    { kind: 'hang', when: 'before' },
    { kind: 'hang', when: 'after' },
    { kind: 'slow', delayMs: 50 },
  ]
  // Each rule is asked in turn, so the chance of the later ones is made larger by what the earlier ones took.
  const each = share / kinds.length
  return { seed, rules: kinds.map((rule, index) => ({ ...rule, probability: each / (1 - index * each) })) }
}
