import type { Problem } from './problem.ts'

/** What came of something that can fail as expected: its value, or the problem that a person is shown. */
export type Result<T = null, E = Problem> = { ok: true; value: T } | { ok: false; problem: E }
