import type { ReactNode } from 'react'
import { useId, useState } from 'react'
import { isDocumentKind } from '../../../shared/kinds.ts'
import type { OnlyInQuickBooks } from '../../../shared/month-books.ts'
import type { QueueRow } from '../../../shared/row.ts'
import { targetWord } from '../../../shared/words/target-word.ts'
import { useBridge } from '../../bridge/context.tsx'
import { ActTrouble } from '../../parts/act/act-trouble.tsx'
import { useAct } from '../../parts/act/use-act.ts'
import { Button } from '../../parts/button/button.tsx'
import { useWords } from '../../words/context.tsx'
import { fullNameOf } from '../queue/row-words.ts'
import css from './months.module.css'

const KIND_OF: Record<string, QueueRow['kind']> = {
  Invoice: 'invoice',
  CreditMemo: 'credit',
  Payment: 'payment',
  Purchase: 'expense',
  Bill: 'expense',
  PurchaseOrder: 'purchase-order',
}
/** So many documents are offered for linking, the likeliest first. */
const MOST = 40

/** What only QuickBooks has in a month, each with its two answers: it is one of Billdr's, or it has nothing to do with Billdr. */
export function OnlyThere({
  company,
  only,
  rows,
  onDone,
}: {
  company: string
  only: readonly OnlyInQuickBooks[]
  rows: readonly QueueRow[]
  onDone: () => void
}): ReactNode {
  const words = useWords()
  if (only.length === 0) return null
  const open = only.filter((each) => !each.notFromBilldr).length
  return (
    <section data-part="only">
      <h3>{open > 0 ? words.t('months.onlyCount', { count: open }) : words.t('months.onlyThere')}</h3>
      <ul className={css['only']}>
        {only.map((each) => (
          <OneOnly key={`${each.type} ${each.id}`} company={company} each={each} rows={rows} onDone={onDone} />
        ))}
      </ul>
    </section>
  )
}

function OneOnly({
  company,
  each,
  rows,
  onDone,
}: {
  company: string
  each: OnlyInQuickBooks
  rows: readonly QueueRow[]
  onDone: () => void
}): ReactNode {
  const words = useWords()
  const { bridge } = useBridge()
  const act = useAct()
  const id = useId()
  const [linking, setLinking] = useState(false)
  const { type, number, date, party, amount, currency } = each
  const said = [
    number === null ? targetWord(type, words) : `${targetWord(type, words)} ${number}`,
    party ?? '',
    date === null ? '' : words.day(date),
  ]
  const likely = linking ? likelyFor(each, rows) : []
  const [chosen, setChosen] = useState('')
  const row = likely.find(({ key }) => key === chosen) ?? likely[0] ?? null

  async function say(isSo: boolean): Promise<void> {
    const done = await act.run('say', () => bridge.notFromBilldr({ company, type, id: each.id, isSo }))
    if (done.done) onDone()
  }

  return (
    <li data-settled={each.notFromBilldr === true}>
      <span dir="auto">{said.filter(Boolean).join(' · ')}</span>
      <span className={`${css['amount']} num`}>{words.money(amount, currency)}</span>
      <span className={css['answers']}>
        {each.notFromBilldr ? (
          <>
            <span className="muted">{words.t('months.notFromBilldr')}</span>
            <Button variant="quiet" busy={act.busy === 'say'} onClick={() => void say(false)}>
              {words.t('months.sayAfterAll')}
            </Button>
          </>
        ) : linking ? (
          likely.length === 0 ? (
            <span className="muted">{words.t('months.noneToLink')}</span>
          ) : (
            <>
              <label htmlFor={id} className="out-of-sight">
                {words.t('months.linkWhich')}
              </label>
              <select id={id} value={row?.key} onChange={(event) => setChosen(event.target.value)}>
                {likely.map((found) => (
                  <option key={found.key} value={found.key}>
                    {[fullNameOf(found, words), found.party, words.money(found.amount ?? 0, found.currency)].join(
                      ' · ',
                    )}
                  </option>
                ))}
              </select>
              <Button
                variant="primary"
                busy={act.busy === 'link'}
                onClick={() =>
                  row &&
                  void act
                    .run('link', () => bridge.link({ company, key: row.key, quickbooksId: each.id }))
                    .then((done) => done.done && onDone())
                }
              >
                {words.t('months.linkNow')}
              </Button>
            </>
          )
        ) : (
          <>
            <Button onClick={() => setLinking(true)}>{words.t('months.linkOnly')}</Button>
            <Button busy={act.busy === 'say'} onClick={() => void say(true)}>
              {words.t('months.sayNot')}
            </Button>
          </>
        )}
      </span>
      <ActTrouble act={act} />
    </li>
  )
}

/** Billdr's documents of its kind that are not in QuickBooks, those of its amount first, then those of its party. */
function likelyFor({ type, amount, party, date }: OnlyInQuickBooks, rows: readonly QueueRow[]): QueueRow[] {
  const far = (row: QueueRow): number =>
    Math.abs((row.amount ?? 0) - amount) + (row.party === party ? 0 : 1) + (row.date === date ? 0 : 0.5)
  return rows
    .filter((row) => isDocumentKind(row.kind) && row.kind === KIND_OF[type] && row.quickbooks === null && !row.outside)
    .sort((one, other) => far(one) - far(other))
    .slice(0, MOST)
}
