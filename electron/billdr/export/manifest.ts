import type { BilldrCompany } from '../../../shared/domain.ts'
import type { Problem } from '../../../shared/problem.ts'
import { problem } from '../../../shared/problem.ts'
import { readCompany } from '../records/company.ts'
import { Fields, isRawRecord } from '../records/fields.ts'
import type { FieldProblem } from '../records/field-problem.ts'
import { shown } from '../records/field-problem.ts'
import { pathIdentity, safePath } from '../files/safe-path.ts'

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
  if (!isRawRecord(raw)) return refused(problem('source-format', { found: shown(raw), expected: FORMAT }))
  const { format, version } = raw
  if (format !== FORMAT) return refused(problem('source-format', { found: shown(format), expected: FORMAT }))
  if (version !== VERSION) return refused(problem('source-version', { found: shown(version), supported: VERSION }))

  const found: FieldProblem[] = []
  const fields = new Fields(raw, { table: MANIFEST, row: 0 }, found)
  const stated = fields.part('company')
  const company = stated && readCompany(stated)
  const manifest = {
    exportedAt: fields.instant('exportedAt'),
    scope: fields.oneOf('scope', ['full', 'changes']),
    files: fields.parts('files').map((file) => ({
      path: file.text('path'),
      bytes: file.wholeNumber('bytes'),
      sha256: file.sha256('sha256'),
    })),
  }
  const [first] = found
  if (!company || first)
    return refused(
      problem('source-manifest', {
        file: MANIFEST,
        field: first?.field ?? 'company',
        value: first?.problem.params['value'] ?? '',
      }),
    )
  return safeFiles(manifest.files, (files) => ({ ok: true, manifest: { ...manifest, company, files } }), refused)
}

/** Every listed path must stay in the export, and be listed once. */
function safeFiles(
  listed: readonly ListedFile[],
  accept: (files: ListedFile[]) => ManifestReading,
  refuse: (found: Problem) => ManifestReading,
): ManifestReading {
  const paths = new Set<string>()
  const files: ListedFile[] = []
  for (const file of listed) {
    const path = safePath(file.path)
    if (path === null) return refuse(problem('source-unsafe-path', { path: shown(file.path) }))
    if (paths.has(pathIdentity(path))) return refuse(problem('source-twin-files', { file: shown(path) }))
    paths.add(pathIdentity(path))
    files.push({ ...file, path })
  }
  return accept(files)
}
