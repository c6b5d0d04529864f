import { useCallback, useState } from 'react'

/** A preference of this window, kept between starts. What cannot be kept (a private window) lives until it is closed. */
export function useStored<T extends string | number | boolean | null | object>(
  name: string,
  initial: T,
): [T, (value: T) => void] {
  const key = `billdr-qbo.${name}`
  const [value, setValue] = useState<T>(() => readStored(key, initial))
  const store = useCallback(
    (next: T) => {
      setValue(next)
      try {
        localStorage.setItem(key, JSON.stringify(next))
      } catch {
        // Storage may be full or forbidden: the preference then ends with the window.
      }
    },
    [key],
  )
  return [value, store]
}

function readStored<T>(key: string, initial: T): T {
  try {
    const text = localStorage.getItem(key)
    const found: unknown = text === null ? initial : JSON.parse(text)
    return typeof found === typeof initial && (found === null) === (initial === null) ? (found as T) : initial
  } catch {
    return initial
  }
}
