import type { ReactNode } from 'react'
import type { GuardStatus } from '../../../shared/status.ts'
import type { CompanyStatus } from '../../../shared/status.ts'
import { useBridge } from '../../bridge/context.tsx'
import { ActTrouble } from '../../parts/act/act-trouble.tsx'
import { AskSure } from '../../parts/act/ask.tsx'
import { useAct } from '../../parts/act/use-act.ts'
import type { Removals } from '../banners/removals.ts'
import { Button } from '../../parts/button/button.tsx'
import { Dialog } from '../../parts/dialog/dialog.tsx'
import { useWords } from '../../words/context.tsx'
import css from '../undo/undo-dialog.module.css'
import { fullNameOf } from './row-words.ts'

/** All that a yes would void or delete in QuickBooks, line by line; each can be kept there, and the rest goes together. */
export function RemovalsDialog({
  status,
  guard,
  removals,
  onClose,
}: {
  status: CompanyStatus
  guard: GuardStatus
  removals: Removals
  onClose: () => void
}): ReactNode {
  const words = useWords()
  const { bridge } = useBridge()
  const act = useAct()
  const company = status.companyId
  const { rows, does, sums } = removals
  const title = words.t(`window.removals.title.${does}`)

  async function goOn(): Promise<void> {
    const keys = rows.map((row) => row.key)
    const ended = await act.run('confirm', () =>
      guard.problem.code === 'guard-export-shrank'
        ? bridge.confirmGuard({ company, guard: guard.id })
        : bridge.approve({ company, keys }),
    )
    if (ended.done) onClose()
  }

  return (
    <Dialog label={title} size="large" onClose={onClose}>
      <div className={css['undo']}>
        <h2>{title}</h2>
        <p className="muted">{words.t('window.removals.payments')}</p>
        <ul>
          {rows.map((row) => (
            <li key={row.key} data-key={row.key}>
              <span dir="auto">{fullNameOf(row, words)}</span>
              <span className="num">{row.amount === null ? '' : words.money(row.amount, row.currency)}</span>
              <Button
                busy={act.busy === row.key}
                onClick={() =>
                  void act.run(row.key, () =>
                    bridge.ignore({ company, keys: [row.key], reason: words.t('window.removals.kept') }),
                  )
                }
              >
                {words.t('window.removals.keep')}
              </Button>
            </li>
          ))}
        </ul>
        <ActTrouble act={act} />
        <AskSure
          submit={words.t(`window.removals.sure.${does}`, { count: rows.length, sums, company: status.name })}
          busy={act.busy === 'confirm'}
          onSubmit={() => void goOn()}
          onCancel={onClose}
        />
      </div>
    </Dialog>
  )
}
