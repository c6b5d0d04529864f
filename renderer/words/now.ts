import { useSyncExternalStore } from 'react'

const TICK = 5_000
let now = Date.now()
let timer: number | null = null
const heard = new Set<() => void>()

function subscribe(changed: () => void): () => void {
  heard.add(changed)
  timer ??= window.setInterval(() => {
    now = Date.now()
    for (const each of heard) each()
  }, TICK)
  return () => {
    heard.delete(changed)
    if (heard.size > 0 || timer === null) return
    window.clearInterval(timer)
    timer = null
  }
}

/** Milliseconds of the clock, anew every few seconds: for "40 seconds ago". */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now)
}
