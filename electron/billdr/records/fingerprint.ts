import { createHash } from 'node:crypto'
import type { FileFacts } from '../export/export-files.ts'
import type { ExportLayout } from '../export/export-layout.ts'
import { pathIdentity } from '../files/safe-path.ts'
import type { Settings } from '../source-options.ts'

/** Changes when the readers understand the same bytes differently, so that everything is read anew after an update. */
const READERS = '3'

/**
 * What is remembered of a reading. `stamps` tells without reading that nobody touched a file; `content` tells after
 * reading that it is the same content as last time, whatever the files' dates say.
 */
export interface Fingerprint {
  content: string
  stamps: string
}

export function cursorOf(fingerprint: Fingerprint): string {
  return `${READERS}.${fingerprint.content}.${fingerprint.stamps}`
}

export function parseCursor(cursor: string | null): Fingerprint | null {
  const [readers, content, stamps, ...more] = cursor?.split('.') ?? []
  return readers === READERS && content && stamps && more.length === 0 ? { content, stamps } : null
}

/** Which files there are and when they were touched. */
export function stampsOf(layout: ExportLayout, attachments: readonly FileFacts[], settings: Settings): string {
  const tables = [...layout.tables.values()].map((file) => file.facts)
  return digest([
    settingsThatMatter(settings),
    layout.manifest?.sha256 ?? '',
    JSON.stringify(layout.problems),
    ...tables.map(stampLine),
    ...attachments.map(stampLine),
  ])
}

/** What the files say; of attachments, which are not read here, their sizes and dates: one that was put right is noticed. */
export function contentOf(
  layout: ExportLayout,
  attachments: readonly FileFacts[],
  hashes: ReadonlyMap<string, string>,
  settings: Settings,
): string {
  const tables = [...layout.tables.values()]
    .map(({ facts }) => `${facts.path}\n${hashes.get(facts.path) ?? facts.stamp}`)
    .sort()
  const beside = attachments.map((file) => `${pathIdentity(file.path)}\n${file.version}`).sort()
  return digest([
    settingsThatMatter(settings),
    layout.manifest?.sha256 ?? '',
    JSON.stringify(layout.problems),
    ...tables,
    ...beside,
  ])
}

function stampLine(file: FileFacts): string {
  return `${file.path}\n${file.stamp}`
}

function settingsThatMatter(settings: Settings): string {
  return JSON.stringify([settings.columnMapping, settings.locale])
}

function digest(lines: readonly string[]): string {
  const hash = createHash('sha256')
  for (const line of lines) hash.update(line).update('\0')
  return hash.digest('base64url')
}
