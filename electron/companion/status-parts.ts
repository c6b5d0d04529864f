import type { Problem } from '../../shared/problem.ts'
import type { CompanyStatus, ConnectionStatus, GuardStatus } from '../../shared/status.ts'
import type { Workspace } from './workspace.ts'

/** Whether QuickBooks can be reached now is part of how the connection stands, and never "connected" while it cannot. */
export function withTrouble(connection: ConnectionStatus, trouble: Problem | null): ConnectionStatus {
  if (trouble !== null && connection.state === 'not-connected')
    return { ...connection, problem: connection.problem ?? trouble }
  if (trouble === null || connection.state !== 'connected') return connection
  return { ...connection, state: OUT_OF_REACH.has(trouble.code) ? 'offline' : connection.state, problem: trouble }
}

/** No connection comes about: of these, all but the first wait for a person. */
const OUT_OF_REACH: ReadonlySet<Problem['code']> = new Set([
  'offline',
  'certificate-not-trusted',
  'clock-wrong',
  'network-sign-in-page',
  'proxy-refused',
  'proxy-sign-in',
  'proxy-not-spoken',
])

const COLOURS = ['#7a4bc2', '#0b6e5f', '#b3541e', '#1c5fb8', '#a3286e', '#4d6b1d', '#8a4a12', '#3f51a3']

/** A company's own colour, the same at every start. */
export function colourOf(companyId: string): string {
  const sum = [...companyId].reduce((total, character) => total + (character.codePointAt(0) ?? 0), 0)
  return COLOURS[sum % COLOURS.length] ?? '#7a4bc2'
}

/** What waits for a yes. */
export function guardsOf({ store }: Workspace): GuardStatus[] {
  return [...store.table('guards').entries()].flatMap(([id, { problem, since, keys, confirmed }]) =>
    confirmed ? [] : [{ id, problem, since, keys }],
  )
}

/** How the Billdr data stands. `ofRun`: what else went wrong here; it is told first. */
export function sourceStatus(workspace: Workspace, ofRun: readonly (Problem | null)[]): CompanyStatus['source'] {
  const { source, lastReadAt, readFailure, readProblem, allReadProblems = [readProblem] } = workspace.profile()
  const problems = [...ofRun, readFailure, ...allReadProblems].filter((each) => each !== null)
  const pollMs = workspace.settings().pollSeconds * 1000
  return {
    location: source.location,
    lastReadAt,
    problem: problems[0] ?? null,
    problems,
    nextReadAt: lastReadAt ? new Date(Date.parse(lastReadAt) + pollMs).toISOString() : null,
  }
}
