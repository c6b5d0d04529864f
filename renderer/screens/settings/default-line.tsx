import type { ReactNode } from 'react'
import css from './settings.module.css'

/** One choice with its name before it. */
export function Line({ label, children }: { label: string; children: ReactNode }): ReactNode {
  return (
    <div className={css['line']}>
      <span aria-hidden="true">{label}</span>
      <div className={css['choice']}>{children}</div>
    </div>
  )
}
