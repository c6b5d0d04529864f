import { useEffect, useState } from 'react'
import type { DocumentDetails } from '../../../shared/bridge.ts'
import type { DocumentKey } from '../../../shared/kinds.ts'
import type { QueueRow } from '../../../shared/row.ts'
import { useBridge } from '../../bridge/context.tsx'

export type DocumentState =
  | { phase: 'loading'; details: DocumentDetails | null }
  | { phase: 'ready'; details: DocumentDetails }
  | { phase: 'gone' | 'failed'; details: null }

/**
 * The details of a record, read anew whenever its row says something new. While they come, the last ones of the same
 * record stay, so that nothing flickers.
 */
export function useDocument(company: string, key: DocumentKey, row: QueueRow | null): DocumentState {
  const { bridge } = useBridge()
  const [state, setState] = useState<DocumentState & { key: string }>({ phase: 'loading', details: null, key: '' })
  const id = `${company}/${key}`
  useEffect(() => {
    let current = true
    bridge.document({ company, key }).then(
      (details) =>
        current && setState(details ? { phase: 'ready', details, key: id } : { phase: 'gone', details: null, key: id }),
      () =>
        current &&
        setState((before) =>
          before.key === id && before.details ? before : { phase: 'failed', details: null, key: id },
        ),
    )
    return () => {
      current = false
    }
  }, [bridge, company, key, row, id])
  return state.key === id ? state : { phase: 'loading', details: null }
}
