import type { ReactNode } from 'react'
import { useState } from 'react'
import type { Settings } from '../../../shared/settings.ts'
import { parseSetting } from '../../../shared/settings.ts'
import type { CompanyStatus } from '../../../shared/status.ts'
import { useBridge } from '../../bridge/context.tsx'
import { useAsked } from '../../live/use-asked.ts'
import { ActTrouble } from '../../parts/act/act-trouble.tsx'
import { useAct } from '../../parts/act/use-act.ts'
import { Button } from '../../parts/button/button.tsx'
import { useWords } from '../../words/context.tsx'
import { Field, Section } from './section.tsx'
import css from './settings.module.css'

const NAMES = [
  'syncFrom',
  'nextInvoiceNumber',
  'pollSeconds',
  'maxRemovals',
  'review',
  'taxCode',
  'purchaseTaxCode',
  'purchaseTax',
  'allowedHost',
] as const
/** The same question for one kind of document alone. */
const REVIEWED = ['invoice', 'credit', 'payment', 'expense', 'purchase-order'] as const
type OfKind = `review.${(typeof REVIEWED)[number]}`
type Name = (typeof NAMES)[number] | OfKind
const HINTS = {
  syncFrom: 'screen.settings.syncFromHint',
  nextInvoiceNumber: 'screen.settings.nextInvoiceNumberHint',
  maxRemovals: 'screen.settings.maxRemovalsHint',
  review: 'screen.settings.reviewHint',
  taxCode: 'screen.settings.taxCodeHint',
  purchaseTaxCode: 'screen.settings.purchaseTaxCodeHint',
  purchaseTax: 'screen.settings.purchaseTaxHint',
  allowedHost: 'screen.settings.allowedHostHint',
} as const

function textsOf(settings: Settings): Record<Name, string> {
  const names: Name[] = [...NAMES, ...REVIEWED.map((kind): OfKind => `review.${kind}`)]
  return Object.fromEntries(names.map((name) => [name, String(settings[name] ?? '')])) as Record<Name, string>
}

/** One of QuickBooks' active codes, by id or name; a chosen one that is no longer among them stays shown. */
function TaxCodeChoice({
  id,
  describedBy,
  chosen,
  codes,
  onChoose,
}: {
  id: string
  describedBy: string | undefined
  chosen: string
  codes: readonly { id: string; name: string }[]
  onChoose: (code: string) => void
}): ReactNode {
  const words = useWords()
  const isKnown = chosen === '' || codes.some((code) => code.id === chosen || code.name === chosen)
  return (
    <select id={id} aria-describedby={describedBy} value={chosen} onChange={(event) => onChoose(event.target.value)}>
      <option value="">{words.t('screen.settings.none')}</option>
      {isKnown ? null : <option value={chosen}>{chosen}</option>}
      {codes.map((code) => (
        <option key={code.id} value={chosen === code.name ? code.name : code.id}>
          {code.name}
        </option>
      ))}
    </select>
  )
}

/** What waits for a yes; `asAbove`: the name of the choice to follow the company's own. */
function ReviewChoice({
  id,
  describedBy,
  chosen,
  asAbove,
  onChoose,
}: {
  id: string
  describedBy: string | undefined
  chosen: string
  asAbove?: string
  onChoose: (review: string) => void
}): ReactNode {
  const words = useWords()
  return (
    <select id={id} aria-describedby={describedBy} value={chosen} onChange={(event) => onChoose(event.target.value)}>
      {asAbove !== undefined && <option value="">{asAbove}</option>}
      <option value="off">{words.t('screen.settings.reviewOff')}</option>
      <option value="removals">{words.t('screen.settings.reviewRemovals')}</option>
      <option value="all">{words.t('screen.settings.reviewAll')}</option>
    </select>
  )
}

/** From when documents count, how numbers continue, and how careful the program is. Only what was changed is saved. */
export function SyncSection({ status }: { status: CompanyStatus }): ReactNode {
  const words = useWords()
  const { bridge } = useBridge()
  const company = status.companyId
  const act = useAct()
  const [asked] = useAsked(() => bridge.settings({ company }), company)
  const [lists] = useAsked(() => bridge.booksLists({ company }), `${company} ${status.listsTurn}`)
  const [before, setBefore] = useState<Record<Name, string> | null>(null)
  const [texts, setTexts] = useState<Record<Name, string> | null>(null)
  const [saved, setSaved] = useState(false)
  const [shown, setShown] = useState<typeof asked.value>(null)
  if (asked.value && asked.value !== shown) {
    setShown(asked.value)
    setBefore(textsOf(asked.value))
    setTexts(textsOf(asked.value))
  }

  if (!texts || !before)
    return (
      <Section part="sync" title={words.t('screen.settings.sync')}>
        <p className="muted" role="status">
          {words.t('screen.settings.looking')}
        </p>
      </Section>
    )
  const changed = (Object.keys(before) as Name[]).filter((name) => texts[name].trim() !== before[name])
  const unfit = changed.filter((name) => parseSetting(`${name}=${texts[name].trim()}`) === null)
  const set = (name: Name, text: string): void => {
    setSaved(false)
    setTexts({ ...texts, [name]: text })
  }

  async function save(now: Record<Name, string>): Promise<void> {
    const change: Partial<Settings> = {}
    for (const name of changed) {
      const text = now[name].trim()
      // The empty text takes the choice for one kind away.
      Object.assign(change, name.startsWith('review.') ? { [name]: text } : parseSetting(`${name}=${text}`))
    }
    const outcome = await act.run('settings', () => bridge.setSettings({ company, settings: change }))
    if (!outcome.done) return
    setBefore(textsOf(outcome.value))
    setTexts(textsOf(outcome.value))
    setSaved(true)
  }

  const taxCodes = lists.value?.ok ? lists.value.value.taxCodes : []
  return (
    <Section part="sync" title={words.t('screen.settings.sync')}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (changed.length > 0 && unfit.length === 0) void save(texts)
        }}
      >
        {NAMES.map((name) => (
          <Field
            key={name}
            label={words.t(`screen.settings.${name}`)}
            hint={
              unfit.includes(name)
                ? words.t('screen.settings.unfit')
                : name === 'pollSeconds'
                  ? undefined
                  : words.t(HINTS[name])
            }
          >
            {({ id, describedBy }) =>
              name === 'purchaseTax' ? (
                <select
                  id={id}
                  aria-describedby={describedBy}
                  value={texts[name]}
                  onChange={(event) => set(name, event.target.value)}
                >
                  <option value="cost">{words.t('screen.settings.purchaseTaxInCost')}</option>
                  <option value="line">{words.t('screen.settings.purchaseTaxOnLine')}</option>
                </select>
              ) : name === 'review' ? (
                <ReviewChoice
                  id={id}
                  describedBy={describedBy}
                  chosen={texts[name]}
                  onChoose={(text) => set(name, text)}
                />
              ) : (name === 'taxCode' || name === 'purchaseTaxCode') && taxCodes.length > 0 ? (
                <TaxCodeChoice
                  id={id}
                  describedBy={describedBy}
                  chosen={texts[name]}
                  codes={taxCodes}
                  onChoose={(code) => set(name, code)}
                />
              ) : (
                <input
                  id={id}
                  aria-describedby={describedBy}
                  aria-invalid={unfit.includes(name)}
                  className="num"
                  type={name === 'syncFrom' ? 'date' : 'text'}
                  inputMode={name === 'pollSeconds' || name === 'maxRemovals' ? 'numeric' : undefined}
                  value={texts[name]}
                  maxLength={100}
                  autoComplete="off"
                  onChange={(event) => set(name, event.target.value)}
                />
              )
            }
          </Field>
        ))}
        <details>
          <summary>{words.t('screen.settings.reviewByKind')}</summary>
          {REVIEWED.map((kind) => (
            <Field key={kind} label={words.t(`months.sums.${kind}`)}>
              {({ id, describedBy }) => (
                <ReviewChoice
                  id={id}
                  describedBy={describedBy}
                  chosen={texts[`review.${kind}`]}
                  asAbove={words.t('screen.settings.reviewAsAbove')}
                  onChoose={(text) => set(`review.${kind}`, text)}
                />
              )}
            </Field>
          ))}
        </details>
        <div className={css['buttons']}>
          <Button type="submit" busy={act.busy !== null} disabled={changed.length === 0 || unfit.length > 0}>
            {words.t('screen.settings.save')}
          </Button>
          {saved && (
            <span role="status" className={css['saved']}>
              {words.t('screen.settings.saved')}
            </span>
          )}
        </div>
        <ActTrouble act={act} />
      </form>
    </Section>
  )
}
