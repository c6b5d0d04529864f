import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { useState } from 'react'
import type { Kind } from '../../../shared/kinds.ts'
import { KINDS } from '../../../shared/kinds.ts'
import type { QueueRow } from '../../../shared/row.ts'
import { Button } from '../../parts/button/button.tsx'
import { Segments } from '../../parts/page/page.tsx'
import { Receipts } from '../../parts/receipts/receipts.tsx'
import { useWords } from '../../words/context.tsx'
import { FieldsSection } from '../document/fields-section.tsx'
import { MoneySection } from '../document/money-section.tsx'
import { PostedSection } from '../document/posted-section.tsx'
import { useDocument } from '../document/use-document.ts'
import { fullNameOf } from '../queue/row-words.ts'
import css from './setup.module.css'

const MORE = 25

/** Every record that the first run would send, one kind at a time; each opens to what QuickBooks will get of it. */
export function AsPosted({ company, ready }: { company: string; ready: readonly QueueRow[] }): ReactNode {
  const words = useWords()
  const [wanted, setWanted] = useState<Kind | null>(null)
  const [most, setMost] = useState(MORE)
  const kinds = KINDS.filter((kind) => ready.some((row) => row.kind === kind))
  const kind = kinds.find((each) => each === wanted) ?? kinds.find((each) => each === 'invoice') ?? kinds[0]
  if (kind === undefined) return null
  const own = ready.filter((row) => row.kind === kind)
  const left = own.length - most
  return (
    <div className={css['each']}>
      <h3>{words.t('screen.setup.each')}</h3>
      <Segments
        label={words.t('screen.setup.kind')}
        value={kind}
        options={kinds.map((each) => ({ value: each, name: words.kind(each) }))}
        onChange={(next) => {
          setWanted(next)
          setMost(MORE)
        }}
      />
      <ul>
        {own.slice(0, most).map((row) => (
          <li key={row.key}>
            <OneAsPosted company={company} row={row} />
          </li>
        ))}
      </ul>
      {left > 0 && (
        <Button onClick={() => setMost(most + MORE)}>
          {words.t('screen.setup.more', { count: Math.min(MORE, left) })}
        </Button>
      )}
    </div>
  )
}

/** One record as a line; what will be posted is asked for when it is opened. */
function OneAsPosted({ company, row }: { company: string; row: QueueRow }): ReactNode {
  const words = useWords()
  const [open, setOpen] = useState(false)
  return (
    <details data-key={row.key} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <ChevronRight size={14} aria-hidden="true" />
        <b className="clip" dir="auto">
          {fullNameOf(row, words)}
        </b>
        <span className="clip" dir="auto">
          {row.number ? row.party : row.project}
        </span>
        <span className="num">{row.date ? words.day(row.date) : ''}</span>
        <span className="num">{row.amount === null ? '' : words.money(row.amount, row.currency)}</span>
      </summary>
      {open && <Posted company={company} row={row} />}
    </details>
  )
}

function Posted({ company, row }: { company: string; row: QueueRow }): ReactNode {
  const words = useWords()
  const { phase, details } = useDocument(company, row.key, row)
  if (!details)
    return (
      <p className="muted" role="status">
        {words.t(phase === 'loading' ? 'screen.settings.looking' : 'window.document.failed')}
      </p>
    )
  return (
    <div className={css['posted']}>
      <MoneySection row={row} details={details} />
      <PostedSection posted={details.posted} currency={row.currency} />
      <FieldsSection company={company} fields={details.fields} currency={row.currency} />
      <Receipts company={company} documentKey={row.key} attachments={row.attachments} />
    </div>
  )
}
