import enActions from './en/actions.ts'
import enColumns from './en/columns.ts'
import enHistory from './en/history.ts'
import enMonths from './en/months.ts'
import enHealth from './en/problems-health.ts'
import enQuickBooks from './en/problems-quickbooks.ts'
import enRules from './en/problems-rules.ts'
import enSource from './en/problems-source.ts'
import enScreens from './en/screens.ts'
import enTerminal from './en/terminal.ts'
import enUndo from './en/undo.ts'
import enWindow from './en/window.ts'
import enDocument from './en/window-document.ts'
import frActions from './fr/actions.ts'
import frColumns from './fr/columns.ts'
import frHistory from './fr/history.ts'
import frMonths from './fr/months.ts'
import frHealth from './fr/problems-health.ts'
import frQuickBooks from './fr/problems-quickbooks.ts'
import frRules from './fr/problems-rules.ts'
import frSource from './fr/problems-source.ts'
import frScreens from './fr/screens.ts'
import frTerminal from './fr/terminal.ts'
import frUndo from './fr/undo.ts'
import frWindow from './fr/window.ts'
import frDocument from './fr/window-document.ts'

export type Language = 'en' | 'fr'

const en = {
  ...enActions,
  columns: enColumns,
  history: enHistory,
  months: enMonths,
  window: { ...enWindow, ...enDocument },
  screen: enScreens,
  terminal: enTerminal,
  undo: enUndo,
  problem: { ...enSource, ...enQuickBooks, ...enRules, ...enHealth },
}
const fr = {
  ...frActions,
  columns: frColumns,
  history: frHistory,
  months: frMonths,
  window: { ...frWindow, ...frDocument },
  screen: frScreens,
  terminal: frTerminal,
  undo: frUndo,
  problem: { ...frSource, ...frQuickBooks, ...frRules, ...frHealth },
}

/** Every word the program says, by language. English is the measure of what there is; a test holds French to it. */
export const CATALOGUES = { en, fr }

type Leaves<T, Path extends string = ''> = {
  [K in keyof T & string]: T[K] extends string ? `${Path}${K}` : Leaves<T[K], `${Path}${K}.`>
}[keyof T & string]

type WithoutPlural<K extends string> = K extends `${infer Base}_${'one' | 'other'}` ? Base : K

/** The name of a word: `window.queue.title`. A name that does not exist is refused by the compiler. */
export type WordKey = WithoutPlural<Leaves<Omit<typeof en, 'problem' | 'history'>>>
