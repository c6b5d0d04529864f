import { Download, PenLine, RefreshCw } from 'lucide-react'
import type { ReactNode } from 'react'
import { useState } from 'react'
import type { DocumentKey } from '../../../shared/kinds.ts'
import type { MonthBooks } from '../../../shared/month-books.ts'
import { useBridge } from '../../bridge/context.tsx'
import { ActTrouble } from '../../parts/act/act-trouble.tsx'
import { AskLine } from '../../parts/act/ask.tsx'
import { useAct } from '../../parts/act/use-act.ts'
import { Button } from '../../parts/button/button.tsx'
import { StateIcon } from '../../parts/state-mark/state-mark.tsx'
import { useWords } from '../../words/context.tsx'
import { saveFile } from './save-file.ts'
import css from './months.module.css'

/** When a month was read from QuickBooks, who signed it, and what changed since; with the buttons that read, sign and save it. */
export function SignOff({
  company,
  books,
  nameOf,
  onDone,
  onShow,
}: {
  company: string
  books: MonthBooks
  nameOf: (key: DocumentKey) => string
  onDone: () => void
  onShow: (key: DocumentKey) => void
}): ReactNode {
  const words = useWords()
  const { bridge } = useBridge()
  const act = useAct()
  const [signing, setSigning] = useState(false)
  const { month, readAt, signed } = books

  async function sign(by: string | null): Promise<void> {
    const done = await act.run('sign', () => bridge.signMonth({ company, month, by }))
    if (!done.done) return
    setSigning(false)
    onDone()
  }

  async function save(form: 'csv' | 'pdf'): Promise<void> {
    const report = await act.run(form, () => bridge.monthReport({ company, month, form }))
    if (report.done) saveFile(report.value, form === 'pdf' ? 'application/pdf' : 'text/csv;charset=utf-8')
  }

  return (
    <div className={css['signOff']} data-part="sign-off">
      <p className="muted">
        {readAt === null ? words.t('months.neverRead') : words.t('months.readAt', { at: readAt })}
      </p>
      {signed && (
        <p className={css['sentence']} data-changed={signed.changedSince.length > 0}>
          <StateIcon shownState={signed.changedSince.length > 0 ? 'differs' : 'synced'} />
          <span>{words.t('months.signed', { by: signed.by, at: signed.at })}</span>
        </p>
      )}
      {signed && signed.changedSince.length > 0 && (
        <div className={css['changed']}>
          <b>{words.t('months.changedSince', { count: signed.changedSince.length })}</b>
          {signed.changedSince.map((key) => (
            <Button key={key} variant="quiet" onClick={() => onShow(key)}>
              {nameOf(key)}
            </Button>
          ))}
        </div>
      )}
      {signing ? (
        <AskLine
          label={words.t('months.signBy')}
          hint={words.t('months.signHint')}
          submit={words.t('months.sign')}
          busy={act.busy === 'sign'}
          onSubmit={(by) => void sign(by)}
          onCancel={() => setSigning(false)}
        />
      ) : (
        <div className={css['buttons']}>
          <Button
            icon={<RefreshCw size={14} aria-hidden="true" />}
            busy={act.busy === 'fresh'}
            onClick={() => void act.run('fresh', () => bridge.readMonth({ company, month })).then(onDone)}
          >
            {words.t(act.busy === 'fresh' ? 'months.reading' : 'months.fresh')}
          </Button>
          {signed === null ? (
            <Button icon={<PenLine size={14} aria-hidden="true" />} onClick={() => setSigning(true)}>
              {words.t('months.sign')}
            </Button>
          ) : (
            <Button variant="quiet" busy={act.busy === 'sign'} onClick={() => void sign(null)}>
              {words.t('months.unsign')}
            </Button>
          )}
          {(['pdf', 'csv'] as const).map((form) => (
            <Button
              key={form}
              variant="quiet"
              icon={<Download size={14} aria-hidden="true" />}
              busy={act.busy === form}
              onClick={() => void save(form)}
            >
              {words.t(form === 'pdf' ? 'months.savePdf' : 'months.saveCsv')}
            </Button>
          ))}
        </div>
      )}
      <ActTrouble act={act} />
    </div>
  )
}
