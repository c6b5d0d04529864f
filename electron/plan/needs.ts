import type { DocumentKey } from '../../shared/kinds.ts'
import { keyOf } from '../../shared/kinds.ts'
import type { Facts } from './facts.ts'
import type { PlanInput } from './input.ts'

/** Ids of the contacts that are to stand in QuickBooks because others need them. */
export interface Needs {
  projects: ReadonlySet<string>
  clients: ReadonlySet<string>
  professionals: ReadonlySet<string>
}

/**
 * Rule C2: a project goes at once where it is new since QuickBooks was connected, else with its first document that is to stand
 * there, or where a person says so; a client with its first project. Rule V1: a professional with its first cost or order.
 */
export function needsOf(input: PlanInput, { records, links }: Facts): Needs {
  const withDocuments = new Set<string>()
  const professionals = new Set<string>()
  for (const { project, professional } of records.values()) {
    if (project !== null) withDocuments.add(project)
    if (professional !== null) professionals.add(professional)
  }
  const projects = new Set<string>()
  const clients = new Set<string>()
  for (const [key, { kind, isPresent, client, beforeConnecting }] of records) {
    if (kind !== 'project') continue
    const id = key.slice('project:'.length)
    const isLinked = links.get(key)?.gone === false
    const isDue =
      !beforeConnecting || isLinked || withDocuments.has(id) || input.decisions.get(key)?.createAnew === true
    if (!isDue) continue
    projects.add(id)
    if (isPresent && client !== null) clients.add(client)
  }
  return { projects, clients, professionals }
}

/** Contacts of which it is another answer than before. */
export function otherNeeds(before: Needs, after: Needs): DocumentKey[] {
  return [
    ...apart(before.projects, after.projects).map((id) => keyOf('project', id)),
    ...apart(before.clients, after.clients).map((id) => keyOf('client', id)),
    ...apart(before.professionals, after.professionals).map((id) => keyOf('professional', id)),
  ]
}

function apart(before: ReadonlySet<string>, after: ReadonlySet<string>): string[] {
  return [...[...before].filter((id) => !after.has(id)), ...[...after].filter((id) => !before.has(id))]
}
