import { useEffect } from 'react'
import { useStored } from '../stored.ts'

export type Theme = 'auto' | 'light' | 'dark'

/** The chosen appearance, set on the page; `auto` follows the system. */
export function useTheme(): [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useStored<Theme>('theme', 'auto')
  useEffect(() => {
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset['theme'] = theme
    else delete document.documentElement.dataset['theme']
  }, [theme])
  return [theme, setTheme]
}
