/** What a stage of `npm test` came to. */
export interface Outcome {
  passed: number
  failed: number
  skipped: { name: string; why: string }[]
  /** The tests that failed, each with its message. */
  failures?: { name: string; why: string }[]
}

export const ONE_PASSED: Outcome = { passed: 1, failed: 0, skipped: [] }

/** One failure of a stage that is not a run of tests. */
export function failed(name: string): Outcome {
  return { passed: 0, failed: 1, skipped: [], failures: [{ name, why: 'see its output above' }] }
}

/** All stages together. */
export function together(outcomes: readonly Outcome[]): Outcome {
  return {
    passed: outcomes.reduce((sum, outcome) => sum + outcome.passed, 0),
    failed: outcomes.reduce((sum, outcome) => sum + outcome.failed, 0),
    skipped: outcomes.flatMap((outcome) => outcome.skipped),
    failures: outcomes.flatMap((outcome) => outcome.failures ?? []),
  }
}

/** The line that `npm test` and `.ci/run` end with. */
export function closingLine(outcome: Outcome): string {
  return `${outcome.passed} passed, ${outcome.failed} failed, ${outcome.skipped.length} skipped`
}

/** What failed, once more at the end: build servers keep only the last part of what was printed. */
export function failedLines(outcome: Outcome): string[] {
  return (outcome.failures ?? []).map(({ name, why }) => `  ${name}: ${why}`)
}

/** What was skipped, by name and reason; many of one file and one reason are one line. */
export function skippedLines(outcome: Outcome): string[] {
  const groups = new Map<string, { names: string[]; file: string; why: string }>()
  for (const { name, why } of outcome.skipped) {
    const file = name.split(': ')[0] ?? name
    const group = groups.get(`${file}\n${why}`) ?? { names: [], file, why }
    group.names.push(name)
    groups.set(`${file}\n${why}`, group)
  }
  return [...groups.values()].flatMap(({ names, file, why }) =>
    names.length > 3 ? [`  ${file} (${names.length} tests): ${why}`] : names.map((name) => `  ${name}: ${why}`),
  )
}
