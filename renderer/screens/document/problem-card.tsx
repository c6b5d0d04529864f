import type { ReactNode } from 'react'
import { useState } from 'react'
import type { DocumentDetails } from '../../../shared/bridge.ts'
import type { DocumentKey } from '../../../shared/kinds.ts'
import type { QueueRow } from '../../../shared/row.ts'
import type { CompanyStatus } from '../../../shared/status.ts'
import type { Go } from '../../company/company-context.tsx'
import { useBridge } from '../../bridge/context.tsx'
import { useLive } from '../../live/context.tsx'
import { shownStateOf } from '../../rows/shown-state.ts'
import { ActTrouble } from '../../parts/act/act-trouble.tsx'
import { AskLine, AskSure } from '../../parts/act/ask.tsx'
import { openBooks } from '../../parts/act/open-books.ts'
import { useAct } from '../../parts/act/use-act.ts'
import { Button } from '../../parts/button/button.tsx'
import { removalsOf } from '../banners/removals.ts'
import { SignIn } from '../../parts/connect/sign-in.tsx'
import { HelpLink } from '../../parts/problem/help-link.tsx'
import { StateIcon } from '../../parts/state-mark/state-mark.tsx'
import { useWords } from '../../words/context.tsx'
import { fullNameOf } from '../queue/row-words.ts'
import css from './problem-card.module.css'
import type { OfferedAction } from './problem-actions.ts'
import { leadingAction, namedYesOf, namedOf, offeredActions, reviewedOf } from './problem-actions.ts'
import { Comparison } from './comparison.tsx'
import { LinkPicker } from './link-picker.tsx'

/** What happened, why, what to do, and the buttons that do it: on top of a document that does not go on by itself. */
export function ProblemCard({
  row,
  details,
  status,
  onGo,
  onShow,
}: {
  row: QueueRow
  details: DocumentDetails | null
  status: CompanyStatus
  onGo: Go
  /** Shows the record that this one waits for. */
  onShow: (key: DocumentKey) => void
}): ReactNode {
  const words = useWords()
  const { bridge, app } = useBridge()
  const act = useAct()
  const [asking, setAsking] = useState<OfferedAction['name'] | null>(null)
  const rows = useLive().rowsOf(status.companyId)
  const problem = row.problem
  if (!problem) return null
  const worded = words.problem(problem, { currency: row.currency })
  const shownState = shownStateOf(row)
  const company = status.companyId
  const guards = status.guards.map((guard) => guard.id)
  const offered = offeredActions(row, details, guards, words)
  const main = leadingAction(problem, offered)
  const other = problem.other ?? details?.other ?? null
  const before = problem.waitsFor ? rows.row(problem.waitsFor) : null
  const removals = removalsOf([row], words)
  const asked = offered.find((each) => each.name === asking) ?? null

  async function carryOut(name: OfferedAction['name'], text = ''): Promise<void> {
    const here = { company, key: row.key }
    const outcome = await act.run<unknown>(name, () => {
      switch (name) {
        case 'retry':
          return bridge.retry({ company, keys: [row.key] })
        case 'ignore':
          return bridge.ignore({ company, keys: [row.key], reason: text })
        case 'unignore':
          return bridge.unignore({ company, keys: [row.key] })
        case 'unlink':
          return bridge.unlink(here)
        case 'link-to-existing':
          return text ? bridge.link({ ...here, quickbooksId: text }) : bridge.act({ ...here, action: name })
        case 'take-next-number':
        case 'approve':
        case 'same-record':
        case 'another-record':
        case 'create-anew':
        case 'overwrite':
        case 'keep-theirs':
          return bridge.act({ ...here, action: name })
        case 'confirm-guard':
          return bridge.approve({ company, keys: [row.key] })
        case 'open-in-quickbooks':
          return openBooks(bridge, app, company, { document: row.key })
        default:
          throw new Error(`no call for ${name}`)
      }
    })
    if (outcome.done) setAsking(null)
  }

  async function linkAllTheSame(quickbooksId: string): Promise<void> {
    const outcome = await act.run('link-to-existing', () =>
      bridge.link({ company, key: row.key, quickbooksId, yes: true }),
    )
    if (outcome.done) setAsking(null)
  }

  function press(action: OfferedAction): void {
    act.clear()
    if (typeof action.way === 'object') onGo(action.way.screen, action.way.part)
    else if (action.way === 'now' && action.name !== 'sign-in') void carryOut(action.name)
    else setAsking(action.name)
  }

  return (
    <section className={`${css['card']} ${css[shownState] ?? ''}`} aria-label={worded.title} data-code={problem.code}>
      <h3>
        <StateIcon shownState={shownState} />
        <span>{worded.title}</span>
      </h3>
      <p>{worded.explanation}</p>
      {other && <Comparison row={row} other={other} lookedAt={status.lookedAt ?? null} />}
      {!asked && (
        <div className={css['actions']}>
          {offered.map((action) => (
            <Button
              key={action.name}
              variant={action.name === main ? 'primary' : 'plain'}
              busy={act.busy === action.name}
              onClick={() => press(action)}
            >
              {action.label}
            </Button>
          ))}
        </div>
      )}
      {!asked && (
        <div className={css['more']}>
          <HelpLink code={problem.code} act={act} />
          {before && (
            <Button variant="quiet" onClick={() => onShow(before.key)}>
              {fullNameOf(before, words) === fullNameOf(row, words)
                ? words.t('window.document.showOther')
                : words.t('window.document.show', { name: fullNameOf(before, words) })}
            </Button>
          )}
        </div>
      )}
      {asked?.way === 'reason' && (
        <AskLine
          label={words.t('window.act.reason')}
          hint={words.t('window.act.reasonHint')}
          initial={words.t('window.act.reasonDefault')}
          submit={words.t('window.act.ignoreNow', { name: fullNameOf(row, words) })}
          busy={act.busy === 'ignore'}
          onSubmit={(text) => void carryOut('ignore', text)}
          onCancel={() => setAsking(null)}
        />
      )}
      {asked?.way === 'choose' && (
        <LinkPicker
          company={company}
          documentKey={row.key}
          currency={row.currency}
          busy={act.busy === 'link-to-existing'}
          onChoose={(id) => void carryOut('link-to-existing', id)}
          onCancel={() => setAsking(null)}
        />
      )}
      {asked?.way === 'confirm' && row.kind === 'invoice' && asked.name !== 'overwrite' && (
        <p className="muted">{words.t('window.act.paymentsStay')}</p>
      )}
      {asked?.way === 'confirm' && (
        <AskSure
          submit={
            asked.name === 'approve' && problem.code !== 'awaits-review'
              ? words.t('window.act.despiteLockSure', { ...namedYesOf(row, problem), company: status.name })
              : asked.name === 'overwrite' || reviewedOf(problem) === 'overwrite'
                ? words.t('window.act.overwriteSure', { ...namedOf(row, words), company: status.name })
                : words.t(`window.removals.sure.${removals.does}`, {
                    count: 1,
                    sums: removals.sums,
                    company: status.name,
                  })
          }
          busy={act.busy !== null}
          onSubmit={() => void carryOut(asked.name)}
          onCancel={() => setAsking(null)}
        />
      )}
      {asked?.name === 'sign-in' && <SignIn status={status} onClose={() => setAsking(null)} />}
      <ActTrouble act={act} currency={row.currency} />
      {act.problem?.code === 'link-differs' && act.problem.other && (
        <AskSure
          submit={words.t('window.act.linkSure', { fields: String(act.problem.params['fields'] ?? '') })}
          busy={act.busy !== null}
          onSubmit={() => void linkAllTheSame(act.problem?.other?.id ?? '')}
          onCancel={act.clear}
        />
      )}
    </section>
  )
}
