import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '..', '..')

/** Packages that read exports, prepare receipts, talk to Intuit or make a report: a command that only looks does none of it. */
const HEAVY = [
  'axios',
  'csv-parse',
  'electron-log',
  'fast-xml-parser',
  'intuit-oauth',
  'libheif-js',
  'node-quickbooks',
  'pdfkit',
  'sax',
  'sharp',
  '@streamparser/json',
  'yauzl',
]

let folder = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'billdr-qbo-light-'))
  writeFileSync(
    join(folder, 'note-modules.mjs'),
    `import { registerHooks } from 'node:module'
import { appendFileSync } from 'node:fs'
registerHooks({
  load(url, context, next) {
    appendFileSync(${JSON.stringify(join(folder, 'loaded'))}, url + '\\n')
    return next(url, context)
  },
})
`,
  )
  run('add-company', '--id', 'renovation', '--source', join(ROOT, 'build', 'samples', 'renovation'))
  run('preview')
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

function run(...words: string[]): string {
  writeFileSync(join(folder, 'loaded'), '')
  try {
    return execFileSync(
      process.execPath,
      [
        '--import',
        join(folder, 'note-modules.mjs'),
        join(ROOT, 'electron', 'cli.ts'),
        ...words,
        '--data-dir',
        join(folder, 'data'),
      ],
      { env: { ...process.env, QBO_ENVIRONMENT: 'practice', NODE_OPTIONS: '' }, encoding: 'utf8', stdio: 'pipe' },
    )
  } catch (error) {
    const ended = error as { status: number; stdout: string; stderr: string }
    if (ended.status !== 2) throw new Error(ended.stderr, { cause: error })
    return ended.stdout
  }
}

function packagesLoaded(): Set<string> {
  const urls = readFileSync(join(folder, 'loaded'), 'utf8').split('\n')
  return new Set(urls.flatMap((url) => /\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1] ?? []))
}

describe('a command that only looks', () => {
  it.each([['status'], ['queue'], ['months'], ['companies'], ['settings'], ['runs'], ['audit']])(
    '%s loads nothing that reads exports, prepares receipts, talks to QuickBooks or makes reports',
    (command) => {
      run(command)
      const loaded = packagesLoaded()
      expect(loaded.size).toBeGreaterThan(0)
      expect(HEAVY.filter((name) => loaded.has(name))).toEqual([])
    },
  )

  it('and one that reads loads the readers', () => {
    run('preview')
    expect(packagesLoaded()).toContain('@streamparser/json')
  })
})
