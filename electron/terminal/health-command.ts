import type { HealthFinding } from '../../shared/health.ts'
import { healthReport } from '../companion/health.ts'
import type { Company } from '../companion/company.ts'
import type { CommandContext } from './commands.ts'
import { EXIT, printJson, problemText, wordedProblem } from './output.ts'

/**
 * Reads the source and looks at QuickBooks, sends nothing, and names the settings that cause trouble. Exit status 2 where
 * one of them stops documents.
 */
export async function health(context: CommandContext, company: Company): Promise<number> {
  const { words, terminal } = context
  const read = await company.read()
  company.cache.markSettingsStale()
  const refreshProblem = await company.refresh()
  company.replan()
  const report = healthReport(company, context.companion.folderNotice)
  if (context.json) {
    printJson(terminal, {
      lookedAt: report.lookedAt,
      notLooked: wordedProblem(words, refreshProblem),
      notRead: wordedProblem(words, read),
      findings: report.findings.map((finding) => ({
        severity: finding.severity,
        ...wordedProblem(words, finding),
        params: finding.params,
      })),
    })
  } else {
    for (const why of [read, refreshProblem]) if (why) terminal.error(problemText(words, why))
    for (const finding of report.findings)
      terminal.out(`${words.t(`terminal.health.${finding.severity}`)}\t${problemText(words, finding)}`)
    if (report.findings.length === 0 && report.lookedAt !== null) terminal.out(`${words.t('terminal.health.well')}\n`)
  }
  if (report.lookedAt === null) return EXIT.couldNotRun
  return report.findings.some(stops) ? EXIT.needsPerson : EXIT.well
}

function stops({ severity }: HealthFinding): boolean {
  return severity === 'stops'
}
