import type { ReactNode } from 'react'
import { useEffect, useRef } from 'react'
import css from './dialog.module.css'

/**
 * A window over the window. The browser's own dialog keeps the focus inside, gives it back on closing and closes on Escape;
 * it needs no style of its own in the page, which the content security policy would refuse.
 */
export function Dialog({
  label,
  onClose,
  size = 'small',
  children,
}: {
  label: string
  onClose: () => void
  size?: 'small' | 'palette' | 'large'
  children: ReactNode
}): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const shown = dialog.current
    shown?.showModal()
    return () => shown?.close()
  }, [])
  return (
    <dialog
      ref={dialog}
      aria-label={label}
      className={`${css['dialog']} ${css[size]}`}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onClick={(event) => {
        if (event.target === dialog.current) onClose()
      }}
      onKeyDown={(event) => event.stopPropagation()}
    >
      <div className={css['content']}>{children}</div>
    </dialog>
  )
}
