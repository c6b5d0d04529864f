import type { KeyboardEvent, ReactNode } from 'react'
import { useCallback, useDeferredValue, useId, useMemo, useState } from 'react'
import { folded } from '../../rows/folded.ts'
import { useWords } from '../../words/context.tsx'
import { Dialog } from '../dialog/dialog.tsx'
import css from './palette.module.css'

export interface Entry {
  id: string
  group: string
  name: string
  detail?: string
  icon?: ReactNode
  keys?: string
  run: () => void
}

/** Everything that can be gone to or done, by its name. `find` brings more for what was typed: documents. */
export function Palette({
  entries,
  find,
  onClose,
}: {
  entries: readonly Entry[]
  find: (text: string) => readonly Entry[]
  onClose: () => void
}): ReactNode {
  const words = useWords()
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const list = useId()
  const wanted = useDeferredValue(text)
  const fitting = useCallback(
    (typed: string) => {
      const parts = folded(typed).split(/\s+/).filter(Boolean)
      const named = entries.filter((entry) =>
        parts.every((part) => folded(`${entry.name} ${entry.group}`).includes(part)),
      )
      return parts.length === 0 ? named : [...named, ...find(typed)]
    },
    [entries, find],
  )
  const shown = useMemo(() => fitting(wanted), [fitting, wanted])
  const place = Math.min(at, shown.length - 1)

  function take(entry: Entry | undefined): void {
    if (!entry) return
    onClose()
    entry.run()
  }

  function keys(event: KeyboardEvent): void {
    const to = { ArrowDown: place + 1, ArrowUp: place - 1 }[event.key]
    if (to !== undefined && shown.length > 0) {
      event.preventDefault()
      const next = (to + shown.length) % shown.length
      setAt(next)
      document.getElementById(`${list}-${next}`)?.scrollIntoView({ block: 'nearest' })
    } else if (event.key === 'Enter') {
      event.preventDefault()
      // Who types fast is ahead of the list: what was typed counts, never what still stands there.
      take(wanted === text ? shown[place] : fitting(text)[0])
    }
  }

  return (
    <Dialog label={words.t('screen.palette.label')} size="palette" onClose={onClose}>
      <div className={css['palette']}>
        <input
          role="combobox"
          aria-expanded="true"
          aria-controls={list}
          aria-activedescendant={shown.length > 0 ? `${list}-${place}` : undefined}
          autoFocus
          aria-label={words.t('screen.palette.label')}
          placeholder={words.t('screen.palette.hint')}
          value={text}
          maxLength={200}
          spellCheck={false}
          autoComplete="off"
          dir="auto"
          onChange={(event) => {
            setText(event.target.value)
            setAt(0)
          }}
          onKeyDown={keys}
        />
        <ul id={list} role="listbox" aria-label={words.t('screen.palette.label')} className={css['list']}>
          {shown.map((entry, index) => {
            const head = entry.group === shown[index - 1]?.group ? null : entry.group
            return (
              <li key={entry.id} role="presentation">
                {head && (
                  <div className={css['group']} role="presentation">
                    {head}
                  </div>
                )}
                <div
                  id={`${list}-${index}`}
                  role="option"
                  aria-selected={index === place}
                  className={css['entry']}
                  onPointerMove={() => setAt(index)}
                  onClick={() => take(entry)}
                >
                  {entry.icon}
                  <span className="clip" dir="auto">
                    {entry.name}
                  </span>
                  {entry.detail && (
                    <span className={`clip ${css['detail']}`} dir="auto">
                      {entry.detail}
                    </span>
                  )}
                  {entry.keys && <kbd>{entry.keys}</kbd>}
                </div>
              </li>
            )
          })}
        </ul>
        {shown.length === 0 && <p className={css['nothing']}>{words.t('screen.palette.nothing')}</p>}
        <div role="status" className="out-of-sight">
          {words.t('screen.palette.results', { count: shown.length })}
        </div>
      </div>
    </Dialog>
  )
}
