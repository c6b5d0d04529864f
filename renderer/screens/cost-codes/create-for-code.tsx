import { Plus } from 'lucide-react'
import type { ReactNode } from 'react'
import { useState } from 'react'
import type { BooksLists, CostCodeMatch } from '../../../shared/bridge.ts'
import { EXPENSE_ACCOUNT_TYPES } from '../../../shared/mappings.ts'
import { useBridge } from '../../bridge/context.tsx'
import { ActTrouble } from '../../parts/act/act-trouble.tsx'
import { useAct } from '../../parts/act/use-act.ts'
import { Button } from '../../parts/button/button.tsx'
import { useWords } from '../../words/context.tsx'
import css from './cost-codes.module.css'

/** Creates the account or item a code asks for: shown first, with where it goes, and made only by its button (rule K1). */
export function CreateForCode({
  company,
  code,
  what,
  lists,
  onDone,
}: {
  company: string
  code: CostCodeMatch
  what: 'item' | 'account'
  lists: BooksLists | null
  onDone: () => void
}): ReactNode {
  const words = useWords()
  const { bridge } = useBridge()
  const act = useAct()
  const [open, setOpen] = useState(false)
  const [parent, setParent] = useState('')
  const name = `${code.code} ${code.name}`
  const parents = (lists?.accounts ?? []).filter((account) =>
    what === 'account' ? EXPENSE_ACCOUNT_TYPES.includes(account.type) : account.type === 'Income',
  )
  const title = words.t(what === 'account' ? 'screen.costCodes.createAccount' : 'screen.costCodes.createItem', { name })

  if (!open)
    return (
      <button type="button" className={css['create']} onClick={() => setOpen(true)}>
        <Plus size={14} aria-hidden="true" />
        <span>{title}</span>
      </button>
    )
  return (
    <form
      className={css['form']}
      onSubmit={(event) => {
        event.preventDefault()
        void act
          .run('create', () => bridge.createForCostCode({ company, key: code.key, what, parent: parent || null }))
          .then((outcome) => outcome.done && onDone())
      }}
    >
      <b dir="auto">{title}</b>
      <label>
        <span>{words.t(what === 'account' ? 'screen.costCodes.below' : 'screen.costCodes.income')}</span>
        <select value={parent} onChange={(event) => setParent(event.target.value)}>
          <option value="">
            {words.t(what === 'account' ? 'screen.costCodes.top' : 'screen.costCodes.firstIncome')}
          </option>
          {parents.map((account) => (
            <option key={account.id} value={account.name}>
              {account.name}
            </option>
          ))}
        </select>
      </label>
      <div className={css['buttons']}>
        <Button type="submit" variant="primary" busy={act.busy !== null}>
          {words.t('screen.costCodes.create')}
        </Button>
        <Button variant="quiet" onClick={() => setOpen(false)}>
          {words.t('window.act.cancel')}
        </Button>
      </div>
      <ActTrouble act={act} />
    </form>
  )
}
