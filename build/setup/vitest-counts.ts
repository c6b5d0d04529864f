import { writeFileSync } from 'node:fs'
import path from 'node:path'
import type { SerializedError, TestCase, TestModule } from 'vitest/node'

/** What one run of vitest came to; `npm test` adds these up. */
export interface VitestCounts {
  passed: number
  failed: number
  skipped: { name: string; why: string }[]
}

/**
 * A reporter that writes the counts of a run to the file named by VITEST_COUNTS. A file that could not be read as tests
 * and an error outside of any test count as failed: neither may pass unseen.
 */
export default class CountsReporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const file = process.env['VITEST_COUNTS']
    if (!file) return
    const counts: VitestCounts = { passed: 0, failed: unhandled.length, skipped: [] }
    for (const module of modules) {
      let failures = 0
      for (const test of module.children.allTests()) {
        const result = test.result()
        if (result.state === 'passed') counts.passed++
        else if (result.state === 'skipped')
          counts.skipped.push({ name: nameOf(module, test), why: result.note ?? reasonIn(test) })
        else failures++
      }
      // A module can fail without a failed test: it did not load, or a hook of it threw.
      counts.failed += failures === 0 && module.state() === 'failed' ? 1 : failures
    }
    writeFileSync(file, JSON.stringify(counts))
  }
}

function nameOf(module: TestModule, test: TestCase): string {
  return `${path.basename(module.moduleId)}: ${test.fullName}`
}

/** A suite that is skipped as a whole says why in its title: "… (skipped: there is no Chromium)". */
function reasonIn(test: TestCase): string {
  const said = /\(skipped: ([^)]*)\)/.exec(test.fullName)?.[1]
  return said ?? (test.options.mode === 'todo' ? 'not written yet' : 'no reason given')
}
