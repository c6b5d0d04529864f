import type { DocumentKey } from '../../../shared/kinds.ts'
import type { Problem } from '../../../shared/problem.ts'
import type { Result } from '../../../shared/result.ts'
import { useBridge } from '../../bridge/context.tsx'
import { useAsked } from '../../live/use-asked.ts'
import type { FileKind } from './file-kind.ts'
import { fileKind } from './file-kind.ts'

export type Receipt =
  | { phase: 'idle' | 'loading' }
  | { phase: 'ready'; kind: FileKind; address: string }
  | { phase: 'failed'; problem: Problem | null }

/** The bytes of a receipt behind an address of this page, which ends with its use. */
export function useReceipt(company: string, key: DocumentKey, attachmentId: string, wanted: boolean): Receipt {
  const { bridge } = useBridge()
  const load = async (): Promise<Result<Shown>> => shownBy(await bridge.attachment({ company, key, attachmentId }))
  const [{ phase, value }] = useAsked(wanted ? load : null, null, {
    of: `${company}/${key}/${attachmentId}`,
    release: (shown) => shown.ok && URL.revokeObjectURL(shown.value.address),
  })
  if (!wanted) return { phase: 'idle' }
  if (value) return value.ok ? { phase: 'ready', ...value.value } : { phase: 'failed', problem: value.problem }
  return phase === 'failed' ? { phase, problem: null } : { phase: 'loading' }
}

interface Shown {
  kind: FileKind
  address: string
}

function shownBy(outcome: Result<{ contentType: string; base64: string }>): Result<Shown> {
  if (!outcome.ok) return outcome
  const { base64, contentType } = outcome.value
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
  const kind = fileKind(contentType, bytes)
  // What is not shown is only ever saved: a neutral type keeps the browser from running it.
  const type = kind === 'pdf' ? 'application/pdf' : kind === 'image' ? contentType : 'application/octet-stream'
  return { ok: true, value: { kind, address: URL.createObjectURL(new Blob([bytes], { type })) } }
}
