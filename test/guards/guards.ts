import { COMPANIES } from './companies.ts'
import { EXPORTS } from './exports.ts'
import type { Guard } from './guard.ts'
import { SERVERS } from './servers.ts'
import { THIS_COMPUTER } from './this-computer.ts'

/** The guards of docs/security-attacks.md: each row of its table has at least one. */
export const GUARDS: readonly Guard[] = [...COMPANIES, ...EXPORTS, ...THIS_COMPUTER, ...SERVERS]
