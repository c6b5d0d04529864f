import { wait } from '../clock.ts'
import type { ExportFiles } from '../export/export-files.ts'
import type { ExportLayout } from '../export/export-layout.ts'
import { pathIdentity } from './safe-path.ts'
import type { Settings } from '../source-options.ts'

/**
 * Whether the tables of a hand-made folder have lain still for the settle time, by their own dates. A date in the future
 * (the clock of a server) says nothing: then only watching tells.
 */
export function isSettled(layout: ExportLayout, settings: Settings): boolean {
  const now = settings.clock.now()
  return [...layout.tables.values()].every(({ facts }) => {
    const age = now - facts.changedAt
    return age >= settings.settleMs
  })
}

/**
 * Attachments may reach a shared folder after the manifest that lists them. Where one is missing or short and the manifest
 * is fresh, waits the settle time once; then the export is read all the same, and such an attachment holds back only itself.
 */
export async function awaitAttachments(files: ExportFiles, layout: ExportLayout, settings: Settings): Promise<void> {
  const manifest = files.top.find((file) => pathIdentity(file.path) === 'manifest.json')
  if (!manifest || !layout.manifest || settings.clock.now() - manifest.changedAt >= settings.settleMs) return
  const sizes = new Map((await files.below('attachments')).map((file) => [pathIdentity(file.path), file.bytes]))
  const late = [...layout.manifest.listed].some(([path, file]) => path.includes('/') && sizes.get(path) !== file.bytes)
  if (late) await wait(settings.clock, settings.settleMs)
}
