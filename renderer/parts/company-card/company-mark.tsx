import type { ReactNode } from 'react'
import { inkOn, initialsOf } from './colour.ts'
import css from './company-card.module.css'

/** A company's colour with its initials. The name always stands beside it. */
export function CompanyMark({ name, colour, size = 28 }: { name: string; colour: string; size?: number }): ReactNode {
  return (
    <span
      className={css['mark']}
      aria-hidden="true"
      style={{ background: colour, color: inkOn(colour), width: size, height: size, lineHeight: `${size}px` }}
    >
      {initialsOf(name)}
    </span>
  )
}
