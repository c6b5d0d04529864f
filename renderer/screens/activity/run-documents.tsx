import type { ReactNode } from 'react'
import { useMemo } from 'react'
import type { DocumentKey } from '../../../shared/kinds.ts'
import { goneName } from '../../../shared/record-name.ts'
import type { RunDocument, RunSummary } from '../../../shared/runs.ts'
import { useBridge } from '../../bridge/context.tsx'
import { useRows } from '../../live/context.tsx'
import { useAsked } from '../../live/use-asked.ts'
import { useWords } from '../../words/context.tsx'
import css from './activity.module.css'

/** The documents of one run, each with what it did to it; those that are gone keep their name. */
export function RunDocuments({
  company,
  run,
  onShow,
}: {
  company: string
  run: RunSummary
  onShow: (key: DocumentKey) => void
}): ReactNode {
  const words = useWords()
  const { bridge } = useBridge()
  const { rows } = useRows(company)
  const known = useMemo(() => new Set<string>(rows.map(({ key }) => key)), [rows])
  const [asked] = useAsked(
    () => bridge.runDocuments({ company, run: run.id }),
    `${company} ${run.id} ${run.endedAt ?? ''} ${run.undone}`,
  )
  const documents = asked.value?.ok ? asked.value.value : []
  const said = ({ did, receipts, undone }: RunDocument): string =>
    [
      ...(did === null ? [] : [words.t(`undo.to.${did}`)]),
      ...(receipts === 0 ? [] : [words.t('undo.did.receipts', { count: receipts })]),
      ...(undone ? [words.t('undo.to.undone')] : []),
    ].join(', ')
  return (
    <ul className={css['documents']} aria-label={words.t('undo.window.documents')}>
      {documents.map((each) => {
        const { key, about } = each
        const name = goneName(key, about, words)
        return (
          <li key={key} data-key={key}>
            {known.has(key) ? (
              <button type="button" className={css['record']} dir="auto" onClick={() => onShow(key)}>
                {name}
              </button>
            ) : (
              <span dir="auto">{name}</span>
            )}
            <span className="muted clip" dir="auto">
              {about.number === null ? '' : about.party}
            </span>
            <span className="num">{about.amount === null ? '' : words.money(about.amount, about.currency)}</span>
            <span>{said(each)}</span>
          </li>
        )
      })}
    </ul>
  )
}
