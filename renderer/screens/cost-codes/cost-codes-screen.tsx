import { CircleCheck, LoaderCircle, SearchX, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { useMemo, useState } from 'react'
import type { BooksLists, CostCodeMatch } from '../../../shared/bridge.ts'
import { parseKey } from '../../../shared/kinds.ts'
import { EXPENSE_ACCOUNT_TYPES } from '../../../shared/mappings.ts'
import type { CompanyStatus } from '../../../shared/status.ts'
import { useBridge } from '../../bridge/context.tsx'
import { useRows } from '../../live/context.tsx'
import { useAsked } from '../../live/use-asked.ts'
import { ActTrouble } from '../../parts/act/act-trouble.tsx'
import { useAct } from '../../parts/act/use-act.ts'
import { Count } from '../../parts/badge/count.tsx'
import { Button } from '../../parts/button/button.tsx'
import { Empty } from '../../parts/empty/empty.tsx'
import { Page, SearchField, Segments } from '../../parts/page/page.tsx'
import { Picker } from '../../parts/picker/picker.tsx'
import { Suggestion } from '../../parts/picker/suggestion.tsx'
import { useWords } from '../../words/context.tsx'
import { folded } from '../../rows/folded.ts'
import css from './cost-codes.module.css'
import { CreateForCode } from './create-for-code.tsx'

/** The side that a code needs which Billdr uses for one thing only. */
const SIDE_OF = { income: 'item', expense: 'account' } as const

/** Billdr's cost codes beside the items and accounts of QuickBooks that they go to (rule K1). */
export function CostCodesScreen({ status }: { status: CompanyStatus }): ReactNode {
  const words = useWords()
  const { bridge } = useBridge()
  const { rows } = useRows(status.companyId)
  const company = status.companyId
  const [asked, ask] = useAsked(
    async () => {
      const [codes, lists] = await Promise.all([bridge.costCodes({ company }), bridge.booksLists({ company })])
      return { codes, lists }
    },
    `${company} ${status.listsTurn} ${status.source.lastReadAt ?? ''}`,
  )
  const [only, setOnly] = useState<'all' | 'missing'>('all')
  const [text, setText] = useState('')

  // A code is missing where the queue holds it for that: an income-only code needs no account, and so on.
  const held = useMemo(
    () => new Set(rows.filter((row) => row.kind === 'cost-code' && row.state === 'held').map((row) => row.key)),
    [rows],
  )
  const answer = asked.value
  if (!answer) {
    return (
      <Page title={words.t('screen.costCodes.title')}>
        {asked.phase === 'failed' ? (
          <Empty icon={<TriangleAlert />} title={words.t('screen.match.failed')}>
            <Button onClick={ask}>{words.t('window.empty.again')}</Button>
          </Empty>
        ) : (
          <div role="status">
            <Empty icon={<LoaderCircle />} title={words.t('screen.match.loading')} />
          </div>
        )}
      </Page>
    )
  }
  if (!answer.codes.ok)
    return (
      <Page title={words.t('screen.costCodes.title')}>
        <Empty
          icon={<TriangleAlert />}
          title={words.problem(answer.codes.problem).title}
          text={words.problem(answer.codes.problem).explanation}
        />
      </Page>
    )

  const codes = answer.codes.value
  const lists = answer.lists.ok && status.listsTurn !== null ? answer.lists.value : null
  const missing = codes.filter((code) => held.has(code.key))
  const wanted = folded(text)
  const shown = (only === 'missing' ? missing : codes).filter((code) =>
    folded(`${code.code} ${code.name} ${code.item ?? ''} ${code.account ?? ''}`).includes(wanted),
  )
  return (
    <Page
      title={words.t('screen.costCodes.title')}
      about={words.t('screen.match.progress', { done: codes.length - missing.length, all: codes.length })}
      tools={
        <>
          <SearchField
            value={text}
            label={words.t('screen.match.searchLabel')}
            placeholder={words.t('screen.match.search')}
            onChange={setText}
          />
          <Segments
            label={words.t('screen.costCodes.title')}
            value={only}
            onChange={setOnly}
            options={[
              { value: 'all', name: words.t('screen.match.all'), count: <Count value={codes.length} /> },
              {
                value: 'missing',
                name: words.t('screen.match.missing'),
                count: <Count value={missing.length} tone="you" />,
              },
            ]}
          />
        </>
      }
    >
      {status.connection.state !== 'connected' && !lists?.accounts.length && (
        <p className={css['notice']}>{words.t('screen.match.offline')}</p>
      )}
      {shown.length === 0 ? (
        only === 'missing' && text === '' ? (
          <Empty icon={<CircleCheck />} title={words.t('screen.match.done')} text={words.t('screen.match.doneText')} />
        ) : (
          <Empty
            icon={<SearchX />}
            title={words.t('screen.match.nothing')}
            text={words.t('screen.match.nothingText')}
          />
        )
      ) : (
        <table className={css['table']}>
          <thead>
            <tr>
              <th scope="col">{words.t('screen.costCodes.code')}</th>
              <th scope="col">{words.t('screen.costCodes.name')}</th>
              <th scope="col" className={css['uses']}>
                {words.t('screen.costCodes.usedBy')}
              </th>
              <th scope="col">{words.t('screen.costCodes.item')}</th>
              <th scope="col">{words.t('screen.costCodes.account')}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((code) => (
              <CodeRow
                key={code.key}
                company={company}
                code={code}
                lists={lists}
                missing={held.has(code.key)}
                onChanged={ask}
              />
            ))}
          </tbody>
        </table>
      )}
    </Page>
  )
}

function CodeRow({
  company,
  code,
  lists,
  missing,
  onChanged,
}: {
  company: string
  code: CostCodeMatch
  lists: BooksLists | null
  missing: boolean
  onChanged: () => void
}): ReactNode {
  const words = useWords()
  const { bridge } = useBridge()
  const act = useAct()
  const billdrId = parseKey(code.key)?.billdrId ?? code.key
  const label = `${code.code} ${code.name}`
  const accounts = useMemo(
    () =>
      lists &&
      lists.accounts
        .filter((account) => EXPENSE_ACCOUNT_TYPES.includes(account.type))
        .map((account) => ({ id: account.id, name: account.name, detail: account.type })),
    [lists],
  )

  async function choose(side: 'item' | 'account', value: string | null): Promise<void> {
    const outcome = await act.run(side, async () => {
      // The mappings are read anew: another window may have changed another code meanwhile.
      const mappings = await bridge.mappings({ company })
      const { [side]: _, ...rest } = mappings.costCodes[billdrId] ?? {}
      const next = value === null ? rest : { ...rest, [side]: value }
      return bridge.setMappings({
        company,
        mappings: { ...mappings, costCodes: { ...mappings.costCodes, [billdrId]: next } },
      })
    })
    if (outcome.done) onChanged()
  }

  const suggested = (side: 'item' | 'account'): ReactNode =>
    code.suggestions.map((each) => {
      const name = each[side]
      const found =
        name === null
          ? undefined
          : (side === 'item' ? lists?.items : lists?.accounts)?.find((option) => option.name === name)
      return (
        name !== null && (
          <Suggestion
            key={name}
            name={name}
            reason={each.reason}
            confidence={each.confidence}
            busy={act.busy !== null}
            onTake={() => void choose(side, found ? `id:${found.id}` : name)}
          />
        )
      )
    })

  return (
    <tr data-missing={missing} data-key={code.key}>
      <th scope="row" className="num">
        {missing && <TriangleAlert size={14} aria-hidden="true" />}
        {code.code}
        {missing && <span className="out-of-sight"> {words.t('screen.match.missing')}</span>}
      </th>
      <td dir="auto">{code.name}</td>
      <td className={`num ${css['uses']}`}>{words.t('screen.costCodes.uses', { count: code.usedBy })}</td>
      {(['item', 'account'] as const).map((side) => (
        <td key={side}>
          {code[side] === null && code.usedFor !== 'both' && SIDE_OF[code.usedFor] !== side && (
            <span className={css['notNeeded']}>
              {words.t(side === 'item' ? 'screen.costCodes.noIncome' : 'screen.costCodes.noExpense')}
            </span>
          )}
          {(code[side] !== null || code.usedFor === 'both' || SIDE_OF[code.usedFor] === side) && (
            <Picker
              label={`${words.t(side === 'item' ? 'screen.costCodes.item' : 'screen.costCodes.account')}, ${words.t('screen.match.chooseFor', { name: label })}`}
              chosen={code[side]}
              options={side === 'item' ? (lists?.items ?? null) : accounts}
              busy={act.busy !== null}
              onChoose={(option) => void choose(side, `id:${option.id}`)}
              onClear={() => void choose(side, null)}
              more={(close) => (
                <CreateForCode
                  company={company}
                  code={code}
                  what={side}
                  lists={lists}
                  onDone={() => {
                    close()
                    onChanged()
                  }}
                />
              )}
            />
          )}
          {code[side] === null && <div className={css['suggestions']}>{suggested(side)}</div>}
        </td>
      ))}
      {(act.problem ?? act.fault) && (
        <td className={css['trouble']}>
          <ActTrouble act={act} />
        </td>
      )}
    </tr>
  )
}
