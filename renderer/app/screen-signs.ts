import type { LucideIcon } from 'lucide-react'
import { CalendarDays, Columns3, ListChecks, Rocket, ScrollText, Settings, Tags, Users } from 'lucide-react'
import type { WordKey } from '../../shared/words/index.ts'
import type { Screen } from '../company/route.ts'

/** The sign of each screen, the same wherever it is named. */
export const SCREEN_SIGNS: Record<Screen, LucideIcon> = {
  setup: Rocket,
  queue: ListChecks,
  contacts: Users,
  'cost-codes': Tags,
  columns: Columns3,
  months: CalendarDays,
  activity: ScrollText,
  settings: Settings,
}

export const SCREEN_WORDS: Record<Screen, WordKey> = {
  setup: 'window.nav.setup',
  queue: 'window.nav.queue',
  contacts: 'window.nav.contacts',
  'cost-codes': 'window.nav.costCodes',
  columns: 'window.nav.columns',
  months: 'months.title',
  activity: 'window.nav.activity',
  settings: 'window.nav.settings',
}
