import { Ban, Check, Clock3, FileText, Image as ImageSign, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { useState } from 'react'
import type { DocumentKey } from '../../../shared/kinds.ts'
import type { Problem } from '../../../shared/problem.ts'
import { actionsOf } from '../../../shared/problem.ts'
import type { AttachmentRow } from '../../../shared/row.ts'
import { useBridge } from '../../bridge/context.tsx'
import { useWords } from '../../words/context.tsx'
import { ActTrouble } from '../act/act-trouble.tsx'
import { useAct } from '../act/use-act.ts'
import { Button } from '../button/button.tsx'
import { mayPreview } from './file-kind.ts'
import css from './receipts.module.css'
import { useReceipt } from './use-receipt.ts'
import { Viewer } from './viewer.tsx'

const STATE_SIGNS = { held: TriangleAlert, sent: Check, waiting: Clock3, ignored: Ban } as const
const STATE_WORDS = {
  held: 'window.document.receiptHeld',
  sent: 'window.document.sent',
  waiting: 'window.document.waits',
  ignored: 'window.document.receiptLeftOut',
} as const

/** The receipts of a document as small pictures; a click opens the viewer. */
export function Receipts({
  company,
  documentKey,
  attachments,
}: {
  company: string
  documentKey: DocumentKey
  attachments: readonly AttachmentRow[]
}): ReactNode {
  const words = useWords()
  const [open, setOpen] = useState<number | null>(null)
  if (attachments.length === 0) return null
  return (
    <section>
      <h4>{words.t('window.document.receipts')}</h4>
      <ul className={css['receipts']}>
        {attachments.map((each, at) => (
          <li key={each.id}>
            <Thumbnail company={company} documentKey={documentKey} attachment={each} onOpen={() => setOpen(at)} />
          </li>
        ))}
      </ul>
      {attachments.map(
        (each) =>
          each.problem && (
            <HeldReceipt
              key={each.id}
              company={company}
              documentKey={documentKey}
              attachment={each}
              problem={each.problem}
            />
          ),
      )}
      {open !== null && (
        <Viewer
          company={company}
          documentKey={documentKey}
          attachments={attachments}
          at={open}
          onMove={setOpen}
          onClose={() => setOpen(null)}
        />
      )}
    </section>
  )
}

/** Why a receipt stays behind, and the buttons that let it go or leave it out; its document goes on all the same. */
function HeldReceipt({
  company,
  documentKey,
  attachment,
  problem,
}: {
  company: string
  documentKey: DocumentKey
  attachment: AttachmentRow
  problem: Problem
}): ReactNode {
  const words = useWords()
  const { bridge } = useBridge()
  const act = useAct()
  const worded = words.problem(problem)
  const offered = actionsOf(problem.code)
  return (
    <div className={css['held']} data-code={problem.code}>
      <b dir="auto">{worded.title}</b> {worded.explanation}
      <div className={css['buttons']}>
        {offered.includes('retry') && (
          <Button
            busy={act.busy === 'retry'}
            onClick={() => void act.run('retry', () => bridge.retry({ company, keys: [documentKey] }))}
          >
            {words.t('window.document.receiptRetry')}
          </Button>
        )}
        {offered.includes('ignore') && (
          <Button
            busy={act.busy === 'ignore'}
            onClick={() =>
              void act.run('ignore', () =>
                bridge.ignoreReceipt({ company, key: documentKey, attachmentId: attachment.id }),
              )
            }
          >
            {words.t('window.document.receiptIgnore')}
          </Button>
        )}
      </div>
      <ActTrouble act={act} />
    </div>
  )
}

function Thumbnail({
  company,
  documentKey,
  attachment,
  onOpen,
}: {
  company: string
  documentKey: DocumentKey
  attachment: AttachmentRow
  onOpen: () => void
}): ReactNode {
  const words = useWords()
  const receipt = useReceipt(company, documentKey, attachment.id, mayPreview(attachment.contentType, attachment.bytes))
  const picture = receipt.phase === 'ready' && receipt.kind === 'image' ? receipt.address : null
  const Sign = attachment.contentType.startsWith('image/') ? ImageSign : FileText
  const State = STATE_SIGNS[attachment.state]
  const said = words.t(STATE_WORDS[attachment.state])
  return (
    <button
      type="button"
      className={css['receipt']}
      data-state={attachment.state}
      onClick={onOpen}
      aria-label={`${words.t('window.document.view', { name: attachment.fileName })}, ${said}`}
      title={attachment.fileName}
    >
      <span className={css['picture']}>
        {picture ? (
          <img src={picture} alt="" />
        ) : (
          <>
            <Sign size={22} aria-hidden="true" />
            <em>{extensionOf(attachment.fileName)}</em>
          </>
        )}
      </span>
      <span className={css['name']} dir="auto">
        {attachment.fileName}
      </span>
      <span className={css['state']}>
        <State size={12} aria-hidden="true" />
        <span>{said}</span>
      </span>
      <span className={`${css['size']} num`}>{words.bytes(attachment.bytes)}</span>
    </button>
  )
}

function extensionOf(fileName: string): string {
  const found = /\.([A-Za-z0-9]{1,5})$/.exec(fileName)
  return found?.[1]?.toUpperCase() ?? ''
}
