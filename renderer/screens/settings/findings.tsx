import { Info, OctagonX, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { HealthFinding, HealthReport } from '../../../shared/health.ts'
import { SEVERITIES } from '../../../shared/health.ts'
import type { CompanyStatus } from '../../../shared/status.ts'
import { useBridge } from '../../bridge/context.tsx'
import { useAsked } from '../../live/use-asked.ts'
import { ActTrouble } from '../../parts/act/act-trouble.tsx'
import { useAct } from '../../parts/act/use-act.ts'
import { Button } from '../../parts/button/button.tsx'
import { ProblemButtons } from '../../parts/problem/problem-buttons.tsx'
import { useWords } from '../../words/context.tsx'
import css from './findings.module.css'

const SIGNS = { stops: OctagonX, harms: TriangleAlert, hint: Info } as const

/** The settings of QuickBooks and of this company that cause trouble, the worst first, each with the buttons that mend it. */
export function Findings({ status }: { status: CompanyStatus }): ReactNode {
  const words = useWords()
  const { bridge } = useBridge()
  const company = status.companyId
  const act = useAct()
  const [asked] = useAsked(
    () => bridge.health({ company }),
    `${company} ${status.connection.state} ${status.source.lastReadAt ?? ''} ${status.lastPush?.at ?? ''} ${status.progress.phase}`,
  )
  const report: HealthReport | null = asked.value?.ok ? asked.value.value : null
  if (!report) return null
  const findings = [...report.findings].sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity))
  const looking = status.progress.phase !== 'idle'
  return (
    <>
      {findings.length > 0 && (
        <ul className={css['findings']}>
          {findings.map((each, place) => (
            <Finding key={`${each.code} ${place}`} finding={each} />
          ))}
        </ul>
      )}
      <div className={css['refresh']}>
        <Button
          busy={looking || act.busy !== null}
          onClick={() => void act.run('refresh', () => bridge.syncNow({ company }))}
        >
          {words.t('screen.settings.lookAgain')}
        </Button>
        <span className="muted">
          {report.lookedAt === null
            ? words.t('screen.settings.notLooked')
            : words.t('screen.settings.lookedAt', { when: words.instant(report.lookedAt) })}
        </span>
      </div>
      <ActTrouble act={act} />
    </>
  )
}

function Finding({ finding }: { finding: HealthFinding }): ReactNode {
  const words = useWords()
  const act = useAct()
  const worded = words.problem(finding)
  const Sign = SIGNS[finding.severity]
  return (
    <li data-severity={finding.severity} data-code={finding.code}>
      <Sign size={15} aria-hidden="true" />
      <div>
        <b>{worded.title}</b>{' '}
        <span className={css['severity']}>{words.t(`screen.settings.severity.${finding.severity}`)}</span>
        <p>{worded.explanation}</p>
        <div className={css['buttons']}>
          <ProblemButtons problem={finding} act={act} without={['retry']} />
        </div>
        <ActTrouble act={act} />
      </div>
    </li>
  )
}
