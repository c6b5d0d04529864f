import type { ReactNode } from 'react'
import { useMemo } from 'react'
import { KINDS } from '../../../shared/kinds.ts'
import { sumOf } from '../../../shared/money.ts'
import type { QueueRow } from '../../../shared/row.ts'
import type { CompanyStatus } from '../../../shared/status.ts'
import type { Screen } from '../../company/route.ts'
import { useBridge } from '../../bridge/context.tsx'
import { ActTrouble } from '../../parts/act/act-trouble.tsx'
import { useAct } from '../../parts/act/use-act.ts'
import { Button } from '../../parts/button/button.tsx'
import { useWords } from '../../words/context.tsx'
import { Section } from '../settings/section.tsx'
import { AsPosted } from './as-posted.tsx'
import css from './setup.module.css'

/** What the first run would send, kind by kind and each as it will be posted, and the one button that lets it go. */
export function FirstRun({
  status,
  rows,
  onGo,
}: {
  status: CompanyStatus
  rows: readonly QueueRow[]
  onGo: (screen: Screen) => void
}): ReactNode {
  const words = useWords()
  const { bridge } = useBridge()
  const act = useAct()
  const books = status.connection.companyName ?? 'QuickBooks'
  const ready = useMemo(() => rows.filter((row) => row.state === 'pending'), [rows])
  const kinds = useMemo(
    () =>
      KINDS.map((kind) => {
        const own = ready.filter((row) => row.kind === kind)
        const amounts = own.flatMap((row) => (row.amount === null ? [] : [row.amount]))
        const behind = rows.filter(
          (row) => row.kind === kind && (row.state === 'held' || row.state === 'failed'),
        ).length
        return { kind, ready: own.length, amount: amounts.length > 0 ? sumOf(amounts) : null, behind }
      }).filter((line) => line.ready > 0 || line.behind > 0),
    [rows, ready],
  )
  const behind = kinds.reduce((sum, line) => sum + line.behind, 0)

  async function send(): Promise<void> {
    const outcome = await act.run('send', () => bridge.pause({ company: status.companyId, until: null }))
    if (outcome.done) onGo('queue')
  }

  return (
    <Section title={words.t('screen.setup.preview', { books })} hint={words.t('screen.setup.later')}>
      <table className={css['preview']}>
        <thead>
          <tr>
            <th scope="col">{words.t('screen.setup.kind')}</th>
            <th scope="col">{words.t('screen.setup.ready')}</th>
            <th scope="col">{words.t('screen.setup.amount')}</th>
            <th scope="col">{words.t('screen.setup.waits')}</th>
          </tr>
        </thead>
        <tbody>
          {kinds.map((line) => (
            <tr key={line.kind}>
              <th scope="row">{words.kind(line.kind)}</th>
              <td className="num">{words.number(line.ready)}</td>
              <td className="num">{line.amount === null ? '' : words.money(line.amount)}</td>
              <td className="num">{words.number(line.behind)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{words.t('screen.setup.total')}</th>
            <td className="num">{words.number(ready.length)}</td>
            <td />
            <td className="num">{words.number(behind)}</td>
          </tr>
        </tfoot>
      </table>
      {ready.length === 0 && <p className="muted">{words.t('screen.setup.nothingReady')}</p>}
      <AsPosted company={status.companyId} ready={ready} />
      <div className={css['buttons']}>
        <Button variant="primary" disabled={ready.length === 0} busy={act.busy !== null} onClick={() => void send()}>
          {words.t('screen.setup.send', { count: ready.length, books })}
        </Button>
        <Button onClick={() => onGo('queue')}>{words.t('screen.setup.look')}</Button>
      </div>
      <ActTrouble act={act} />
    </Section>
  )
}
