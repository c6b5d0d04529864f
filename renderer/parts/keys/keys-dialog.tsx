import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import type { WordKey } from '../../../shared/words/index.ts'
import { useWords } from '../../words/context.tsx'
import { IconButton } from '../button/button.tsx'
import { Dialog } from '../dialog/dialog.tsx'
import css from './keys-dialog.module.css'

const KEYS: [keys: string[], word: WordKey][] = [
  [['↑', '↓'], 'window.keys.move'],
  [['Home', 'End'], 'window.keys.ends'],
  [['Enter'], 'window.keys.open'],
  [['Esc'], 'window.keys.back'],
  [['Space'], 'window.keys.mark'],
  [['Shift ↑', 'Shift ↓'], 'window.keys.markMany'],
  [['/', 'Ctrl F'], 'window.keys.search'],
  [['Alt 1', 'Alt 7'], 'window.keys.tabs'],
  [['Ctrl Enter'], 'window.keys.sync'],
  [['R'], 'window.keys.retry'],
  [['?'], 'window.keys.help'],
]

/** Every shortcut there is. */
export function KeysDialog({ onClose }: { onClose: () => void }): ReactNode {
  const words = useWords()
  return (
    <Dialog label={words.t('window.keys.title')} onClose={onClose}>
      <div className={css['keys']}>
        <header><h2>{words.t('window.keys.title')}</h2><IconButton label={words.t('window.keys.close')} onClick={onClose}><X size={16} /></IconButton></header>
        <dl>
          {KEYS.map(([keys, word]) => (
            <div key={word}><dt>{words.t(word)}</dt><dd>{keys.map((key) => <kbd key={key}>{key}</kbd>)}</dd></div>
          ))}
        </dl>
      </div>
    </Dialog>
  )
}
