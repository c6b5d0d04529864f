import { ChevronLeft, ChevronRight, Download, FileWarning, X } from 'lucide-react'
import type { ReactNode } from 'react'
import type { DocumentKey } from '../../../shared/kinds.ts'
import type { AttachmentRow } from '../../../shared/row.ts'
import { useWords } from '../../words/context.tsx'
import { buttonStyles, IconButton } from '../button/button.tsx'
import { Dialog } from '../dialog/dialog.tsx'
import { Empty } from '../empty/empty.tsx'
import css from './viewer.module.css'
import { useReceipt } from './use-receipt.ts'

/** One receipt, large: pictures and PDF. Anything else can be saved and is not opened. */
export function Viewer({
  company,
  documentKey,
  attachments,
  at,
  onMove,
  onClose,
}: {
  company: string
  documentKey: DocumentKey
  attachments: readonly AttachmentRow[]
  at: number
  onMove: (at: number) => void
  onClose: () => void
}): ReactNode {
  const words = useWords()
  const attachment = attachments[at]
  if (!attachment) return null
  return (
    <Dialog label={attachment.fileName} size="large" onClose={onClose}>
      <div className={css['viewer']}>
        <header>
          <h2 className="clip" dir="auto">
            {attachment.fileName}
          </h2>
          <span className="muted num">{words.bytes(attachment.bytes)}</span>
          {attachments.length > 1 && (
            <>
              <IconButton label={words.t('window.viewer.previous')} disabled={at === 0} onClick={() => onMove(at - 1)}>
                <ChevronLeft size={18} />
              </IconButton>
              <IconButton
                label={words.t('window.viewer.next')}
                disabled={at === attachments.length - 1}
                onClick={() => onMove(at + 1)}
              >
                <ChevronRight size={18} />
              </IconButton>
            </>
          )}
          <IconButton label={words.t('window.viewer.close')} onClick={onClose}>
            <X size={18} />
          </IconButton>
        </header>
        <Shown key={attachment.id} company={company} documentKey={documentKey} attachment={attachment} />
      </div>
    </Dialog>
  )
}

function Shown({
  company,
  documentKey,
  attachment,
}: {
  company: string
  documentKey: DocumentKey
  attachment: AttachmentRow
}): ReactNode {
  const words = useWords()
  const receipt = useReceipt(company, documentKey, attachment.id, true)
  const name = attachment.fileName
  if (receipt.phase === 'failed') {
    const worded = receipt.problem && words.problem(receipt.problem)
    return (
      <div className={css['stage']}>
        <Empty
          icon={<FileWarning />}
          title={worded?.title ?? words.t('window.act.fault')}
          {...(worded ? { text: worded.explanation } : {})}
        />
      </div>
    )
  }
  if (receipt.phase !== 'ready')
    return (
      <div className={css['stage']} role="status">
        {words.t('window.viewer.loading', { name })}
      </div>
    )
  const save = (
    <a className={buttonStyles['button']} href={receipt.address} download={name}>
      <Download size={14} aria-hidden="true" />
      <span>{words.t('window.viewer.save')}</span>
    </a>
  )
  if (receipt.kind === 'image')
    return (
      <>
        <div className={css['stage']} tabIndex={0} role="group" aria-label={name}>
          <img src={receipt.address} alt={name} />
        </div>
        <footer>{save}</footer>
      </>
    )
  if (receipt.kind === 'pdf')
    return (
      <>
        <iframe className={css['page']} src={receipt.address} title={name} />
        <footer>{save}</footer>
      </>
    )
  return (
    <div className={css['stage']}>
      <Empty
        icon={<FileWarning />}
        title={words.t(receipt.kind === 'other' ? 'window.viewer.cannot' : 'window.viewer.notWhat')}
      >
        {save}
      </Empty>
    </div>
  )
}
