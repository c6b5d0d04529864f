import { CONNECTION } from './connection.ts'
import { EDITS } from './edits.ts'
import { GUARDS } from './guards.ts'
import { HEALTH } from './health.ts'
import { RECEIPTS } from './receipts.ts'
import { REFUSALS } from './refusals.ts'
import { RULES } from './rules.ts'
import { SOURCE } from './source.ts'
import type { Story } from './story.ts'

/** Every story of a problem that is mended by a button. */
export const STORIES: readonly Story[] = [
  ...SOURCE,
  ...RULES,
  ...EDITS,
  ...GUARDS,
  ...RECEIPTS,
  ...REFUSALS,
  ...CONNECTION,
  ...HEALTH,
]
