import { z } from 'zod'
import type { BilldrCompany } from '../../shared/domain.ts'
import type { Problem } from '../../shared/problem.ts'
import { problem } from '../../shared/problem.ts'
import { isoInstant } from './days.ts'
import { shown } from './place.ts'
import { pathIdentity, safePath } from './safe-path.ts'

export const MANIFEST = 'manifest.json'
const FORMAT = 'billdr-pro-export'
const VERSION = 1

export interface ListedFile {
  path: string
  bytes: number
  sha256: string
}

export interface Manifest {
  company: BilldrCompany
  exportedAt: string
  scope: 'full' | 'changes'
  files: ListedFile[]
}

const name = z.string().trim().min(1).max(500)

/** A company as the manifest and the local API give it. */
export const COMPANY = z.object({
  id: name,
  name,
  country: z.enum(['CA', 'US']),
  currency: z.string().regex(/^[A-Z]{3}$/),
  locale: z.string().trim().regex(/^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*$/),
})

const CONTENT = z.object({
  company: COMPANY,
  exportedAt: z.string().refine((text) => isoInstant(text) !== null),
  scope: z.enum(['full', 'changes']),
  files: z.array(z.object({
    path: z.string(),
    bytes: z.int().nonnegative(),
    sha256: z.string().regex(/^[0-9a-fA-F]{64}$/),
  })),
})

export type ManifestReading = { ok: true; manifest: Manifest } | { ok: false; problem: Problem; tryAgain: boolean }

/**
 * Understands manifest.json. Text that is no JSON yet counts as still being written; another format or a newer version
 * is refused by its name; a field that is missing or wrong is named; a path that would leave the export refuses it whole.
 */
export function readManifest(text: string): ManifestReading {
  let raw: unknown
  try {
    raw = JSON.parse(text.replace(/^\ufeff/, ''))
  } catch {
    return { ok: false, problem: problem('source-incomplete', { file: MANIFEST }), tryAgain: true }
  }
  const refused = (found: Problem): ManifestReading => ({ ok: false, problem: found, tryAgain: false })
  const head = z.object({ format: z.unknown(), version: z.unknown() }).safeParse(raw)
  if (!head.success) return refused(problem('source-format', { found: shown(raw), expected: FORMAT }))
  const { format, version } = head.data
  if (format !== FORMAT) return refused(problem('source-format', { found: shown(format), expected: FORMAT }))
  if (version !== VERSION) return refused(problem('source-version', { found: shown(version), supported: VERSION }))

  const content = CONTENT.safeParse(raw)
  if (!content.success) {
    const path = content.error.issues[0]?.path ?? []
    return refused(problem('source-manifest', { file: MANIFEST, field: path.join('.'), value: shown(valueAt(raw, path)) }))
  }
  const paths = new Set<string>()
  const files: ListedFile[] = []
  for (const file of content.data.files) {
    const path = safePath(file.path)
    if (path === null) return refused(problem('source-unsafe-path', { path: shown(file.path) }))
    if (paths.has(pathIdentity(path))) return refused(problem('source-twin-files', { file: shown(path) }))
    paths.add(pathIdentity(path))
    files.push({ path, bytes: file.bytes, sha256: file.sha256.toLowerCase() })
  }
  const exportedAt = isoInstant(content.data.exportedAt) ?? content.data.exportedAt
  return { ok: true, manifest: { company: content.data.company, exportedAt, scope: content.data.scope, files } }
}

function valueAt(raw: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined),
    raw,
  )
}
