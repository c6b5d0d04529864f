import { ChevronRight, ClipboardCopy } from 'lucide-react'
import type { ReactNode } from 'react'
import { useState } from 'react'
import type { DocumentDetails } from '../../../shared/bridge.ts'
import { useBridge } from '../../bridge/context.tsx'
import { ActTrouble } from '../../parts/act/act-trouble.tsx'
import { AskSure } from '../../parts/act/ask.tsx'
import { useAct } from '../../parts/act/use-act.ts'
import { Button } from '../../parts/button/button.tsx'
import { useWords } from '../../words/context.tsx'
import css from './document.module.css'

/** Ids, request and answers, for whoever helps; closed until somebody asks. What comes here holds no secrets. */
export function TechnicalFold({
  company,
  details,
  version,
}: {
  company: string
  details: DocumentDetails
  version: string
}): ReactNode {
  const words = useWords()
  const { bridge } = useBridge()
  const act = useAct()
  const [copied, setCopied] = useState(false)
  const [unlinking, setUnlinking] = useState(false)
  const told = details.history.filter((entry) => entry.details !== null)

  async function copy(): Promise<void> {
    await navigator.clipboard.writeText(supportReport(details, version, await bridge.logTail({})))
    setCopied(true)
  }

  return (
    <details className={css['fold']}>
      <summary>
        <ChevronRight size={14} aria-hidden="true" />
        {words.t('window.document.technical')}
      </summary>
      <dl className={css['fields']}>
        <dt>{words.t('window.document.billdrKey')}</dt>
        <dd>
          <code>{details.row.key}</code>
        </dd>
        {details.row.quickbooks && (
          <>
            <dt>{words.t('window.document.quickbooksId')}</dt>
            <dd>
              <code>
                {details.row.quickbooks.type} {details.row.quickbooks.id}
              </code>
            </dd>
          </>
        )}
      </dl>
      {told.map((entry, at) => (
        <dl key={at} className={css['fields']}>
          <dt className={css['when']}>{words.instant(entry.at)}</dt>
          <dd />
          {Object.entries(entry.details ?? {})
            .filter(([, value]) => value !== null)
            .map(([name, value]) => (
              <div key={name} className={css['pair']}>
                <dt>{name}</dt>
                <dd>
                  <code>{String(value)}</code>
                </dd>
              </div>
            ))}
        </dl>
      ))}
      {details.body !== null && (
        <>
          <h5>{words.t('window.document.body')}</h5>
          <pre tabIndex={0} aria-label={words.t('window.document.body')}>
            {details.body}
          </pre>
        </>
      )}
      {unlinking ? (
        <>
          <p className="muted">{words.t('window.document.unlinkHint')}</p>
          <AskSure
            submit={words.t('window.act.unlink')}
            busy={act.busy !== null}
            onCancel={() => setUnlinking(false)}
            onSubmit={() =>
              void act
                .run('unlink', () => bridge.unlink({ company, key: details.row.key }))
                .then((outcome) => outcome.done && setUnlinking(false))
            }
          />
        </>
      ) : (
        <div className={css['noteActions']}>
          {details.row.quickbooks && details.row.kind !== 'cost-code' && (
            <Button onClick={() => setUnlinking(true)}>{words.t('window.act.unlink')}</Button>
          )}
          <Button icon={<ClipboardCopy size={14} aria-hidden="true" />} onClick={() => void copy()}>
            {words.t(copied ? 'window.document.copied' : 'window.document.copy')}
          </Button>
        </div>
      )}
      <ActTrouble act={act} />
    </details>
  )
}

/** Everything about a record and the end of the log as one text, to be sent to whoever helps. It holds what the window shows and no secrets. */
export function supportReport(details: DocumentDetails, version: string, log: readonly string[]): string {
  const { row } = details
  return JSON.stringify(
    {
      version,
      key: row.key,
      state: row.state,
      problem: row.problem,
      note: row.note,
      quickbooks: row.quickbooks,
      tax: row.tax,
      attachments: row.attachments.map(({ id, contentType, bytes, state, problem }) => ({
        id,
        contentType,
        bytes,
        state,
        problem,
      })),
      body: details.body,
      history: details.history,
      log,
    },
    null,
    2,
  )
}
