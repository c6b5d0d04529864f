import type { ReactNode } from 'react'
import { createContext, use, useCallback, useMemo, useRef, useState } from 'react'

const AnnounceContext = createContext<(text: string) => void>(() => undefined)

/** Says a text to a screen reader, once, after what is being said. */
export function useAnnounce(): (text: string) => void {
  return use(AnnounceContext)
}

const QUIET_MS = 700

/** Holds the one polite live region of the window. Texts that follow quickly replace each other: it does not chatter. */
export function AnnounceProvider({ children }: { children: ReactNode }): ReactNode {
  const [text, setText] = useState('')
  const waiting = useRef<number | undefined>(undefined)
  const announce = useCallback((next: string) => {
    window.clearTimeout(waiting.current)
    waiting.current = window.setTimeout(() => setText(next), QUIET_MS)
  }, [])
  return (
    <AnnounceContext value={announce}>
      {children}
      {useMemo(
        () => (
          <div role="status" aria-live="polite" className="out-of-sight">
            {text}
          </div>
        ),
        [text],
      )}
    </AnnounceContext>
  )
}
