import { giveTestTools, type PracticeCompany } from '../practice-company.ts'
import { remoteControls } from './controls.ts'
import type { ControlledCompany } from './controlled-company.ts'
import { makeTestTools } from './test-tools.ts'

// Whoever loads this steers the practice companies that the product itself starts in this process: a test, or a program of
// the checkout (`node --import ./electron/practice/testing/steered.ts electron/cli.ts …`).
giveTestTools((inside) => makeTestTools(inside).tools)

/** A practice company of this process, with its controls. */
export function steered(company: PracticeCompany): ControlledCompany {
  const controlKey = new URL(company.booksUrl).searchParams.get('key') ?? ''
  return { ...company, controlKey, controls: remoteControls(company.origin, controlKey) }
}
