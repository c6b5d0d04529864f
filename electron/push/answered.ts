import type { DocumentKey } from '../../shared/kinds.ts'
import type { Newest, PushChange } from './records.ts'

/** A yes to create, or to send again what was taken back, is for this once: the next time a person is asked again. */
export function answered(newest: Newest, key: DocumentKey): PushChange[] {
  const decision = newest('decisions', key)
  if (!decision?.createAnew && !decision?.undone && !decision?.reviewed) return []
  const { createAnew: _created, undone: _undone, reviewed: _reviewed, ...rest } = decision
  return [{ table: 'decisions', id: key, value: rest }]
}
