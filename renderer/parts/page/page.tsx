import { Search } from 'lucide-react'
import type { KeyboardEvent, ReactNode, Ref } from 'react'
import css from './page.module.css'

/** The frame of a screen beside the queue: its title with one line about it, what belongs in its head, and its content. */
export function Page({
  title,
  about,
  tools,
  children,
}: {
  title: string
  about?: string
  tools?: ReactNode
  children: ReactNode
}): ReactNode {
  return (
    <main tabIndex={-1} className={css['page']}>
      <header className={css['head']}>
        <h1>{title}</h1>
        {about && <p className="num">{about}</p>}
        <div className={css['tools']}>{tools}</div>
      </header>
      <div className={css['content']}>{children}</div>
    </main>
  )
}

/** A field that searches the list of its screen. */
export function SearchField({
  value,
  label,
  placeholder,
  onChange,
  onKeyDown,
  ref,
}: {
  value: string
  label: string
  placeholder: string
  onChange: (text: string) => void
  onKeyDown?: (event: KeyboardEvent<HTMLInputElement>) => void
  ref?: Ref<HTMLInputElement>
}): ReactNode {
  return (
    <div className={css['search']} role="search">
      <Search size={15} aria-hidden="true" />
      <input
        ref={ref}
        value={value}
        aria-label={label}
        placeholder={placeholder}
        maxLength={200}
        spellCheck={false}
        autoComplete="off"
        dir="auto"
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={onKeyDown}
      />
    </div>
  )
}

/** Two or three ways to look at a list, one of them chosen. */
export function Segments<T extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string
  value: T
  options: readonly { value: T; name: string; count?: ReactNode }[]
  onChange: (value: T) => void
}): ReactNode {
  return (
    <div role="group" aria-label={label} className={css['segments']}>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          onClick={() => onChange(option.value)}
        >
          {option.name}
          {option.count}
        </button>
      ))}
    </div>
  )
}
