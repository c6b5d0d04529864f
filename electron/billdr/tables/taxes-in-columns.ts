import Big from 'big.js'
import { centsFromDecimal } from '../../../shared/money.ts'
import { plainDecimal } from '../written/decimals.ts'
import { plainName } from '../records/names.ts'

/** Sales taxes of Canada by their names in both languages, with the rates in force since 2016 (Canada Revenue Agency, Revenu Québec). */
const KNOWN: { name: string; rates: readonly string[] }[] = [
  { name: 'TPS', rates: ['5'] },
  { name: 'GST', rates: ['5'] },
  { name: 'TVQ', rates: ['9.975'] },
  { name: 'QST', rates: ['9.975'] },
  { name: 'TVH', rates: ['13', '14', '15'] },
  { name: 'HST', rates: ['13', '14', '15'] },
  { name: 'TVP', rates: ['6', '7'] },
  { name: 'PST', rates: ['6', '7'] },
]

const PER_CENT = 100_000n
const RATES = new Map(
  KNOWN.map(({ name, rates }) => [
    name,
    rates.map((rate) => ({ rate, thousandths: BigInt(new Big(rate).times(1000).toFixed(0)) })),
  ]),
)

/** What begins like the column of a tax but is about none. */
const NO_TAX = new Set(['number', 'id', 'code', 'total', 'totale', 'amount', 'rate', 'name'])

export interface TaxColumn {
  tax: string
  holds: 'amount' | 'rate'
}

/**
 * The tax that a column is about: `tax_<name>` and `tax_<name>_rate` as in the contract's samples (also `taxTps`), and the names of
 * Canada's sales taxes by themselves ("TPS", "Taux TVQ", "GST amount"). Null where it is about none.
 */
export function taxColumn(header: string): TaxColumn | null {
  const contract = /^(?:tax|taxe)[_ ]([\p{L}\p{N}][\p{L}\p{N}_ .-]{0,40}?)(?:[_ ](rate|taux))?$/iu.exec(
    header.trim().replace(/(?<=\p{Ll})(?=\p{Lu})/gu, '_'),
  )
  if (contract && !NO_TAX.has(plainName(contract[1] ?? ''))) {
    const plain = plainName(contract[1] ?? '')
    const known = KNOWN.find(({ name }) => plainName(name) === plain)
    return {
      tax: known?.name ?? (contract[1] ?? '').replaceAll('_', ' ').toUpperCase(),
      holds: contract[2] ? 'rate' : 'amount',
    }
  }
  const plain = plainName(header)
  for (const { name } of KNOWN) {
    const bare = plainName(name)
    if ([bare, `montant${bare}`, `${bare}amount`, `montantdela${bare}`].includes(plain))
      return { tax: name, holds: 'amount' }
    if ([`taux${bare}`, `${bare}rate`, `taux${bare}%`, `${bare}%`].includes(plain)) return { tax: name, holds: 'rate' }
  }
  return null
}

/**
 * The rate of a tax, where a table gives only its amount: the legal one that gives this amount to the cent, or one cent
 * beside it (Billdr rounds line by line); else the amount's share of the subtotal, to three decimals. "0" without a
 * subtotal, and where either is no amount of money.
 */
export function rateOf(tax: string, amount: string, subtotal: string): string {
  const [part, base] = [centsFromDecimal(amount), centsFromDecimal(subtotal)]
  if (part === null || base === null || base === 0) return '0'
  const legal = RATES.get(tax)?.find(({ thousandths }) =>
    isWithinACent(BigInt(base) * thousandths, BigInt(part) * PER_CENT),
  )
  return legal?.rate ?? plainDecimal(new Big(amount).times(100).div(subtotal).abs().toFixed(3)) ?? '0'
}

/** Both in hundred-thousandths of a cent. */
function isWithinACent(one: bigint, other: bigint): boolean {
  const apart = one - other
  return apart <= PER_CENT && apart >= -PER_CENT
}
