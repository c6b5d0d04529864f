import type { Problem, ProblemCode } from './problem.ts'

/**
 * How much a setting matters.
 * - `stops`: documents are held or would be refused.
 * - `harms`: documents go, and something comes out otherwise than expected.
 * - `hint`: good to know.
 */
export const SEVERITIES = ['stops', 'harms', 'hint'] as const
export type Severity = (typeof SEVERITIES)[number]

/** A setting of QuickBooks or of this program that causes trouble; a problem whose words say why, and what to do. */
export interface HealthFinding extends Pick<Problem, 'code' | 'params'> {
  severity: Severity
}

/** What was found when QuickBooks was last looked at. */
export interface HealthReport {
  /** ISO instant; null while QuickBooks has not been looked at, and then nothing can be said. */
  lookedAt: string | null
  findings: HealthFinding[]
}

export function finding(severity: Severity, code: ProblemCode, params: Problem['params'] = {}): HealthFinding {
  return { severity, code, params }
}
