import type { Operation } from '../../electron/plan/input.ts'
import { client, project } from '../support/billdr-records.ts'
import { Contractor } from './contractor.ts'

/** The operations of a plan in short: kind and document. */
export function summaryOf(steps: readonly Operation[]): string[] {
  return steps.map((step) => `${step.kind} ${step.key}`)
}

/** A client with a project, both in QuickBooks already. */
export function withProject(...records: Parameters<Contractor['says']>): Contractor {
  const contractor = new Contractor(
    client('c-1', { displayName: 'Marie-Ève Côté' }),
    project('p-1', 'c-1', { name: 'Cuisine' }),
  )
  contractor.sync()
  return contractor.says(...records)
}
