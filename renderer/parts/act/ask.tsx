import type { ReactNode } from 'react'
import { useId, useState } from 'react'
import { useWords } from '../../words/context.tsx'
import { Button } from '../button/button.tsx'
import css from './ask.module.css'

/** Asks for one line of text in place, with the button that then does it and a way back. */
export function AskLine({
  label,
  initial = '',
  hint,
  submit,
  busy,
  risky = false,
  onSubmit,
  onCancel,
}: {
  label: string
  initial?: string
  hint?: string
  submit: string
  busy: boolean
  risky?: boolean
  onSubmit: (text: string) => void
  onCancel: () => void
}): ReactNode {
  const words = useWords()
  const [text, setText] = useState(initial)
  const id = useId()
  const ready = text.trim() !== ''
  return (
    <form
      className={css['ask']}
      onSubmit={(event) => {
        event.preventDefault()
        if (ready && !busy) onSubmit(text.trim())
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        onCancel()
      }}
    >
      <label htmlFor={id}>
        {label}
        {hint && <span className="muted"> · {hint}</span>}
      </label>
      <input
        id={id}
        value={text}
        maxLength={500}
        autoFocus
        onFocus={(event) => event.target.select()}
        onChange={(event) => setText(event.target.value)}
        dir="auto"
      />
      <div className={css['buttons']}>
        <Button type="submit" variant={risky ? 'risky' : 'primary'} busy={busy} disabled={!ready}>
          {submit}
        </Button>
        <Button variant="quiet" onClick={onCancel}>
          {words.t('window.act.cancel')}
        </Button>
      </div>
    </form>
  )
}

/** Asks once more, in place, before something that changes the books. The safe way is the default. */
export function AskSure({
  submit,
  busy,
  onSubmit,
  onCancel,
}: {
  submit: string
  busy: boolean
  onSubmit: () => void
  onCancel: () => void
}): ReactNode {
  const words = useWords()
  return (
    <div className={css['buttons']} role="group">
      <Button variant="risky" busy={busy} onClick={onSubmit}>
        {submit}
      </Button>
      <Button autoFocus onClick={onCancel}>
        {words.t('window.act.cancel')}
      </Button>
    </div>
  )
}
