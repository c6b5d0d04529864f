import type { ReactNode } from 'react'
import { useId } from 'react'
import type { SettingsPart } from '../../company/route.ts'
import css from './settings.module.css'

/** One part of the settings, under its own heading. */
export function Section({
  part,
  title,
  hint,
  children,
}: {
  part?: SettingsPart
  title: string
  hint?: string
  children: ReactNode
}): ReactNode {
  const id = useId()
  return (
    <section className={css['section']} aria-labelledby={id} data-part={part} tabIndex={part ? -1 : undefined}>
      <h2 id={id}>{title}</h2>
      {hint && <p className={css['hint']}>{hint}</p>}
      {children}
    </section>
  )
}

/** A label with its field and what there is to say about it. */
export function Field({
  label,
  hint,
  children,
}: {
  label: string
  hint?: string | undefined
  children: (ids: { id: string; describedBy: string | undefined }) => ReactNode
}): ReactNode {
  const id = useId()
  const hintId = `${id}-hint`
  return (
    <div className={css['field']}>
      <label htmlFor={id}>{label}</label>
      <div>
        {children({ id, describedBy: hint ? hintId : undefined })}
        {hint && (
          <p id={hintId} className={css['hint']}>
            {hint}
          </p>
        )}
      </div>
    </div>
  )
}
