import type { ReactNode } from 'react'
import type { BooksLists } from '../../../shared/bridge.ts'
import type { Mappings } from '../../../shared/mappings.ts'
import type { CompanyStatus } from '../../../shared/status.ts'
import { useBridge } from '../../bridge/context.tsx'
import { useAsked } from '../../live/use-asked.ts'
import { ActTrouble } from '../../parts/act/act-trouble.tsx'
import { useAct } from '../../parts/act/use-act.ts'
import { Picker } from '../../parts/picker/picker.tsx'
import { useWords } from '../../words/context.tsx'
import { Suggestion } from '../../parts/picker/suggestion.tsx'
import type { DefaultName } from './likely-default.ts'
import { likelyDefault, nameOfReference } from './likely-default.ts'
import { Line } from './default-line.tsx'
import { DepositLines } from './deposit-lines.tsx'
import { Section } from './section.tsx'
import css from './settings.module.css'

const NAMES = [
  'incomeItem',
  'purchaseItem',
  'expenseAccount',
  'depositAccount',
  'payableAccount',
  'receivableAccount',
  'cash',
  'cheque',
  'credit_card',
  'bank',
] as const
const ITEMS: ReadonlySet<DefaultName> = new Set(['incomeItem', 'purchaseItem'])

function isWay(name: DefaultName): name is keyof Defaults['paidWith'] {
  return name === 'cash' || name === 'cheque' || name === 'credit_card' || name === 'bank'
}

function valueOf(defaults: Defaults, name: DefaultName): string | undefined {
  return isWay(name) ? defaults.paidWith[name] : defaults[name]
}

/** The defaults with one of them changed; undefined takes it away. */
function withValue(defaults: Defaults, name: DefaultName, value: string | undefined): Defaults {
  const set = <T extends object>(before: T): T =>
    Object.fromEntries(Object.entries({ ...before, [name]: value }).filter(([, each]) => each !== undefined)) as T
  return isWay(name) ? { ...defaults, paidWith: set(defaults.paidWith) } : set(defaults)
}

const BY_CURRENCY = [
  { name: 'depositAccounts', word: 'depositAccount' },
  { name: 'payableAccounts', word: 'payableAccount' },
  { name: 'receivableAccounts', word: 'receivableAccount' },
] as const

/** The defaults with the account of one currency changed; undefined takes it away. */
function inCurrency(
  defaults: Defaults,
  name: 'depositAccounts' | 'payableAccounts' | 'receivableAccounts',
  currency: string,
  value: string | undefined,
): Defaults {
  const { [currency]: _before, ...others } = defaults[name] ?? {}
  return { ...defaults, [name]: value === undefined ? others : { ...others, [currency]: value } }
}

type Defaults = Mappings['defaults']

/** The accounts and items that are taken where a cost code or a way of paying has no choice of its own. */
export function DefaultsSection({ status }: { status: CompanyStatus }): ReactNode {
  const words = useWords()
  const { bridge } = useBridge()
  const company = status.companyId
  const act = useAct()
  const [asked, ask] = useAsked(
    async () => {
      const [mappings, lists] = await Promise.all([bridge.mappings({ company }), bridge.booksLists({ company })])
      return { mappings, lists: lists.ok ? lists.value : null }
    },
    `${company} ${status.listsTurn} ${status.source.lastReadAt ?? ''}`,
  )

  async function change(next: (defaults: Mappings['defaults']) => Mappings['defaults']): Promise<void> {
    const outcome = await act.run('defaults', async () => {
      const mappings = await bridge.mappings({ company })
      return bridge.setMappings({ company, mappings: { ...mappings, defaults: next(mappings.defaults) } })
    })
    if (outcome.done) ask()
  }

  const found = asked.value
  const lists: BooksLists | null = status.listsTurn === null ? null : (found?.lists ?? null)
  const accounts =
    lists?.accounts.map((account) => ({ id: account.id, name: account.name, detail: account.type })) ?? null
  return (
    <Section part="defaults" title={words.t('screen.settings.defaults')} hint={words.t('screen.settings.defaultsHint')}>
      {!found && (
        <p className="muted" role="status">
          {words.t('screen.settings.looking')}
        </p>
      )}
      {found && (
        <div className={css['defaults']}>
          {NAMES.map((name) => {
            const options = ITEMS.has(name) ? (lists?.items ?? null) : accounts
            const chosen = nameOfReference(valueOf(found.mappings.defaults, name), options ?? [])
            const likely = chosen === null && lists ? likelyDefault(name, lists) : null
            return (
              <Line key={name} label={words.t(`default.${name}`)}>
                <Picker
                  label={words.t(`default.${name}`)}
                  chosen={chosen}
                  options={options}
                  busy={act.busy !== null}
                  onChoose={(option) => void change((before) => withValue(before, name, `id:${option.id}`))}
                  onClear={() => void change((before) => withValue(before, name, undefined))}
                />
                {likely && (
                  <Suggestion
                    name={likely.name}
                    reason={likely.reason}
                    busy={act.busy !== null}
                    onTake={() => void change((before) => withValue(before, name, `id:${likely.id}`))}
                  />
                )}
              </Line>
            )
          })}
          <DepositLines company={company} accounts={accounts} act={act} />
          {(lists?.foreignCurrencies ?? []).flatMap((currency) =>
            BY_CURRENCY.map(({ name, word }) => {
              const options =
                lists?.accounts
                  .filter((account) => account.currency === currency)
                  .map((account) => ({ id: account.id, name: account.name, detail: account.type })) ?? []
              const label = `${words.t(`default.${word}`)} (${currency})`
              return (
                <Line key={label} label={label}>
                  <Picker
                    label={label}
                    chosen={nameOfReference(found.mappings.defaults[name]?.[currency], options)}
                    options={options}
                    busy={act.busy !== null}
                    onChoose={(option) =>
                      void change((before) => inCurrency(before, name, currency, `id:${option.id}`))
                    }
                    onClear={() => void change((before) => inCurrency(before, name, currency, undefined))}
                  />
                </Line>
              )
            }),
          )}
        </div>
      )}
      <ActTrouble act={act} />
    </Section>
  )
}
