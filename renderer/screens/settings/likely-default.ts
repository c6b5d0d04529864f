import type { BooksLists } from '../../../shared/bridge.ts'
import type { Mappings } from '../../../shared/mappings.ts'
import { folded } from '../../rows/folded.ts'

type Ways = keyof Mappings['defaults']['paidWith']
type ByCurrency = 'payableAccounts' | 'receivableAccounts' | 'depositAccounts' | 'paidWithAccounts'
export type DefaultName = Exclude<keyof Mappings['defaults'], 'paidWith' | ByCurrency> | Ways

interface Likely {
  types: readonly string[]
  names: RegExp
}

/** What kind of account each default is, and what bookkeepers call it, in English and French, without accents. */
const LIKELY: Record<Exclude<DefaultName, 'incomeItem' | 'purchaseItem'>, Likely> = {
  expenseAccount: {
    types: ['Expense', 'Cost of Goods Sold'],
    names: /^(job expenses|cost of goods sold|cout des|depenses de chantier)/,
  },
  depositAccount: { types: ['Other Current Asset', 'Bank'], names: /undeposited|non depose/ },
  payableAccount: { types: ['Accounts Payable'], names: /payable|fournisseurs/ },
  receivableAccount: { types: ['Accounts Receivable'], names: /receivable|clients/ },
  cash: { types: ['Bank', 'Other Current Asset'], names: /petty cash|cash on hand|petite caisse|encaisse/ },
  cheque: { types: ['Bank'], names: /chequ|check|operation|courant/ },
  credit_card: { types: ['Credit Card'], names: /master|visa|amex|carte/ },
  bank: { types: ['Bank'], names: /chequ|check|operation|courant/ },
}

const ITEMS: Record<'incomeItem' | 'purchaseItem', RegExp> = {
  incomeItem: /^services?$/,
  purchaseItem: /^(materials?|materiaux)$/,
}

/** The account or item that a default most likely is: the only one of its kind, or the one that is called so. Null: nothing to say. */
export function likelyDefault(
  name: DefaultName,
  lists: BooksLists,
): { id: string; name: string; reason: 'only-one' | 'similar-name' } | null {
  if (name === 'incomeItem' || name === 'purchaseItem') {
    const item = lists.items.find((each) => ITEMS[name].test(folded(each.name)))
    return item ? { ...item, reason: 'similar-name' } : null
  }
  const { types, names } = LIKELY[name]
  const kind = lists.accounts.filter((account) => types.includes(account.type))
  const [only] = kind
  if (only && kind.length === 1) return { id: only.id, name: only.name, reason: 'only-one' }
  const called = kind.find((account) => names.test(folded(account.name)))
  return called ? { id: called.id, name: called.name, reason: 'similar-name' } : null
}

type Named = readonly { id: string; name: string }[]

/** The name of what a mapping says: by id where it is one, as written otherwise. */
export function nameOfReference(text: string | undefined, list: Named): string | null {
  if (text === undefined) return null
  if (!text.startsWith('id:')) return text
  return list.find((each) => each.id === text.slice(3))?.name ?? text
}
