import {
  addressesOf,
  findRunningPractice,
  openPracticeCompany,
  type PracticeCompany,
  type PracticeOptions,
} from '../practice-company.ts'
import { remoteControls, type PracticeControls } from './controls.ts'
import { makeTestTools, type TestToolsOptions } from './test-tools.ts'

export { findRunningPractice, PRACTICE_KEYS, type CompanySettings, type TaxSetup } from '../practice-company.ts'
export type { PersonOutcome } from '../people/person.ts'
export { remoteControls, type ChangeableSettings, type PracticeControls } from './controls.ts'
export { chaosPlan, type FaultKind, type FaultRule } from './faults.ts'
export type { LoggedRequest } from './request-log.ts'

export type ControlledOptions = PracticeOptions & TestToolsOptions

/** A practice company with what tests steer it by. */
export interface ControlledCompany extends PracticeCompany {
  /** Opens {@link remoteControls}. */
  controlKey: string
  controls: PracticeControls
}

/**
 * A practice company with faults, controls and a log of requests.
 *
 *     const practice = await startControlledCompany({ folder: null, country: 'CA', consent: 'automatic' })
 *     await practice.controls.setFaults({
 *       rules: [{ kind: 'reset', when: 'after', match: { operation: 'create', entity: 'Invoice' }, times: 1 }],
 *     })
 *     await practice.controls.personDeletes('Invoice', '57')
 *     await practice.close()
 *
 * Throws as `startPracticeCompany` does; {@link joinControlledCompany} uses books that are open already.
 */
export async function startControlledCompany(options: ControlledOptions): Promise<ControlledCompany> {
  const made: PracticeControls[] = []
  const { company, running } = await openPracticeCompany(options, (inside) => {
    const { tools, controls } = makeTestTools(inside, options)
    made.push(controls)
    return tools
  })
  const [controls = remoteControls(running.origin, running.key)] = made
  return { ...company, controlKey: running.key, controls }
}

/**
 * The practice company that another process (or this one) already runs on a folder, with the same addresses and controls;
 * null where none does. It was started by {@link startControlledCompany}, or in a process that loaded `steered.ts` before. Its
 * `close` leaves it running.
 */
export async function joinControlledCompany(folder: string): Promise<ControlledCompany | null> {
  const running = await findRunningPractice(folder)
  return (
    running && {
      ...addressesOf(running),
      controlKey: running.key,
      controls: remoteControls(running.origin, running.key),
      close: () => Promise.resolve(),
    }
  )
}
