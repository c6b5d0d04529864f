/** What a stage of `npm test` came to. */
export interface Outcome {
  passed: number
  failed: number
  skipped: { name: string; why: string }[]
}

export const ONE_PASSED: Outcome = { passed: 1, failed: 0, skipped: [] }
export const ONE_FAILED: Outcome = { passed: 0, failed: 1, skipped: [] }

/** All stages together. */
export function together(outcomes: readonly Outcome[]): Outcome {
  return {
    passed: outcomes.reduce((sum, outcome) => sum + outcome.passed, 0),
    failed: outcomes.reduce((sum, outcome) => sum + outcome.failed, 0),
    skipped: outcomes.flatMap((outcome) => outcome.skipped),
  }
}

/** The line that `npm test` and `.ci/run` end with. */
export function closingLine(outcome: Outcome): string {
  return `${outcome.passed} passed, ${outcome.failed} failed, ${outcome.skipped.length} skipped`
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
