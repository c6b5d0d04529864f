import type { ReactNode } from 'react'
import css from './empty.module.css'

/** What stands where a list or pane has nothing to show: what that means, and what to do. */
export function Empty({
  icon,
  title,
  text,
  children,
}: {
  icon?: ReactNode
  title: string
  text?: string
  children?: ReactNode
}): ReactNode {
  return (
    <div className={css['empty']}>
      {icon}
      <h2>{title}</h2>
      {text && <p>{text}</p>}
      {children && <div className={css['actions']}>{children}</div>}
    </div>
  )
}
