import type { DocumentDetails } from '../../../shared/bridge.ts'
import type { DocumentKey } from '../../../shared/kinds.ts'
import type { QueueRow } from '../../../shared/row.ts'
import { useBridge } from '../../bridge/context.tsx'
import { useAsked } from '../../live/use-asked.ts'

export type DocumentState =
  { phase: 'ready'; details: DocumentDetails } | { phase: 'loading' | 'gone' | 'failed'; details: null }

/**
 * The details of a record, read anew whenever its row says something new. While they come, the last ones of the same
 * record stay, so that nothing flickers.
 */
export function useDocument(company: string, key: DocumentKey, row: QueueRow | null): DocumentState {
  const { bridge } = useBridge()
  const [asked] = useAsked(() => bridge.document({ company, key }), row, { of: `${company}/${key}` })
  if (asked.value) return { phase: 'ready', details: asked.value }
  return { phase: asked.phase === 'ready' ? 'gone' : asked.phase, details: null }
}
