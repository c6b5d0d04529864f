import { Check, Keyboard, Settings2 } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import type { ReactNode } from 'react'
import type { Language } from '../../../shared/words/index.ts'
import type { Density } from '../../rows/density.ts'
import { useWords } from '../../words/context.tsx'
import menu from '../menu/menu.module.css'
import type { Theme } from './theme.ts'

export interface Preferences {
  language: Language
  setLanguage: (language: Language) => void
  /** The firm has chosen it. */
  languageByFirm: boolean
  theme: Theme
  setTheme: (theme: Theme) => void
  density: Density
  setDensity: (density: Density) => void
}

/** Language, appearance and density: at hand everywhere, in effect at once. */
export function PreferencesMenu({
  preferences,
  className,
  onHelp,
}: {
  preferences: Preferences
  className: string
  onHelp: () => void
}): ReactNode {
  const words = useWords()
  const { language, setLanguage, theme, setTheme, density, setDensity } = preferences
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger
        className={className}
        title={words.t('window.menu.open')}
        aria-label={words.t('window.menu.open')}
      >
        <Settings2 size={16} aria-hidden="true" />
        <span>{words.t('window.menu.open')}</span>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className={menu['menu']} align="start" side="top" sideOffset={4}>
          <Choice
            label={words.t('window.menu.language')}
            note={preferences.languageByFirm ? words.t('screen.settings.byFirm') : null}
            value={language}
            onChange={setLanguage}
            options={[
              ['en', words.t('window.menu.english')],
              ['fr', words.t('window.menu.french')],
            ]}
          />
          <DropdownMenu.Separator className={menu['line']} />
          <Choice
            label={words.t('window.menu.theme')}
            value={theme}
            onChange={setTheme}
            options={[
              ['auto', words.t('window.menu.auto')],
              ['light', words.t('window.menu.light')],
              ['dark', words.t('window.menu.dark')],
            ]}
          />
          <DropdownMenu.Separator className={menu['line']} />
          <Choice
            label={words.t('window.menu.density')}
            value={density}
            onChange={setDensity}
            options={[
              ['comfortable', words.t('window.menu.comfortable')],
              ['compact', words.t('window.menu.compact')],
            ]}
          />
          <DropdownMenu.Separator className={menu['line']} />
          <DropdownMenu.Item className={menu['item']} onSelect={onHelp}>
            <span className={menu['tick']}>
              <Keyboard size={14} aria-hidden="true" />
            </span>
            {words.t('window.menu.shortcuts')}
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

function Choice<T extends string>({
  label,
  note = null,
  value,
  options,
  onChange,
}: {
  label: string
  /** Why it cannot be chosen; null where it can. */
  note?: string | null
  value: T
  options: [T, string][]
  onChange: (value: T) => void
}): ReactNode {
  return (
    <DropdownMenu.RadioGroup value={value} onValueChange={(next) => onChange(next as T)} aria-label={label}>
      <DropdownMenu.Label className={menu['label']}>
        {label}
        {note !== null && <div>{note}</div>}
      </DropdownMenu.Label>
      {options.map(([each, shown]) => (
        <DropdownMenu.RadioItem
          key={each}
          value={each}
          disabled={note !== null}
          className={menu['item']}
          lang={each === 'en' || each === 'fr' ? each : undefined}
        >
          <span className={menu['tick']}>
            <DropdownMenu.ItemIndicator>
              <Check size={14} aria-hidden="true" />
            </DropdownMenu.ItemIndicator>
          </span>
          {shown}
        </DropdownMenu.RadioItem>
      ))}
    </DropdownMenu.RadioGroup>
  )
}
