import type { ComponentProps, ReactNode } from 'react'
import css from './button.module.css'

export interface ButtonProps extends ComponentProps<'button'> {
  variant?: 'plain' | 'primary' | 'quiet' | 'risky'
  icon?: ReactNode
  busy?: boolean
}

/** A button that says what it does. While busy it stays in place and cannot be pressed again. */
export function Button({
  variant = 'plain',
  icon,
  busy = false,
  children,
  className = '',
  disabled,
  ...rest
}: ButtonProps): ReactNode {
  return (
    <button
      type="button"
      {...rest}
      disabled={disabled === true}
      aria-disabled={busy || undefined}
      aria-busy={busy || undefined}
      onClick={busy ? undefined : rest.onClick}
      className={`${css['button']} ${css[variant]} ${className}`}
    >
      {icon}
      <span>{children}</span>
    </button>
  )
}

/** A button that shows only a sign; its label is read out and shown on hover. */
export function IconButton({
  label,
  children,
  className = '',
  ...rest
}: ComponentProps<'button'> & { label: string }): ReactNode {
  return (
    <button type="button" title={label} aria-label={label} {...rest} className={`${css['icon']} ${className}`}>
      {children}
    </button>
  )
}

export { css as buttonStyles }
