import type { DragEvent, ReactNode } from 'react'
import { createContext, use, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { Bridge } from '../../../shared/bridge.ts'
import { useWords } from '../../words/context.tsx'
import css from './dropped-place.module.css'

interface Dropped {
  /** Where what was dropped lies, until a field has taken it. */
  place: string | null
  taken: () => void
  /** A field that takes places is in the page; the function it returns says that it is gone. */
  here: () => () => void
}

const DroppedContext = createContext<Dropped>({ place: null, taken: () => undefined, here: () => () => undefined })

/** What was dropped on the window and still looks for its field. */
export function useDropped(): Dropped {
  return use(DroppedContext)
}

/**
 * Takes a folder or a file that is dropped anywhere on the window. A field that asks for a place takes it; `onHomeless`
 * brings one where the page has none. In a browser, which does not say where a file lies, it says so.
 */
export function DropZone({
  pathOf,
  onHomeless,
  children,
}: {
  pathOf: Bridge['pathOf']
  onHomeless: () => void
  children: ReactNode
}): ReactNode {
  const words = useWords()
  const [place, setPlace] = useState<string | null>(null)
  const [isOver, setIsOver] = useState(false)
  const fields = useRef(0)
  const here = useCallback(() => {
    fields.current += 1
    return () => void (fields.current -= 1)
  }, [])
  const dropped = useMemo(() => ({ place, taken: () => setPlace(null), here }), [place, here])

  function over(event: DragEvent): void {
    if (!event.dataTransfer.types.includes('Files')) return
    event.preventDefault()
    event.dataTransfer.dropEffect = pathOf ? 'link' : 'none'
    setIsOver(true)
  }
  function drop(event: DragEvent): void {
    if (!event.dataTransfer.types.includes('Files')) return
    event.preventDefault()
    setIsOver(false)
    const [file] = event.dataTransfer.files
    const path = file && pathOf?.(file)
    if (!path) return
    setPlace(path)
    if (fields.current === 0) onHomeless()
  }
  function leave(event: DragEvent): void {
    // Every part of the page is left for the next one: only the way out of the window ends it.
    if (!(event.relatedTarget instanceof Node)) setIsOver(false)
  }

  return (
    <DroppedContext value={dropped}>
      <div className={css['zone']} onDragEnter={over} onDragOver={over} onDragLeave={leave} onDrop={drop}>
        {children}
        {isOver && (
          <p className={css['over']}>{words.t(pathOf ? 'screen.settings.drop' : 'screen.settings.dropNotHere')}</p>
        )}
      </div>
    </DroppedContext>
  )
}

/** For a field that asks for a place: calls `take` with what was dropped. */
export function useTakesDropped(take: (place: string) => void): void {
  const { place, taken, here } = useDropped()
  const latest = useRef(take)
  useEffect(() => {
    latest.current = take
  })
  useEffect(here, [here])
  useEffect(() => {
    if (place === null) return
    taken()
    latest.current(place)
  }, [place, taken])
}
