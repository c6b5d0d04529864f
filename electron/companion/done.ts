import type { Problem } from '../../shared/problem.ts'

/** What came of something that a person or a host asked for: its result, or why not. */
export type Done<T = null> = { ok: true; value: T } | { ok: false; problem: Problem }
