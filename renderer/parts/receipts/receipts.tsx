import { Check, Clock3, FileText, Image as ImageSign, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { useState } from 'react'
import type { DocumentKey } from '../../../shared/kinds.ts'
import type { AttachmentRow } from '../../../shared/row.ts'
import { useWords } from '../../words/context.tsx'
import { mayPreview } from './file-kind.ts'
import css from './receipts.module.css'
import { useReceipt } from './use-receipt.ts'
import { Viewer } from './viewer.tsx'

/** The receipts of a document as small pictures; a click opens the viewer. */
export function Receipts({ company, documentKey, attachments }: { company: string; documentKey: DocumentKey; attachments: readonly AttachmentRow[] }): ReactNode {
  const words = useWords()
  const [open, setOpen] = useState<number | null>(null)
  if (attachments.length === 0) return null
  return (
    <section>
      <h4>{words.t('window.document.receipts')}</h4>
      <ul className={css['receipts']}>
        {attachments.map((each, at) => <li key={each.id}><Thumbnail company={company} documentKey={documentKey} attachment={each} onOpen={() => setOpen(at)} /></li>)}
      </ul>
      {attachments.filter((each) => each.problem).map((each) => {
        const worded = each.problem && words.problem(each.problem)
        return worded && <p key={each.id} className={css['held']}><b dir="auto">{worded.title}</b> {worded.explanation}</p>
      })}
      {open !== null && <Viewer company={company} documentKey={documentKey} attachments={attachments} at={open} onMove={setOpen} onClose={() => setOpen(null)} />}
    </section>
  )
}

function Thumbnail({ company, documentKey, attachment, onOpen }: { company: string; documentKey: DocumentKey; attachment: AttachmentRow; onOpen: () => void }): ReactNode {
  const words = useWords()
  const receipt = useReceipt(company, documentKey, attachment.id, mayPreview(attachment.contentType, attachment.bytes))
  const picture = receipt.phase === 'ready' && receipt.kind === 'image' ? receipt.address : null
  const Sign = attachment.contentType.startsWith('image/') ? ImageSign : FileText
  const held = attachment.state === 'held'
  const State = held ? TriangleAlert : attachment.state === 'sent' ? Check : Clock3
  const said = held ? words.t('window.row.receiptTrouble') : words.t(attachment.state === 'sent' ? 'window.document.sent' : 'window.document.waits')
  return (
    <button type="button" className={css['receipt']} data-state={attachment.state} onClick={onOpen} aria-label={`${words.t('window.document.view', { name: attachment.fileName })}, ${said}`} title={attachment.fileName}>
      <span className={css['picture']}>
        {picture ? <img src={picture} alt="" /> : <><Sign size={22} aria-hidden="true" /><em>{extensionOf(attachment.fileName)}</em></>}
      </span>
      <span className={css['name']} dir="auto">{attachment.fileName}</span>
      <span className={css['state']}><State size={12} aria-hidden="true" /><span>{said}</span></span>
      <span className={`${css['size']} num`}>{words.bytes(attachment.bytes)}</span>
    </button>
  )
}

function extensionOf(fileName: string): string {
  const found = /\.([A-Za-z0-9]{1,5})$/.exec(fileName)
  return found?.[1]?.toUpperCase() ?? ''
}
