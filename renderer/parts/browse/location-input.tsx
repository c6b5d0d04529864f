import { CornerLeftUp, FileArchive, Folder } from 'lucide-react'
import type { ReactNode } from 'react'
import { useRef, useState } from 'react'
import type { Places } from '../../../shared/places.ts'
import { useBridge } from '../../bridge/context.tsx'
import { useWords } from '../../words/context.tsx'
import { ActTrouble } from '../act/act-trouble.tsx'
import { useAct } from '../act/use-act.ts'
import { Button } from '../button/button.tsx'
import { Dialog } from '../dialog/dialog.tsx'
import { useTakesDropped } from './dropped-place.tsx'
import css from './location-input.module.css'

/** Where a location is asked: its field, which also takes what is dropped, and "Browse", which lists the folders and zips of this computer. */
export function LocationInput({
  id,
  describedBy,
  value,
  onChange,
}: {
  id: string
  describedBy: string | undefined
  value: string
  onChange: (location: string) => void
}): ReactNode {
  const words = useWords()
  const { bridge } = useBridge()
  const act = useAct()
  const [places, setPlaces] = useState<Places | null>(null)
  const field = useRef<HTMLInputElement>(null)
  useTakesDropped((place) => {
    choose(place)
    field.current?.focus()
    field.current?.scrollIntoView({ block: 'center' })
  })

  async function look(at: string | null): Promise<void> {
    const outcome = await act.run('browse', () => bridge.places({ at }))
    if (outcome.done) setPlaces(outcome.value)
  }
  function choose(location: string): void {
    onChange(location)
    setPlaces(null)
  }

  return (
    <>
      <div className={css['row']}>
        <input
          ref={field}
          id={id}
          aria-describedby={describedBy}
          value={value}
          maxLength={2000}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => onChange(event.target.value)}
        />
        <Button busy={act.busy !== null && places === null} onClick={() => void look(null)}>
          {words.t('screen.settings.browse')}
        </Button>
      </div>
      {places === null && <ActTrouble act={act} />}
      {places && (
        <Dialog label={words.t('screen.settings.browseTitle')} onClose={() => setPlaces(null)}>
          <div className={css['places']}>
            <h2>{words.t('screen.settings.browseTitle')}</h2>
            <p className={css['at']}>{places.at}</p>
            <ul>
              {places.up !== null && (
                <li>
                  <button type="button" onClick={() => void look(places.up)}>
                    <CornerLeftUp size={16} aria-hidden />
                    {words.t('screen.settings.browseUp')}
                  </button>
                </li>
              )}
              {places.folders.map((path) => (
                <li key={path}>
                  <button type="button" onClick={() => void look(path)}>
                    <Folder size={16} aria-hidden />
                    {nameOf(path)}
                  </button>
                </li>
              ))}
              {places.zips.map((path) => (
                <li key={path}>
                  <button type="button" onClick={() => choose(path)}>
                    <FileArchive size={16} aria-hidden />
                    {nameOf(path)}
                  </button>
                </li>
              ))}
            </ul>
            {places.more && <p>{words.t('screen.settings.browseMore')}</p>}
            <ActTrouble act={act} />
            <div className={css['row']}>
              <Button variant="primary" disabled={places.at === ''} onClick={() => choose(places.at)}>
                {words.t('screen.settings.browseUse')}
              </Button>
              <Button variant="quiet" onClick={() => setPlaces(null)}>
                {words.t('window.act.cancel')}
              </Button>
            </div>
          </div>
        </Dialog>
      )}
    </>
  )
}

function nameOf(path: string): string {
  return path.split(/[\\/]/).findLast((part) => part !== '') ?? path
}
