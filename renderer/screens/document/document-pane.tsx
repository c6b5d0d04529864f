import { ChevronDown, ChevronUp, ExternalLink, FileQuestion, X } from 'lucide-react'
import type { KeyboardEvent, ReactNode, Ref } from 'react'
import { useState } from 'react'
import type { DocumentKey } from '../../../shared/kinds.ts'
import { actionsOf } from '../../../shared/problem.ts'
import type { QueueRow } from '../../../shared/row.ts'
import type { CompanyStatus } from '../../../shared/status.ts'
import type { Go } from '../../company/company-context.tsx'
import { useBridge } from '../../bridge/context.tsx'
import { shownStateOf } from '../../rows/shown-state.ts'
import { ActTrouble } from '../../parts/act/act-trouble.tsx'
import { openBooks } from '../../parts/act/open-books.ts'
import { useAct } from '../../parts/act/use-act.ts'
import { Button, IconButton } from '../../parts/button/button.tsx'
import { Empty } from '../../parts/empty/empty.tsx'
import { Receipts } from '../../parts/receipts/receipts.tsx'
import { StateMark } from '../../parts/state-mark/state-mark.tsx'
import { UndoDialog } from '../undo/undo-dialog.tsx'
import { useWords } from '../../words/context.tsx'
import { amountOf, fullNameOf, inQuickBooks, titleOf } from '../queue/row-words.ts'
import css from './document.module.css'
import { FieldsSection } from './fields-section.tsx'
import { HistorySection } from './history-section.tsx'
import { MoneySection } from './money-section.tsx'
import { ProblemCard } from './problem-card.tsx'
import { TechnicalFold } from './technical-fold.tsx'
import { PostedSection } from './posted-section.tsx'
import { ShownSection } from './shown-section.tsx'
import { ThreeSides } from './comparison.tsx'
import { UnderCode } from './under-code.tsx'
import { useDocument } from './use-document.ts'

export interface DocumentPaneProps {
  status: CompanyStatus
  documentKey: DocumentKey
  row: QueueRow | null
  first: boolean
  last: boolean
  onMove: (by: 1 | -1) => void
  onClose: () => void
  onBack: () => void
  onShow: (key: DocumentKey) => void
  onGo: Go
  ref: Ref<HTMLElement>
}

/** Everything about one record: the problem first, then what goes to QuickBooks, what Billdr says, receipts and history. */
export function DocumentPane({
  status,
  documentKey,
  row: listed,
  first,
  last,
  onMove,
  onClose,
  onBack,
  onShow,
  onGo,
  ref,
}: DocumentPaneProps): ReactNode {
  const words = useWords()
  const { bridge, app } = useBridge()
  const act = useAct()
  const [undoing, setUndoing] = useState<DocumentKey | null>(null)
  const { phase, details } = useDocument(status.companyId, documentKey, listed)
  const row = listed ?? details?.row ?? null
  const name = row ? fullNameOf(row, words) : documentKey
  const amount = row ? amountOf(row) : null

  function keys(event: KeyboardEvent): void {
    if (event.key !== 'Escape') return
    event.preventDefault()
    onBack()
  }

  const subject =
    row &&
    [row.party, row.name === row.party ? null : row.name, row.project === row.name ? null : row.project].filter(
      (each): each is string => Boolean(each),
    )
  return (
    <aside
      ref={ref}
      tabIndex={-1}
      className={css['pane']}
      data-key={documentKey}
      data-state={row?.state}
      aria-label={words.t('window.document.pane', { name })}
      onKeyDown={keys}
    >
      <div className={css['head']}>
        <h2 dir="auto">{row ? titleOf(row, words) : documentKey}</h2>
        <div className={css['buttons']}>
          <IconButton label={words.t('window.document.previous')} disabled={first} onClick={() => onMove(-1)}>
            <ChevronUp size={16} />
          </IconButton>
          <IconButton label={words.t('window.document.next')} disabled={last} onClick={() => onMove(1)}>
            <ChevronDown size={16} />
          </IconButton>
          <IconButton label={words.t('window.document.close')} onClick={onClose}>
            <X size={16} />
          </IconButton>
        </div>
        {row && (
          <>
            <p className={css['sub']}>
              {subject?.map((each, at) => (
                <span key={at}>
                  {at > 0 && ' · '}
                  <bdi>{each}</bdi>
                </span>
              ))}
              {row.date && (
                <span className="num">
                  {subject && subject.length > 0 && ' · '}
                  {words.day(row.date)}
                </span>
              )}
            </p>
            <div className={css['facts']}>
              <StateMark shownState={shownStateOf(row)} />
              {amount !== null && (
                <span className={`num ${css['amount']}`}>
                  {[words.money(amount, row.currency), ...(row.voided ? [words.t('value.voided')] : [])].join(' · ')}
                </span>
              )}
              {row.quickbooks && details?.quickbooksUrl && (
                <button
                  type="button"
                  className={css['link']}
                  onClick={() =>
                    void act.run('open', () => openBooks(bridge, app, status.companyId, { document: row.key }))
                  }
                >
                  <ExternalLink size={13} aria-hidden="true" />
                  {inQuickBooks(row.quickbooks, words)}
                </button>
              )}
            </div>
          </>
        )}
      </div>
      {row && (
        <ProblemCard
          key={`${row.key} ${row.problem?.code ?? ''}`}
          row={row}
          details={details}
          status={status}
          onGo={onGo}
          onShow={onShow}
        />
      )}
      {row && row.holds !== undefined && <UnderCode company={status.companyId} code={row.key} onShow={onShow} />}
      {row?.ignored && (
        <div className={css['note']}>
          <b>{words.t('window.document.ignoredAt', { when: words.instant(row.ignored.at) })}</b>
          <p dir="auto">{row.ignored.reason}</p>
          <div className={css['noteActions']}>
            <Button
              busy={act.busy === 'unignore'}
              onClick={() =>
                void act.run('unignore', () => bridge.unignore({ company: status.companyId, keys: [row.key] }))
              }
            >
              {words.t('window.document.unignore')}
            </Button>
          </div>
        </div>
      )}
      {row?.note && (
        <Note row={row}>
          {details?.quickbooksUrl && actionsOf(row.note.code).includes('open-in-quickbooks') && (
            <Button
              busy={act.busy === 'open'}
              onClick={() =>
                void act.run('open', () => openBooks(bridge, app, status.companyId, { document: row.key }))
              }
            >
              {words.action('open-in-quickbooks')}
            </Button>
          )}
        </Note>
      )}
      {row && details && <ThreeSides row={row} sides={details.sides} />}
      <ActTrouble act={act} />
      {details ? (
        <>
          <div className={css['sides']}>
            <ShownSection row={row ?? details.row} taxes={details.taxes} />
            <MoneySection row={row ?? details.row} details={details} />
            <PostedSection posted={details.posted} currency={details.row.currency} />
            <FieldsSection company={status.companyId} fields={details.fields} currency={details.row.currency} />
          </div>
          <Receipts
            key={documentKey}
            company={status.companyId}
            documentKey={documentKey}
            attachments={(row ?? details.row).attachments}
          />
          <HistorySection history={details.history} currency={details.row.currency}>
            {(row ?? details.row).quickbooks && !isContact(row ?? details.row) && (
              <Button variant="quiet" onClick={() => setUndoing(documentKey)}>
                {words.t('undo.window.undoLast')}
              </Button>
            )}
          </HistorySection>
          <TechnicalFold
            key={`fold ${documentKey}`}
            company={status.companyId}
            details={details}
            version={app.version}
          />
        </>
      ) : phase === 'loading' ? (
        <p className="muted" role="status">
          {words.t('window.document.loading', { name })}
        </p>
      ) : (
        <Empty
          icon={<FileQuestion />}
          title={words.t(phase === 'gone' ? 'window.document.gone' : 'window.document.failed')}
        />
      )}
      {undoing === documentKey && (
        <UndoDialog
          status={status}
          target={{ key: documentKey }}
          title={words.t('undo.window.titleOf', { name })}
          onClose={() => setUndoing(null)}
        />
      )}
    </aside>
  )
}

/** Clients, projects, suppliers and cost codes stay where they are. */
function isContact({ kind }: QueueRow): boolean {
  return kind === 'client' || kind === 'project' || kind === 'professional' || kind === 'cost-code'
}

function Note({ row, children }: { row: QueueRow; children: ReactNode }): ReactNode {
  const words = useWords()
  if (!row.note) return null
  const worded = words.problem(row.note, { currency: row.currency })
  return (
    <div className={css['note']} data-code={row.note.code}>
      <b>{worded.title}</b>
      <p>{worded.explanation}</p>
      {children && <div className={css['noteActions']}>{children}</div>}
    </div>
  )
}
