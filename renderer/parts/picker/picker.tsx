import { Check, ChevronsUpDown } from 'lucide-react'
import { Popover } from 'radix-ui'
import type { KeyboardEvent, ReactNode, Ref } from 'react'
import { useId, useMemo, useState } from 'react'
import { folded } from '../../rows/folded.ts'
import { useWords } from '../../words/context.tsx'
import css from './picker.module.css'

export interface Option {
  id: string
  name: string
  detail?: string
}

export interface PickerProps {
  label: string
  /** What is chosen now, by its name; null where nothing is. */
  chosen: string | null
  /** Null while they have not been read yet; they come by themselves. */
  options: readonly Option[] | null
  onChoose: (option: Option) => void
  /** Takes the choice away; left out where there must be one. */
  onClear?: () => void
  /** What stands below the list: creating what is not there. */
  more?: (close: () => void) => ReactNode
  busy?: boolean
  ref?: Ref<HTMLButtonElement>
}

const MOST_SHOWN = 100

/** Chooses one of many by typing a part of its name; the arrow keys move, Enter takes. */
export function Picker({ label, chosen, options, onChoose, onClear, more, busy = false, ref }: PickerProps): ReactNode {
  const words = useWords()
  const [open, setOpen] = useState(false)
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const list = useId()
  const found = useMemo(() => {
    const wanted = folded(text).split(/\s+/).filter(Boolean)
    return (options ?? [])
      .filter((option) => wanted.every((word) => folded(`${option.name} ${option.detail ?? ''}`).includes(word)))
      .slice(0, MOST_SHOWN)
  }, [options, text])

  // While busy it stays the place of the focus, which comes back to it as its list closes; it only does not open.
  function change(next: boolean): void {
    if (next && busy) return
    setOpen(next)
    setText('')
    setAt(Math.max(0, next ? (options ?? []).slice(0, MOST_SHOWN).findIndex((option) => option.name === chosen) : 0))
  }

  function take(option: Option | undefined): void {
    if (!option) return
    change(false)
    onChoose(option)
  }

  function keys(event: KeyboardEvent): void {
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: found.length - 1 }[event.key]
    if (to !== undefined && found.length > 0) {
      event.preventDefault()
      const next = Math.max(0, Math.min(found.length - 1, to))
      setAt(next)
      document.getElementById(`${list}-${next}`)?.scrollIntoView({ block: 'nearest' })
    } else if (event.key === 'Enter') {
      event.preventDefault()
      take(found[at])
    }
  }

  return (
    <Popover.Root open={open} onOpenChange={change}>
      <Popover.Trigger
        ref={ref}
        className={css['trigger']}
        aria-label={`${label}: ${chosen ?? words.t('screen.match.none')}`}
        data-empty={chosen === null}
        aria-disabled={busy || undefined}
      >
        <span className="clip" dir="auto">
          {chosen ?? words.t('screen.match.choose')}
        </span>
        <ChevronsUpDown size={13} aria-hidden="true" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className={css['panel']}
          align="start"
          sideOffset={4}
          collisionPadding={8}
          aria-label={label}
          onKeyDown={(event) => event.stopPropagation()}
        >
          <input
            role="combobox"
            aria-expanded="true"
            aria-controls={list}
            aria-activedescendant={found.length > 0 ? `${list}-${at}` : undefined}
            aria-label={words.t('screen.match.find')}
            placeholder={words.t('screen.match.find')}
            value={text}
            maxLength={100}
            spellCheck={false}
            autoComplete="off"
            className={css['input']}
            onChange={(event) => {
              setText(event.target.value)
              setAt(0)
            }}
            onKeyDown={keys}
          />
          <ul role="listbox" id={list} aria-label={label} className={css['list']}>
            {found.map((option, place) => (
              <li
                key={option.id}
                id={`${list}-${place}`}
                role="option"
                aria-selected={option.name === chosen}
                data-active={place === at}
                className={css['option']}
                onPointerMove={() => setAt(place)}
                onClick={() => take(option)}
              >
                <span className={css['tick']}>{option.name === chosen && <Check size={13} aria-hidden="true" />}</span>
                <span className={css['name']} dir="auto">
                  {option.name}
                </span>
                {option.detail && <span className={css['detail']}>{option.detail}</span>}
              </li>
            ))}
          </ul>
          {found.length === 0 && (
            <p className={css['nothing']} role="status">
              {words.t(options === null ? 'screen.match.notRead' : 'screen.match.nothingFound')}
            </p>
          )}
          {onClear && chosen !== null && (
            <button
              type="button"
              className={css['clear']}
              onClick={() => {
                change(false)
                onClear()
              }}
            >
              {words.t('screen.match.clear')}
            </button>
          )}
          {more?.(() => change(false))}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}
