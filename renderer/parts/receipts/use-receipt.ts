import { useEffect, useState } from 'react'
import type { DocumentKey } from '../../../shared/kinds.ts'
import type { Problem } from '../../../shared/problem.ts'
import { useBridge } from '../../bridge/context.tsx'
import type { FileKind } from './file-kind.ts'
import { fileKind } from './file-kind.ts'

export type Receipt =
  | { phase: 'idle' | 'loading' }
  | { phase: 'ready'; kind: FileKind; address: string }
  | { phase: 'failed'; problem: Problem | null }

const LOADING: Receipt = { phase: 'loading' }

/** The bytes of a receipt behind an address of this page, which ends with its use. */
export function useReceipt(company: string, key: DocumentKey, attachmentId: string, wanted: boolean): Receipt {
  const { bridge } = useBridge()
  const [receipt, setReceipt] = useState<Receipt>(LOADING)
  useEffect(() => {
    if (!wanted) return undefined
    let current = true
    let address: string | null = null
    bridge.attachment({ company, key, attachmentId }).then(
      (outcome) => {
        if (!current) return
        if (!outcome.ok) return setReceipt({ phase: 'failed', problem: outcome.problem })
        const bytes = Uint8Array.from(atob(outcome.value.base64), (letter) => letter.charCodeAt(0))
        const kind = fileKind(outcome.value.contentType, bytes)
        // What is not shown is only ever saved: a neutral type keeps the browser from running it.
        const type =
          kind === 'pdf' ? 'application/pdf' : kind === 'image' ? outcome.value.contentType : 'application/octet-stream'
        address = URL.createObjectURL(new Blob([bytes], { type }))
        setReceipt({ phase: 'ready', kind, address })
      },
      () => current && setReceipt({ phase: 'failed', problem: null }),
    )
    return () => {
      current = false
      if (address) URL.revokeObjectURL(address)
      setReceipt(LOADING)
    }
  }, [bridge, company, key, attachmentId, wanted])
  return wanted ? receipt : { phase: 'idle' }
}
