import type { ActionName } from '../../../shared/action.ts'
import type { Screen, SettingsPart } from '../../company/route.ts'

/** The screen on which a person does what a button names, with the part of the settings where it stands. */
export const LEADS_TO: Partial<Record<ActionName, { screen: Screen; part?: SettingsPart }>> = {
  'choose-account': { screen: 'cost-codes' },
  'choose-contact': { screen: 'contacts' },
  'choose-tax-code': { screen: 'settings', part: 'sync' },
  'choose-default': { screen: 'settings', part: 'defaults' },
  'map-columns': { screen: 'columns' },
  'choose-source': { screen: 'settings', part: 'source' },
  'open-settings': { screen: 'settings', part: 'sync' },
}
