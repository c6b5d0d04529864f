import { BookOpen, FastForward, FlaskConical, Hand, Info, Plug, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { useMemo, useState } from 'react'
import type { Problem } from '../../../shared/problem.ts'
import { isDisconnected } from '../../../shared/overall-state.ts'
import { actionsOf, problem } from '../../../shared/problem.ts'
import { PROBLEMS } from '../../../shared/problem-catalogue.ts'
import type { CompanyStatus, GuardStatus } from '../../../shared/status.ts'
import { sourceProblems } from '../../../shared/status.ts'
import type { Screen } from '../../company/route.ts'
import { useCompany } from '../../company/company-context.tsx'
import { useBridge } from '../../bridge/context.tsx'
import { useRows } from '../../live/context.tsx'
import { isBeingSetUp } from '../../live/being-set-up.ts'
import { useWords } from '../../words/context.tsx'
import { useNow } from '../../words/now.ts'
import { ActTrouble } from '../../parts/act/act-trouble.tsx'
import { openBooks } from '../../parts/act/open-books.ts'
import { useAct } from '../../parts/act/use-act.ts'
import { Button } from '../../parts/button/button.tsx'
import { ProblemButtons } from '../../parts/problem/problem-buttons.tsx'
import { RemovalsDialog } from '../queue/removals-dialog.tsx'
import { useStored } from '../../parts/stored.ts'
import css from './banners.module.css'
import { removalsOf } from './removals.ts'

/** What concerns the whole company, above every screen that can change its books: guards first, then what is broken. */
export function Banners({ status, screen }: { status: CompanyStatus; screen: Screen }): ReactNode {
  const words = useWords()
  const { bridge, app } = useBridge()
  const [seen, setSeen] = useStored<string>('notice', '')
  const act = useAct()
  const [hidden, setHidden] = useState<Problem | null>(null)
  const recovered = status.recovered && status.recovered.code !== hidden?.code ? status.recovered : null
  const { state } = status.connection
  // On every screen, whether the problem says so or only the state does.
  const connection =
    status.connection.problem ?? (state === 'not-connected' && isDisconnected(status) ? problem('not-connected') : null)
  const setUp = isBeingSetUp(status)
  const around = useCompany()
  // A guard that holds a whole export back is told once, with its button.
  const told = new Set(status.guards.map((guard) => guard.problem.code))
  const [sourceProblem, ...besides] = sourceProblems(status.source).filter(
    (each) => !told.has(each.code) && !isToldOn(screen, each),
  )
  return (
    <div className={css['banners']} role="region" aria-label={words.t('window.banner.label')}>
      {status.practice && <PracticeBanner status={status} />}
      {/* Each kind is there once; its id is another one as soon as it holds others, and an open list has to stay open. */}
      {status.guards.map((guard) => (
        <GuardBanner key={guard.problem.code} guard={guard} status={status} />
      ))}
      {connection && !(setUp && connection.code === 'not-connected') && <ConnectionBanner problem={connection} />}
      {sourceProblem && (
        <Banner tone="you" icon={<TriangleAlert size={16} />} problem={sourceProblem} besides={besides}>
          <ProblemButtons problem={sourceProblem} act={act} />
          <ActTrouble act={act} />
        </Banner>
      )}
      {status.paused && !(setUp && screen === 'setup') && (
        <div className={css['banner']} data-tone="wait">
          <Hand size={16} aria-hidden="true" />
          <b>{words.t(setUp ? 'window.banner.setUp' : 'window.queue.paused')}</b>
          <div className={css['actions']}>
            {setUp && <Button onClick={() => around?.go('setup')}>{words.t('window.banner.goOn')}</Button>}
            {!setUp && (
              <Button
                busy={act.busy === 'resume'}
                onClick={() => void act.run('resume', () => bridge.pause({ company: status.companyId, until: null }))}
              >
                {words.t('window.queue.resume')}
              </Button>
            )}
          </div>
        </div>
      )}
      {app.notice && seen !== noticeKey(app.notice) && (
        <Banner tone="you" icon={<TriangleAlert size={16} />} problem={app.notice}>
          <Button variant="quiet" onClick={() => setSeen(app.notice ? noticeKey(app.notice) : '')}>
            {words.t('window.banner.dismiss')}
          </Button>
        </Banner>
      )}
      {recovered && (
        <Banner tone="plain" icon={<Info size={16} />} problem={recovered}>
          <Button variant="quiet" onClick={() => setHidden(recovered)}>
            {words.t('window.banner.dismiss')}
          </Button>
        </Banner>
      )}
    </div>
  )
}

/** By what it says: another place is told again. */
function noticeKey({ code, params }: Problem): string {
  return JSON.stringify([code, params])
}

/** Whether a screen says and mends this problem of the data itself, so that a notice above it would say it twice. */
function isToldOn(screen: Screen, problem: Problem): boolean {
  return screen === 'columns' && actionsOf(problem.code).includes('map-columns')
}

function Banner({
  tone,
  icon,
  problem,
  since,
  besides = [],
  children,
}: {
  tone: 'fail' | 'you' | 'plain'
  icon: ReactNode
  problem: Problem
  since?: string
  /** What else is wrong with the same: one banner names it all. */
  besides?: readonly Problem[]
  children: ReactNode
}): ReactNode {
  const words = useWords()
  const worded = words.problem(problem)
  return (
    <div className={css['banner']} data-tone={tone} data-code={problem.code} role="group" aria-label={worded.title}>
      <span aria-hidden="true">{icon}</span>
      <div className={css['text']}>
        <b>{worded.title}</b> <span>{worded.explanation}</span>
        {since && <span className="muted"> ({since})</span>}
        {besides.map((each) => {
          const also = words.problem(each)
          return (
            <p key={noticeKey(each)} data-code={each.code}>
              <b>{also.title}</b> <span>{also.explanation}</span>
            </p>
          )
        })}
      </div>
      <div className={css['actions']}>{children}</div>
    </div>
  )
}

function GuardBanner({ guard, status }: { guard: GuardStatus; status: CompanyStatus }): ReactNode {
  const words = useWords()
  const { rows } = useRows(status.companyId)
  const [isOpen, setListed] = useState(false)
  const removals = useMemo(() => {
    const held = new Set<string>(guard.keys)
    const waiting = rows.filter((row) => held.has(row.key) && row.problem?.code === 'waits-for-confirmation')
    return removalsOf(waiting, words)
  }, [rows, guard.keys, words])
  // What holds back a whole reading, and not these documents, has no list.
  const isListed = removals.rows.length > 0
  const { bridge } = useBridge()
  const now = useNow()
  const act = useAct()
  return (
    <Banner
      tone="fail"
      icon={<Hand size={16} />}
      problem={guard.problem}
      since={words.t('window.row.since', { time: words.age(guard.since, now) })}
    >
      {isListed ? (
        <Button variant="risky" onClick={() => setListed(true)}>
          {words.t(`window.removals.open.${removals.does}`, { count: removals.rows.length, sums: removals.sums })}
        </Button>
      ) : (
        <Button
          variant="risky"
          busy={act.busy === 'confirm'}
          onClick={() =>
            void act.run('confirm', () => bridge.confirmGuard({ company: status.companyId, guard: guard.id }))
          }
        >
          {words.t('window.banner.confirm', { company: status.name })}
        </Button>
      )}
      {/* Once each of them is kept there, nothing is left to say yes to. */}
      {isOpen && isListed && (
        <RemovalsDialog status={status} guard={guard} removals={removals} onClose={() => setListed(false)} />
      )}
      <ActTrouble act={act} />
    </Banner>
  )
}

function ConnectionBanner({ problem }: { problem: Problem }): ReactNode {
  const act = useAct()
  // What passes by itself is said, not shouted; what is still well only warns.
  const tone =
    PROBLEMS[problem.code].who === 'nobody' ? 'plain' : problem.code.startsWith('connection-ends-') ? 'you' : 'fail'
  return (
    <Banner tone={tone} icon={<Plug size={16} />} problem={problem}>
      <ProblemButtons problem={problem} act={act} />
      <ActTrouble act={act} />
    </Banner>
  )
}

function PracticeBanner({ status }: { status: CompanyStatus }): ReactNode {
  const words = useWords()
  const { bridge, app } = useBridge()
  const act = useAct()
  const { practice, companyId: company } = status
  if (!practice) return null
  return (
    <div className={`${css['banner']} ${css['practice']}`} data-tone="plain">
      <FlaskConical size={16} aria-hidden="true" />
      <div className={css['text']}>{words.t('window.banner.practice')}</div>
      <div className={css['actions']}>
        {practice.booksUrl !== null && (
          <Button
            variant="quiet"
            icon={<BookOpen size={14} aria-hidden="true" />}
            onClick={() => void act.run('books', () => openBooks(bridge, app, company, 'books'))}
          >
            {words.t('window.banner.books')}
          </Button>
        )}
        {practice.nextSample && (
          <Button
            variant="quiet"
            icon={<FastForward size={14} aria-hidden="true" />}
            busy={act.busy === 'next'}
            onClick={() => void act.run('next', () => bridge.nextSample({ company }))}
          >
            {words.t('window.banner.nextSample')}
          </Button>
        )}
      </div>
      <ActTrouble act={act} />
    </div>
  )
}
