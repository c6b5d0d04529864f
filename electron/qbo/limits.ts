import type { Problem } from '../../shared/problem.ts'

/** A pause that QuickBooks asked for: everything of the company waits until it is over. */
export interface Pause {
  /** Epoch ms. */
  until: number
  problem: Problem
}

/** Leave to send one request. `answered` must be called once the exchange is over, whatever came of it. */
export interface Turn {
  answered(): void
}

/** A batch counts as a request, and as a batch besides. */
type RequestKind = 'single' | 'batch'

export interface Limiter {
  /** Resolves, first come first served, when one request may leave. */
  turn(kind?: RequestKind): Promise<Turn>
  /** After "too many requests": nothing leaves for `ms`. A longer pause that is under way stays. */
  pause(ms: number, problem: Problem): void
  /** The pause that is under way, or null. */
  paused(): Pause | null
  /** How long the pause that is under way still lasts, ms; 0 where there is none. */
  pausedFor(): number
  /** Told of each pause as it begins (and grows), and null when it is over. Answers how to stop listening. */
  subscribe(listener: (pause: Pause | null) => void): () => void
}

export interface Clock {
  /** Epoch ms. */
  now(): number
  /** Calls back after `ms`. */
  after(ms: number, callback: () => void): void
}

export interface LimiterOptions {
  perSecond?: number
  perMinute?: number
  batchesPerMinute?: number
  /** Requests under way beside each other; as many as there are where it is not said. */
  atOnce?: number
  clock?: Clock
}

const systemClock: Clock = {
  // Counted from the start of the process: a clock that is set back or forward meanwhile moves no window.
  now: () => performance.timeOrigin + performance.now(),
  after: (ms, callback) => {
    setTimeout(callback, ms)
  },
}

/**
 * QuickBooks counts when requests arrive; we know when they leave and when they are answered, and an arrival lies
 * between the two. Each window therefore starts at the answer of the oldest request in it. Where answers are slow,
 * this much after it left is assumed instead: 10 requests in 1.19 s is still more than 500 a minute.
 */
const SECOND_SLACK_MS = 190
/** The same for the minute, where a second costs little. */
const MINUTE_SLACK_MS = 1_000
/**
 * An answer that takes much longer than the quickest ones do tells of a machine or a network that stalled: what left in
 * time may have arrived bunched together. Such a request counts from where it may have arrived last, up to this late.
 */
const STALL_MS = 1_000
/**
 * What leaves here stays within the limits: "too many requests" means that another desktop, or another app, asks the same company.
 * From then on half of the limits are left to it, and half of the rest again at the next refusal, down to this part. After so long
 * without one, ms, it is taken to be gone.
 */
const SMALLEST_PART = 1 / 8
const SHARED_MS = 10 * 60_000
/** How many of the last trips tell how quick an answer can be. */
const TRIPS_KNOWN = 50

interface Waiting {
  kind: RequestKind
  leave(turn: Turn): void
}

interface Sent {
  leftAt: number
  answeredAt: number | null
}

interface Window {
  size: number
  lengthMs: number
  slackMs: number
}

/**
 * The limits of one company: 10 requests a second, 500 a minute, and 40 batches a minute among them (facts §3), as sliding
 * windows that no stretch of time exceeds. One limiter is shared by everything that talks to the company.
 */
export function createLimiter(options: LimiterOptions = {}): Limiter {
  const clock = options.clock ?? systemClock
  const windows: Window[] = [
    { size: options.perSecond ?? 10, lengthMs: 1_000, slackMs: SECOND_SLACK_MS },
    { size: options.perMinute ?? 500, lengthMs: 60_000, slackMs: MINUTE_SLACK_MS },
  ]
  const batchWindows: Window[] = [{ size: options.batchesPerMinute ?? 40, lengthMs: 60_000, slackMs: MINUTE_SLACK_MS }]
  const atOnce = options.atOnce ?? Infinity
  const longest = Math.max(...windows.map((window) => window.size))
  const waiting: Waiting[] = []
  const listeners = new Set<(pause: Pause | null) => void>()
  const sent: Sent[] = []
  const sentBatches: Sent[] = []
  let underWay = 0
  /** How long the last requests took, there and back, ms. */
  const trips: number[] = []
  let pauseNow: Pause | null = null
  let part = 1
  let sharedUntil = 0
  let wakeAt: number | null = null

  function latestArrival({ leftAt, answeredAt }: Sent, slackMs: number): number {
    if (answeredAt === null) return leftAt + Math.max(slackMs, STALL_MS)
    const stalled = Math.min(answeredAt - leftAt - Math.min(...trips), STALL_MS)
    return Math.min(answeredAt, leftAt + Math.max(slackMs, stalled))
  }

  /** When the next of these may leave, epoch ms. */
  function nextOf(those: readonly Sent[], within: readonly Window[]): number {
    let at = pauseNow?.until ?? 0
    const ours = clock.now() < sharedUntil ? part : 1
    for (const { size: whole, lengthMs, slackMs } of within) {
      const size = Math.max(1, Math.floor(whole * ours))
      const oldest = those.at(-size)
      // A window that ends in the same millisecond still holds its first request.
      if (oldest && those.length >= size) at = Math.max(at, latestArrival(oldest, slackMs) + lengthMs + 1)
    }
    return at
  }

  /** The first that may leave by now; where none may, when the first may. Batches that wait for theirs keep no single one waiting. */
  function nextToLeave(now: number): { index: number } | { at: number } {
    const at = nextOf(sent, windows)
    if (now < at) return { at }
    const batchAt = waiting.some(({ kind }) => kind === 'batch') ? nextOf(sentBatches, batchWindows) : at
    const index = waiting.findIndex(({ kind }) => kind === 'single' || batchAt <= now)
    return index < 0 ? { at: batchAt } : { index }
  }

  function endPause(): void {
    if (!pauseNow || clock.now() < pauseNow.until) return
    pauseNow = null
    for (const listener of listeners) listener(null)
  }

  function wakeIn(at: number): void {
    if (wakeAt !== null && wakeAt <= at) return
    wakeAt = at
    clock.after(Math.max(0, at - clock.now()), () => {
      if (wakeAt === at) wakeAt = null
      serve()
    })
  }

  function serve(): void {
    endPause()
    while (waiting.length > 0 && underWay < atOnce) {
      const now = clock.now()
      const next = nextToLeave(now)
      if ('at' in next) return wakeIn(next.at)
      const [first] = waiting.splice(next.index, 1)
      const request: Sent = { leftAt: now, answeredAt: null }
      underWay += 1
      for (const those of first?.kind === 'batch' ? [sent, sentBatches] : [sent]) {
        those.push(request)
        if (those.length > longest) those.shift()
      }
      first?.leave({
        answered: () => {
          if (request.answeredAt === null) {
            underWay -= 1
            request.answeredAt = clock.now()
            trips.push(request.answeredAt - request.leftAt)
            if (trips.length > TRIPS_KNOWN) trips.shift()
          }
          // An answer can bring the next turn forward.
          if (waiting.length > 0) serve()
        },
      })
    }
    if (pauseNow) wakeIn(pauseNow.until)
  }

  return {
    turn: (kind = 'single') =>
      new Promise((leave) => {
        waiting.push({ kind, leave })
        serve()
      }),
    pause(ms, problem) {
      const now = clock.now()
      const until = Math.ceil(now + ms)
      // Of requests that were under way together, the first refusal says it all.
      if (pauseNow === null || now >= pauseNow.until) {
        part = Math.max(SMALLEST_PART, (now < sharedUntil ? part : 1) / 2)
        sharedUntil = until + SHARED_MS
      }
      if (pauseNow && pauseNow.until >= until) return
      pauseNow = { until, problem }
      for (const listener of listeners) listener(pauseNow)
      wakeIn(until)
    },
    paused() {
      endPause()
      return pauseNow
    },
    pausedFor() {
      endPause()
      return pauseNow ? Math.max(0, Math.ceil(pauseNow.until - clock.now())) : 0
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
