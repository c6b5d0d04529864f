import type { ReactNode } from 'react'
import { useWords } from '../../words/context.tsx'
import css from './count.module.css'

/** A count beside a name; `tone` only where there is something to look at. */
export function Count({
  value,
  tone = 'plain',
}: {
  value: number
  tone?: 'plain' | 'you' | 'fail' | 'run'
}): ReactNode {
  return <span className={`num ${css['count']} ${value > 0 ? css[tone] : ''}`}>{useWords().number(value)}</span>
}
