import type { CompanyStatus } from '../../shared/status.ts'

/** A company that was added and has sent nothing yet: its steps stay at hand until the first run. */
export function isBeingSetUp(status: CompanyStatus): boolean {
  return status.lastPush === null && status.paused
}
