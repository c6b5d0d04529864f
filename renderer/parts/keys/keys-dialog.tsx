import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import type { WordKey } from '../../../shared/words/index.ts'
import { useWords } from '../../words/context.tsx'
import { IconButton } from '../button/button.tsx'
import { Dialog } from '../dialog/dialog.tsx'
import css from './keys-dialog.module.css'

/** Names of keys stand in braces, for a keyboard of the language. */
const KEYS: [keys: string[], word: WordKey][] = [
  [['Ctrl K'], 'window.keys.palette'],
  [['↑', '↓'], 'window.keys.move'],
  [['{home}', '{end}'], 'window.keys.ends'],
  [['{enter}'], 'window.keys.open'],
  [['{escape}'], 'window.keys.back'],
  [['{space}'], 'window.keys.mark'],
  [['{shift} ↑', '{shift} ↓'], 'window.keys.markMany'],
  [['/', 'Ctrl F'], 'window.keys.search'],
  [['Alt 1', 'Alt 7'], 'window.keys.tabs'],
  [['Ctrl {enter}'], 'window.keys.sync'],
  [['R'], 'window.keys.retry'],
  [['?'], 'window.keys.help'],
]

type KeyName = 'home' | 'end' | 'enter' | 'escape' | 'space' | 'shift'

/** Every shortcut there is. */
export function KeysDialog({ onClose }: { onClose: () => void }): ReactNode {
  const words = useWords()
  const named = (key: string): string =>
    key.replace(/\{(home|end|enter|escape|space|shift)\}/, (_all, name: KeyName) => words.t(`window.key.${name}`))
  return (
    <Dialog label={words.t('window.keys.title')} onClose={onClose}>
      <div className={css['keys']}>
        <header>
          <h2>{words.t('window.keys.title')}</h2>
          <IconButton label={words.t('window.keys.close')} onClick={onClose}>
            <X size={16} />
          </IconButton>
        </header>
        <dl>
          {KEYS.map(([keys, word]) => (
            <div key={word}>
              <dt>{words.t(word)}</dt>
              <dd>
                {keys.map((key) => (
                  <kbd key={key}>{named(key)}</kbd>
                ))}
              </dd>
            </div>
          ))}
        </dl>
      </div>
    </Dialog>
  )
}
