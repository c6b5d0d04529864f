import { LoaderCircle } from 'lucide-react'
import type { ReactNode } from 'react'
import { useEffect, useState } from 'react'
import type { QueueRow } from '../../../shared/row.ts'
import { amountSums } from '../../../shared/row-sums.ts'
import type { CompanyStatus } from '../../../shared/status.ts'
import type { UndoLine, UndoTarget } from '../../../shared/undo.ts'
import { useBridge } from '../../bridge/context.tsx'
import { useRows } from '../../live/context.tsx'
import { fullNameOf } from '../queue/row-words.ts'
import { useWords } from '../../words/context.tsx'
import { ActTrouble } from '../../parts/act/act-trouble.tsx'
import { AskSure } from '../../parts/act/ask.tsx'
import { useAct } from '../../parts/act/use-act.ts'
import { Button } from '../../parts/button/button.tsx'
import { Dialog } from '../../parts/dialog/dialog.tsx'
import css from './undo-dialog.module.css'

/** Shows line by line what taking back a run, or the last write to a document, would do, and asks before it does it. */
export function UndoDialog({
  status,
  target,
  title,
  onClose,
}: {
  status: CompanyStatus
  target: UndoTarget
  title: string
  onClose: () => void
}): ReactNode {
  const words = useWords()
  const { bridge } = useBridge()
  const looking = useAct()
  const act = useAct()
  const { rows } = useRows(status.companyId)
  const company = status.companyId
  const [shown, setShown] = useState<UndoLine[] | null>(null)
  const [done, setDone] = useState<UndoLine[] | null>(null)
  /** Rows as they were when it was shown: what is forgotten meanwhile keeps its name here. */
  const [known] = useState(() => new Map<string, QueueRow>(rows.map((row) => [row.key, row])))
  const { run } = looking
  const asked = JSON.stringify(target)
  useEffect(() => {
    void run('look', () => bridge.shownUndo({ company, target: JSON.parse(asked) as UndoTarget })).then(
      (found) => found.done && setShown(found.value),
    )
  }, [run, bridge, company, asked])

  const lines = done ?? shown ?? []
  const stays = lines.filter(({ does }) => does === 'keep')
  const goes = lines.filter(({ does }) => does !== 'keep')
  const sums = amountSums(goes.flatMap(({ key }) => known.get(key) ?? []))
    .map(({ amount, currency }) => words.money(amount, currency))
    .join(' + ')

  async function takeBack(): Promise<void> {
    if (!shown) return
    const ended = await act.run('undo', () => bridge.undo({ company, target, shown }))
    if (ended.done) setDone(ended.value)
  }

  return (
    <Dialog label={title} size="large" onClose={onClose}>
      <div className={css['undo']}>
        <h2>{title}</h2>
        {looking.busy && (
          <p role="status" className="muted">
            <LoaderCircle size={14} aria-hidden="true" /> {words.t('undo.window.looking')}
          </p>
        )}
        <ActTrouble act={looking} />
        {done && (
          <p role="status">
            {stays.length === 0
              ? words.t('undo.window.doneAll')
              : words.t('undo.window.donePart', { count: stays.length })}
          </p>
        )}
        {shown?.length === 0 && <p>{words.t('undo.window.nothing')}</p>}
        {goes.length > 0 && (
          <Lines heading={words.t('undo.window.goes', { count: goes.length })} lines={goes} known={known} />
        )}
        {stays.length > 0 && (
          <Lines heading={words.t('undo.window.stays', { count: stays.length })} lines={stays} known={known} />
        )}
        {goes.length > 0 && !done && (
          <p className="muted">
            {words.t('undo.window.payments')} {words.t('undo.window.held')} {words.t('undo.contactsStay')}
          </p>
        )}
        <ActTrouble act={act} />
        {goes.length > 0 && !done ? (
          <AskSure
            submit={words.t('undo.window.sure', { count: goes.length, sums, company: status.name })}
            busy={act.busy !== null}
            onSubmit={() => void takeBack()}
            onCancel={onClose}
          />
        ) : (
          <div className={css['buttons']}>
            <Button onClick={onClose}>{words.t('undo.window.close')}</Button>
          </div>
        )}
      </div>
    </Dialog>
  )
}

function Lines({
  heading,
  lines,
  known,
}: {
  heading: string
  lines: readonly UndoLine[]
  known: ReadonlyMap<string, QueueRow>
}): ReactNode {
  const words = useWords()
  return (
    <section aria-label={heading}>
      <h3>{heading}</h3>
      <ul>
        {lines.map(({ key, does, why }) => {
          const row = known.get(key)
          return (
            <li key={key} data-key={key} data-does={does}>
              <span dir="auto">{row ? fullNameOf(row, words) : key}</span>
              <span className="num">{row && row.amount !== null ? words.money(row.amount, row.currency) : ''}</span>
              <span className="muted">{why === null ? words.t(`undo.does.${does}`) : words.t(`undo.why.${why}`)}</span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
