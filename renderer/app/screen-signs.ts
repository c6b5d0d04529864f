import type { LucideIcon } from 'lucide-react'
import { ListChecks, Rocket, ScrollText, Settings, Tags, Users } from 'lucide-react'
import type { WordKey } from '../../shared/words/index.ts'
import type { Screen } from './place.ts'

/** The sign of each screen, the same wherever it is named. */
export const SCREEN_SIGNS: Record<Screen, LucideIcon> = { 'setup': Rocket, 'queue': ListChecks, 'contacts': Users, 'cost-codes': Tags, 'activity': ScrollText, 'settings': Settings }

export const SCREEN_WORDS: Record<Screen, WordKey> = {
  'setup': 'window.nav.setup', 'queue': 'window.nav.queue', 'contacts': 'window.nav.contacts', 'cost-codes': 'window.nav.costCodes', 'activity': 'window.nav.activity', 'settings': 'window.nav.settings',
}
