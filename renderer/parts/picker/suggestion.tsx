import { Sparkles } from 'lucide-react'
import type { ReactNode } from 'react'
import { useWords } from '../../words/context.tsx'
import css from './suggestion.module.css'

/** A suggestion with its reason and how sure it is; a click takes it. */
export function Suggestion({
  name,
  reason,
  confidence,
  busy,
  onTake,
}: {
  name: string
  reason: 'only-one' | 'same-name' | 'similar-name' | 'same-number' | 'same-email' | 'same-phone'
  /** 0 to 1; left out where nothing was measured. */
  confidence?: number
  busy: boolean
  onTake: () => void
}): ReactNode {
  const words = useWords()
  const percent =
    confidence === undefined ? null : new Intl.NumberFormat(words.locale, { style: 'percent' }).format(confidence)
  const why = [
    words.t(`screen.match.${reason}`),
    ...(percent === null ? [] : [words.t('screen.match.confidence', { percent })]),
  ].join(', ')
  return (
    <button
      type="button"
      className={css['suggestion']}
      aria-disabled={busy || undefined}
      onClick={busy ? undefined : onTake}
      aria-label={`${words.t('screen.match.accept', { name })} (${why})`}
    >
      <Sparkles size={13} aria-hidden="true" />
      <b dir="auto">{name}</b>
      <span>{why}</span>
    </button>
  )
}
