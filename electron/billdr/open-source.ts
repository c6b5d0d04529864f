import type { Result } from '../../shared/result.ts'
import { problem } from '../../shared/problem.ts'
import type { Source } from '../../shared/source.ts'
import { openExport } from './export/export-opening.ts'
import { ExportSource } from './export/export-source.ts'
import { watchPath } from './files/folder-watch.ts'
import { pathOf } from './location.ts'
import type { SourceOptions } from './source-options.ts'
import { settingsFrom } from './source-options.ts'

export type { SourceOptions } from './source-options.ts'

/**
 * The source at a location: an export folder, a `.zip` of one, or the http(s) address of the local API. Nothing is read
 * yet, and a folder may come later. Refused: what names no place on this computer (`pathOf`), and an address that is no address, carries a password or leads
 * beyond this computer and the private network (unless the user allowed its host, and then over https only).
 */
export async function openSource(location: string, options: SourceOptions = {}): Promise<Result<Source>> {
  const settings = settingsFrom(options)
  if (/^https?:/i.test(location)) {
    // Only who reads from an address pays for what it takes to ask one.
    const [{ addressRefused, isOpenAndFar }, { ApiSource }] = await Promise.all([
      import('./api/api-hosts.ts'),
      import('./api/api-source.ts'),
    ])
    const url = URL.parse(location)
    if (!url) return { ok: false, problem: problem('source-missing', { location }) }
    const refused = addressRefused(url, settings.allowedHosts)
    if (refused !== null)
      return { ok: false, problem: problem('source-host-refused', { host: refused, location: url.origin }) }
    if (isOpenAndFar(url))
      return { ok: false, problem: problem('source-not-https', { host: url.host, location: url.origin }) }
    return { ok: true, value: new ApiSource(url, settings) }
  }
  const named = pathOf(location)
  if (!named.ok) return named
  const { value: path } = named
  const watch = (changed: () => void): (() => void) => watchPath(path, settings.folderPollMs, settings.clock, changed)
  return { ok: true, value: new ExportSource(path, () => openExport(path, settings.limits), watch, settings) }
}
