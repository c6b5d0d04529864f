import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import type { SerializedError, TestCase, TestModule } from 'vitest/node'

/** What one run of vitest came to; `npm test` adds these up. */
export interface VitestCounts {
  passed: number
  failed: number
  skipped: { name: string; why: string }[]
  /** What failed, with its messages. */
  failures: { name: string; why: string }[]
}

const MOST_SILENT_MS = 60_000

/**
 * A reporter that writes the counts of a run to the file named by VITEST_COUNTS. A file that could not be read as tests
 * and an error outside of any test count as failed: neither may pass unseen.
 */
export default class CountsReporter {
  #saidAt = Date.now()

  /** Files with long tests are silent until they end; a slow computer would be taken for one that hangs. */
  onTestCaseResult(test: TestCase): void {
    if (Date.now() - this.#saidAt < MOST_SILENT_MS) return
    this.#saidAt = Date.now()
    console.log(`   … ${nameOf(test.module, test)}`)
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const file = process.env['VITEST_COUNTS']
    if (!file) return
    const counts: VitestCounts = { passed: 0, failed: unhandled.length, skipped: [], failures: [] }
    for (const error of unhandled) counts.failures.push({ name: 'outside of any test', why: messageOf([error]) })
    for (const module of modules) {
      let failures = 0
      for (const test of module.children.allTests()) {
        const result = test.result()
        if (result.state === 'passed') counts.passed++
        else if (result.state === 'skipped')
          counts.skipped.push({ name: nameOf(module, test), why: result.note ?? reasonIn(test) })
        else {
          failures++
          counts.failures.push({ name: nameOf(module, test), why: messageOf(result.errors ?? []) })
        }
      }
      counts.failed += failures
      if (failures > 0 || module.state() !== 'failed') continue
      // A module can fail without a failed test: it did not load, or a hook of it threw.
      counts.failed += 1
      counts.failures.push({ name: path.basename(module.moduleId), why: messageOf(module.errors()) })
    }
    writeFileSync(file, JSON.stringify(counts))
  }
}

function nameOf(module: TestModule, test: TestCase): string {
  return `${path.basename(module.moduleId)}: ${test.fullName}`
}

/** The errors' messages, cut where they run on: enough to find the place by. */
function messageOf(errors: readonly SerializedError[]): string {
  const said = errors.map((error) => stripVTControlCharacters(error.message).slice(0, 300).trim())
  return said.join(' | ').replaceAll(/\s+/g, ' ') || 'no message'
}

/** A suite that is skipped as a whole says why in its title: "… (skipped: there is no Chromium)". */
function reasonIn(test: TestCase): string {
  const said = /\(skipped: ([^)]*)\)/.exec(test.fullName)?.[1]
  return said ?? (test.options.mode === 'todo' ? 'not written yet' : 'no reason given')
}
