import type { KeyboardEvent, PointerEvent, ReactNode } from 'react'
import { useRef } from 'react'
import { useStored } from '../stored.ts'
import css from './split.module.css'

const LEAST = 320
const MOST = 860
const STEP = 24

/** Two panes side by side; the line between them is dragged, or moved with the arrow keys. The width is remembered. */
export function Split({
  name,
  label,
  main,
  side,
  open,
}: {
  name: string
  label: string
  main: ReactNode
  side: ReactNode
  open: boolean
}): ReactNode {
  const [width, setWidth] = useStored<number>(`split.${name}`, 400)
  const frame = useRef<HTMLDivElement>(null)
  const room = (): number => Math.max(LEAST, Math.min(MOST, (frame.current?.clientWidth ?? MOST) - LEAST))
  const set = (wanted: number): void => setWidth(Math.round(Math.max(LEAST, Math.min(room(), wanted))))

  function drag(event: PointerEvent<HTMLDivElement>): void {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return
    const right = frame.current?.getBoundingClientRect().right ?? 0
    set(right - event.clientX)
  }

  function move(event: KeyboardEvent): void {
    const by = { ArrowLeft: STEP, ArrowRight: -STEP, Home: MOST, End: -MOST }[event.key]
    if (by === undefined) return
    event.preventDefault()
    set(width + by)
  }

  return (
    <div
      ref={frame}
      className={css['split']}
      style={{ gridTemplateColumns: open ? `minmax(0, 1fr) 0 min(${width}px, 55%)` : 'minmax(0, 1fr)' }}
    >
      <div className={css['pane']}>{main}</div>
      {open && (
        <>
          <div
            role="separator"
            tabIndex={0}
            aria-orientation="vertical"
            aria-label={label}
            aria-valuemin={LEAST}
            aria-valuemax={MOST}
            aria-valuenow={width}
            className={css['line']}
            onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
            onPointerMove={drag}
            onKeyDown={move}
          />
          <div className={css['pane']}>{side}</div>
        </>
      )}
    </div>
  )
}
