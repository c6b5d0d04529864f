import type { ReactNode } from 'react'
import type { Candidate } from '../../../shared/candidate.ts'
import type { DocumentKey } from '../../../shared/kinds.ts'
import type { Words } from '../../../shared/words/index.ts'
import { toTargetWord } from '../../../shared/words/target-word.ts'
import { useBridge } from '../../bridge/context.tsx'
import { useAsked } from '../../live/use-asked.ts'
import { Button } from '../../parts/button/button.tsx'
import { Picker } from '../../parts/picker/picker.tsx'
import { useWords } from '../../words/context.tsx'
import css from './problem-card.module.css'

/** "Invoice 1043 · Laurier · 4 March 2026 · 97.73", as it is found by any of its words. */
function nameOf({ type, number, party, date, amount }: Candidate, currency: string | null, words: Words): string {
  const what = number === null ? toTargetWord(type, words) : number
  const facts = [party, date === null ? null : words.day(date), amount === null ? null : words.money(amount, currency)]
  return [what, ...facts.filter((each) => each !== null)].join(' · ')
}

const REASONS = ['same-name', 'similar-name', 'same-email', 'same-phone'] as const

/** Chooses what a record is in QuickBooks by number, party, date, amount or any words; the likeliest stand first. */
export function LinkPicker({
  company,
  documentKey,
  currency,
  busy,
  onChoose,
  onCancel,
}: {
  company: string
  documentKey: DocumentKey
  currency: string | null
  busy: boolean
  onChoose: (quickbooksId: string) => void
  onCancel: () => void
}): ReactNode {
  const words = useWords()
  const { bridge } = useBridge()
  const [asked] = useAsked(() => bridge.candidates({ company, key: documentKey }), `${company} ${documentKey}`)
  const candidates = asked.value?.ok ? asked.value.value : null
  function detail({ measure }: Candidate): string {
    const reason = REASONS.find((each) => each === measure)
    return reason ? words.t(`screen.match.${reason}`) : words.measure(measure, currency)
  }
  return (
    <div className={css['actions']} role="group" aria-label={words.t('window.act.linkLabel')}>
      <Picker
        label={words.t('window.act.linkLabel')}
        chosen={null}
        busy={busy}
        options={
          candidates?.map((each) => ({
            id: `${each.type}|${each.id}`,
            name: nameOf(each, currency, words),
            detail: each.measure === '' ? '' : detail(each),
          })) ?? null
        }
        onChoose={({ id }) => onChoose(id.slice(id.indexOf('|') + 1))}
      />
      <Button variant="quiet" onClick={onCancel}>
        {words.t('window.act.cancel')}
      </Button>
    </div>
  )
}
