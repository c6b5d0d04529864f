import { Bookmark, SlidersHorizontal, Trash2 } from 'lucide-react'
import { Popover } from 'radix-ui'
import type { ReactNode } from 'react'
import { memo, useState } from 'react'
import type { QueueRow } from '../../../shared/row.ts'
import { centsFromDecimal, decimalOf } from '../../../shared/money.ts'
import type { Tab } from '../../rows/shown-state.ts'
import type { Order } from '../../rows/row-order.ts'
import { Count } from '../../parts/badge/count.tsx'
import { Button, buttonStyles, IconButton } from '../../parts/button/button.tsx'
import { useStored } from '../../parts/stored.ts'
import { useWords } from '../../words/context.tsx'
import css from './filter-button.module.css'
import type { Filters } from './filters.ts'
import { countFilters, NO_FILTERS } from './filters.ts'
import { factsOf } from './list-facts.ts'

interface SavedView {
  name: string
  tab: Tab
  text: string
  filters: Filters
  order: Order
}

export interface FilterButtonProps {
  company: string
  rows: readonly QueueRow[]
  filters: Filters
  onFilters: (filters: Filters) => void
  tab: Tab
  onTab: (tab: Tab) => void
  text: string
  onText: (text: string) => void
  order: Order
  onOrder: (order: Order) => void
}

/** Narrows the list by kind, project, party, reason, date and amount, and keeps such a view under a name. */
export const FilterButton = memo(function FilterButton(props: FilterButtonProps): ReactNode {
  const words = useWords()
  const count = countFilters(props.filters)
  const [open, setOpen] = useState(false)
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger className={`${buttonStyles['button']} ${css['trigger']}`} data-active={count > 0}>
        <SlidersHorizontal size={14} aria-hidden="true" />
        <span className={css['word']}>{words.t('window.filter.open')}</span>
        {count > 0 && (
          <>
            <Count value={count} tone="run" />
            <span className="out-of-sight">{words.t('window.filter.active', { count })}</span>
          </>
        )}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className={css['panel']}
          align="end"
          sideOffset={4}
          collisionPadding={8}
          aria-label={words.t('window.filter.open')}
        >
          <FilterPanel {...props} onDone={() => setOpen(false)} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
})

function FilterPanel({
  company,
  rows,
  filters,
  onFilters,
  tab,
  onTab,
  text,
  onText,
  order,
  onOrder,
  onDone,
}: FilterButtonProps & { onDone: () => void }): ReactNode {
  const words = useWords()
  const choices = factsOf(rows).choices()
  const [views, setViews] = useStored<SavedView[]>(`views.${company}`, [])
  const [name, setName] = useState('')
  const set = (part: Partial<Filters>): void => onFilters({ ...filters, ...part })

  function save(): void {
    const kept = views.filter((view) => view.name !== name.trim())
    setViews([...kept, { name: name.trim(), tab, text, filters, order }])
    setName('')
  }

  return (
    <div className={css['fields']}>
      <Choice
        label={words.t('window.filter.kind')}
        value={filters.kind}
        options={choices.kinds}
        shown={words.kind}
        onChange={(kind) => set({ kind })}
      />
      <Choice
        label={words.t('window.filter.project')}
        value={filters.project}
        options={choices.projects}
        onChange={(project) => set({ project })}
      />
      <Choice
        label={words.t('window.filter.party')}
        value={filters.party}
        options={choices.parties}
        onChange={(party) => set({ party })}
      />
      <Choice
        label={words.t('window.filter.reason')}
        value={filters.reason}
        options={choices.reasons}
        shown={words.reason}
        onChange={(reason) => set({ reason })}
      />
      <fieldset>
        <legend>{words.t('window.filter.dates')}</legend>
        <label>
          <span>{words.t('window.filter.from')}</span>
          <input
            type="date"
            value={filters.from ?? ''}
            onChange={(event) => set({ from: event.target.value || null })}
          />
        </label>
        <label>
          <span>{words.t('window.filter.to')}</span>
          <input type="date" value={filters.to ?? ''} onChange={(event) => set({ to: event.target.value || null })} />
        </label>
      </fieldset>
      <fieldset>
        <legend>{words.t('window.filter.amounts')}</legend>
        <AmountField
          label={words.t('window.filter.least')}
          value={filters.least}
          onChange={(least) => set({ least })}
        />
        <AmountField label={words.t('window.filter.most')} value={filters.most} onChange={(most) => set({ most })} />
      </fieldset>
      <div className={css['buttons']}>
        <Button variant="quiet" disabled={countFilters(filters) === 0} onClick={() => onFilters(NO_FILTERS)}>
          {words.t('window.filter.clear')}
        </Button>
        <Button variant="primary" onClick={onDone}>
          {words.t('window.filter.done')}
        </Button>
      </div>
      <div className={css['views']}>
        <h2>{words.t('window.filter.saved')}</h2>
        {views.length > 0 && (
          <ul>
            {views.map((view) => (
              <li key={view.name}>
                <button
                  type="button"
                  className={css['view']}
                  onClick={() => {
                    onTab(view.tab)
                    onText(view.text)
                    onFilters(view.filters)
                    onOrder(view.order)
                    onDone()
                  }}
                >
                  <Bookmark size={14} aria-hidden="true" />
                  <span className="clip" dir="auto">
                    {view.name}
                  </span>
                </button>
                <IconButton
                  label={words.t('window.filter.remove', { name: view.name })}
                  onClick={() => setViews(views.filter((each) => each !== view))}
                >
                  <Trash2 size={14} />
                </IconButton>
              </li>
            ))}
          </ul>
        )}
        <form
          onSubmit={(event) => {
            event.preventDefault()
            if (name.trim()) save()
          }}
        >
          <input
            value={name}
            maxLength={60}
            placeholder={words.t('window.filter.viewName')}
            aria-label={words.t('window.filter.viewName')}
            onChange={(event) => setName(event.target.value)}
          />
          <Button type="submit" disabled={name.trim() === ''}>
            {words.t('window.filter.save')}
          </Button>
        </form>
      </div>
    </div>
  )
}

function Choice<T extends string>({
  label,
  value,
  options,
  shown,
  onChange,
}: {
  label: string
  value: T | null
  options: readonly T[]
  /** How an option is said; as it is where left out. Stays the same function. */
  shown?: (option: T) => string
  onChange: (value: T | null) => void
}): ReactNode {
  const words = useWords()
  return (
    <label>
      <span>{label}</span>
      <select
        value={value ?? ''}
        onChange={(event) => onChange(options.find((each) => each === event.target.value) ?? null)}
      >
        <option value="">{words.t('window.filter.any')}</option>
        <Options options={options} {...(shown && { shown: shown as (option: string) => string })} />
      </select>
    </label>
  )
}

/** Hundreds of projects and parties, which stand while the filters beside them change. */
const Options = memo(function Options({
  options,
  shown = (option) => option,
}: {
  options: readonly string[]
  shown?: (option: string) => string
}): ReactNode {
  return options.map((each) => (
    <option key={each} value={each}>
      {shown(each)}
    </option>
  ))
})

function AmountField({
  label,
  value,
  onChange,
}: {
  label: string
  value: Filters['least']
  onChange: (value: Filters['least']) => void
}): ReactNode {
  const [text, setText] = useState(value === null ? '' : decimalOf(value))
  return (
    <label>
      <span>{label}</span>
      <input
        inputMode="decimal"
        className="num"
        value={text}
        maxLength={16}
        onChange={(event) => {
          setText(event.target.value)
          onChange(centsFromDecimal(event.target.value.replace(/[\s\u00a0$]/g, '').replace(',', '.')))
        }}
      />
    </label>
  )
}
