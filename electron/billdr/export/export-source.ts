import type { Attachment, BilldrCompany } from '../../../shared/domain.ts'
import type { Problem } from '../../../shared/problem.ts'
import { problem } from '../../../shared/problem.ts'
import type { BytesOutcome, ReadingOutcome, RecordSink, Source } from '../../../shared/source.ts'
import { attachmentBytes } from '../files/attachment-bytes.ts'
import { wait } from '../clock.ts'
import type { ExportFiles, ExportOpening } from './export-files.ts'
import { FileTrouble, reasonOf } from '../files/file-trouble.ts'
import type { ExportLayout, LayoutReading } from './export-layout.ts'
import { layOut } from './export-layout.ts'
import { changedTable, readTables } from './export-tables.ts'
import { contentOf, cursorOf, parseCursor, stampsOf } from '../records/fingerprint.ts'
import { MANIFEST } from './manifest.ts'
import { retryingFiles } from '../files/retrying-files.ts'
import { awaitAttachments, isSettled } from '../files/settle.ts'
import type { Settings } from '../source-options.ts'

/** How often a hand-made folder is watched for the settle time before it counts as still being written. */
const SETTLE_ROUNDS = 3

interface Failed {
  ok: false
  problem: Problem
  tryAgain: boolean
}

/** An export that lies in files: a folder or a zip, whichever `open` opens. */
export class ExportSource implements Source {
  readonly #location: string
  readonly #open: () => Promise<ExportOpening>
  readonly #watch: (changed: () => void) => () => void
  readonly #settings: Settings

  constructor(
    location: string,
    open: () => Promise<ExportOpening>,
    watch: (changed: () => void) => () => void,
    settings: Settings,
  ) {
    this.#location = location
    this.#open = open
    this.#watch = watch
    this.#settings = settings
  }

  async check(): Promise<{ ok: true; company: BilldrCompany | null } | { ok: false; problem: Problem }> {
    const laidOut = await this.#layOut()
    return laidOut.ok ? { ok: true, company: laidOut.layout.company } : { ok: false, problem: laidOut.problem }
  }

  async read(cursor: string | null, sink: RecordSink): Promise<ReadingOutcome> {
    return this.#withFiles<ReadingOutcome>(async (files) => {
      const laidOut = await layOut(files, this.#settings)
      if (!laidOut.ok) return laidOut
      if (laidOut.layout.manifest) {
        await awaitAttachments(files, laidOut.layout, this.#settings)
      } else if (!isSettled(laidOut.layout, this.#settings) && !(await this.#settles(laidOut.layout))) {
        return stillComing([...laidOut.layout.tables.values()][0]?.facts.path ?? '')
      }
      return this.#readThrough(files, laidOut.layout, cursor, sink)
    })
  }

  async readLittle(cursor: string | null): Promise<ReadingOutcome | null> {
    const before = parseCursor(cursor)
    const little = await this.#withFiles<ReadingOutcome | { ok: 'not-little' }>(async (files) => {
      const laidOut = await layOut(files, this.#settings)
      if (!laidOut.ok) return laidOut
      if (!before) return { ok: 'not-little' }
      const stamps = stampsOf(laidOut.layout, await files.below('attachments'), this.#settings)
      return before.stamps === stamps ? { ok: 'unchanged', cursor: cursorOf(before) } : { ok: 'not-little' }
    })
    return little.ok === 'not-little' ? null : little
  }

  async attachment(attachment: Attachment): Promise<BytesOutcome> {
    return this.#withFiles<BytesOutcome>((files) =>
      attachmentBytes(files, attachment, this.#settings.limits.attachmentBytes),
    )
  }

  /** A file that is not there yet costs nobody anything. */
  restMs(): number {
    return 0
  }

  watch(changed: () => void): () => void {
    return this.#watch(changed)
  }

  async #readThrough(
    files: ExportFiles,
    layout: ExportLayout,
    cursor: string | null,
    sink: RecordSink,
  ): Promise<ReadingOutcome> {
    const before = parseCursor(cursor)
    const attachments = await files.below('attachments')
    const stamps = stampsOf(layout, attachments, this.#settings)
    if (before?.stamps === stamps) return { ok: 'unchanged', cursor: cursorOf(before) }

    const { wholeKinds, problems, whole, hashes } = await readTables(files, layout, this.#settings, sink)
    const changed = changedTable(layout, hashes) ?? (await this.#changedMeanwhile(layout))
    if (changed !== null) return stillComing(changed)

    const content = contentOf(layout, attachments, hashes, this.#settings)
    const now = cursorOf({ content, stamps })
    if (before?.content === content) return { ok: 'unchanged', cursor: now }
    const { company, scope, exportedAt } = layout
    const tables = layout.manifest ? {} : { tables: { there: [...layout.tables.keys()], whole } }
    const problem = gathered(problems)
    return { ok: true, company, scope, exportedAt, wholeKinds, problem, problems, ...tables, cursor: now }
  }

  /** The export that was read must still be the one that is there: the name of what changed while it was read, or null. */
  async #changedMeanwhile(layout: ExportLayout): Promise<string | null> {
    const again = await this.#layOut()
    if (!again.ok) return MANIFEST
    if (again.layout.manifest?.sha256 !== layout.manifest?.sha256) return MANIFEST
    return tableThatDiffers(layout, again.layout)
  }

  /** Watches a hand-made folder until its tables have not changed for the settle time; false where they go on changing. */
  async #settles(layout: ExportLayout): Promise<boolean> {
    let last = layout
    for (let round = 0; round < SETTLE_ROUNDS; round += 1) {
      await wait(this.#settings.clock, this.#settings.settleMs)
      const again = await this.#layOut()
      if (!again.ok || again.layout.manifest) return false
      if (tableThatDiffers(last, again.layout) === null) return tableThatDiffers(layout, again.layout) === null
      last = again.layout
    }
    return false
  }

  #layOut(): Promise<LayoutReading> {
    return this.#withFiles<LayoutReading>((files) => layOut(files, this.#settings))
  }

  /** Opens the export for one use, and turns the trouble of a file into a problem. */
  async #withFiles<T extends { ok: unknown }>(use: (files: ExportFiles) => Promise<T | Failed>): Promise<T | Failed> {
    const opening = await this.#open()
    if (!opening.ok) return opening
    try {
      return await use(retryingFiles(opening.files, this.#settings.clock))
    } catch (error) {
      if (error instanceof FileTrouble) return this.#trouble(error)
      // Whatever else the disk says of a file is no surprise either: an export may be rewritten while it is read.
      if (error instanceof Error && 'code' in error && 'syscall' in error)
        return this.#trouble(new FileTrouble(reasonOf(error), this.#location))
      throw error
    } finally {
      await opening.files.close()
    }
  }

  #trouble(trouble: FileTrouble): Failed {
    const file = trouble.path
    switch (trouble.reason) {
      case 'busy':
        return { ok: false, problem: problem('source-busy', { file }), tryAgain: true }
      case 'missing':
        return stillComing(file)
      case 'unsafe':
        return { ok: false, problem: problem('source-unsafe-path', { path: file }), tryAgain: false }
      case 'too-large':
        return {
          ok: false,
          problem: problem('source-too-large', { file, what: 'table', limit: this.#settings.limits.tableBytes }),
          tryAgain: false,
        }
      case 'unreadable':
        return {
          ok: false,
          problem: problem('source-unreadable', { file, location: this.#location, reason: trouble.reason }),
          tryAgain: true,
        }
    }
  }
}

function stillComing(file: string): Failed {
  return { ok: false, problem: problem('source-incomplete', { file }), tryAgain: true }
}

function tableThatDiffers(one: ExportLayout, other: ExportLayout): string | null {
  const stamps = new Map([...other.tables.values()].map(({ facts }) => [facts.path, facts.stamp]))
  const changed = [...one.tables.values()].find(({ facts }) => stamps.get(facts.path) !== facts.stamp)
  if (changed) return changed.facts.path
  return one.tables.size === other.tables.size
    ? null
    : ([...stamps.keys()].find((path) => ![...one.tables.values()].some(({ facts }) => facts.path === path)) ?? null)
}

/** What is told of one file with figures of its own, and not of several tables at once. */
const OF_ONE_FILE: ReadonlySet<string> = new Set([
  'file-not-read',
  'source-sheets-not-read',
  'number-ambiguous',
  'source-letters-unclear',
  'source-records-missing',
  'source-records-not-read',
  'source-lines-missing',
])

/** One problem for an export: the first, with the tables of all of its kind. */
function gathered(problems: readonly Problem[]): Problem | null {
  const [first, ...others] = problems
  if (!first) return null
  const tables = [first, ...others]
    .filter((each) => each.code === first.code)
    .map((each) => String(each.params['table'] ?? ''))
  if (OF_ONE_FILE.has(first.code)) return first
  return { ...first, params: { ...first.params, table: [...new Set(tables)].join(', ') } }
}
