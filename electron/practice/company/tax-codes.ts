import type { Change } from '../storage/practice-books.ts'
import type { Fields, Stored } from '../entities/json.ts'
import type { CompanySettings } from './settings.ts'

interface TaxSeed {
  id: string
  name: string
  description: string
  /** Name, percent; the rates of one code are charged beside each other. */
  rates: { name: string; percent: string }[]
  sales: boolean
  purchases: boolean
  active?: false
  hidden?: true
}

const CANADIAN_TAX: readonly TaxSeed[] = [
  {
    id: '2',
    name: 'Exempt',
    description: 'Exempt from tax',
    rates: [{ name: 'Exempt', percent: '0' }],
    sales: true,
    purchases: true,
  },
  {
    id: '3',
    name: 'Zero-rated',
    description: 'Taxed at nothing',
    rates: [{ name: 'Zero-rated', percent: '0' }],
    sales: true,
    purchases: true,
  },
  {
    id: '4',
    name: 'Out of Scope',
    description: 'No tax is reported',
    rates: [{ name: 'Out of Scope', percent: '0' }],
    sales: true,
    purchases: true,
  },
  {
    id: '5',
    name: 'GST',
    description: 'Goods and services tax',
    rates: [{ name: 'GST', percent: '5' }],
    sales: true,
    purchases: true,
  },
  {
    id: '6',
    name: 'HST ON',
    description: 'Harmonized sales tax, Ontario',
    rates: [{ name: 'HST ON', percent: '13' }],
    sales: true,
    purchases: true,
  },
  {
    id: '7',
    name: 'HST NS',
    description: 'Harmonized sales tax, Nova Scotia',
    rates: [{ name: 'HST NS', percent: '14' }],
    sales: true,
    purchases: true,
  },
  {
    id: '8',
    name: 'GST/QST QC - 9.975',
    description: 'GST and Quebec sales tax',
    rates: [
      { name: 'GST (QC)', percent: '5' },
      { name: 'QST', percent: '9.975' },
    ],
    sales: true,
    purchases: true,
  },
  {
    id: '9',
    name: 'QST QC - 9.975',
    description: 'Quebec sales tax alone, on sales',
    rates: [{ name: 'QST (sales)', percent: '9.975' }],
    sales: true,
    purchases: false,
  },
  {
    id: '10',
    name: 'GST/PST BC',
    description: 'GST and provincial tax, British Columbia',
    rates: [
      { name: 'GST (BC)', percent: '5' },
      { name: 'PST BC', percent: '7' },
    ],
    sales: true,
    purchases: true,
  },
  {
    id: '11',
    name: 'HST NB 2010',
    description: 'No longer charged',
    rates: [{ name: 'HST NB 2010', percent: '13' }],
    sales: true,
    purchases: true,
    active: false,
  },
]

const AMERICAN_TAX: readonly TaxSeed[] = [
  {
    id: 'TAX',
    name: 'TAX',
    description: 'Taxable',
    rates: [
      { name: 'California State', percent: '6' },
      { name: 'San Francisco County', percent: '2.625' },
    ],
    sales: true,
    purchases: false,
  },
  { id: 'NON', name: 'NON', description: 'Not taxable', rates: [], sales: true, purchases: false },
  {
    id: 'CustomSalesTax',
    name: 'CustomSalesTax',
    description: 'CustomSalesTax',
    rates: [],
    sales: true,
    purchases: false,
  },
  {
    id: '2',
    name: 'California',
    description: 'California',
    rates: [{ name: 'California', percent: '8' }],
    sales: true,
    purchases: false,
  },
]

function taxEntities(seeds: readonly TaxSeed[], stamp: string): Change[] {
  const MetaData = { CreateTime: stamp, LastUpdatedTime: stamp }
  const changes: Change[] = []
  let rateId = 0
  for (const seed of seeds) {
    const makeRates = (side: 'Sales' | 'Purchase'): Fields => ({
      TaxRateDetail: seed.rates.map((rate, index): Fields => {
        rateId += 1
        const name = side === 'Sales' ? rate.name : `${rate.name} (purchases)`
        const entity: Stored = {
          Id: String(rateId),
          SyncToken: '0',
          MetaData,
          Name: name,
          Description: name,
          Active: seed.active ?? true,
          RateValue: Number(rate.percent),
          AgencyRef: { value: '1' },
          SpecialTaxType: Number(rate.percent) === 0 ? 'ZERO_RATE' : 'NONE',
          DisplayType: 'ReadOnly',
          EffectiveTaxRate: [],
        }
        changes.push({ put: 'TaxRate', entity })
        return { TaxRateRef: { value: String(rateId), name }, TaxTypeApplicable: 'TaxOnAmount', TaxOrder: index }
      }),
    })
    const entity: Stored = {
      Id: seed.id,
      SyncToken: '0',
      MetaData,
      Name: seed.name,
      Description: seed.description,
      Active: seed.active ?? true,
      Hidden: seed.hidden ?? false,
      Taxable: seed.id !== 'NON',
      TaxGroup: !/^[A-Z]/.test(seed.id),
      SalesTaxRateList: seed.sales ? makeRates('Sales') : { TaxRateDetail: [] },
      PurchaseTaxRateList: seed.purchases ? makeRates('Purchase') : { TaxRateDetail: [] },
    }
    changes.push({ put: 'TaxCode', entity })
  }
  return changes
}

const FRENCH: Readonly<Record<string, string>> = {
  Exempt: 'Exonéré',
  'Zero-rated': 'Détaxé',
  'Out of Scope': 'Hors champ',
  GST: 'TPS',
  'HST ON': 'TVH ON',
  'HST NS': 'TVH N.-É.',
  'GST/QST QC - 9.975': 'TPS/TVQ QC - 9,975',
  'QST QC - 9.975': 'TVQ QC - 9,975',
  'GST/PST BC': 'TPS/TVP C.-B.',
  'HST NB 2010': 'TVH N.-B. 2010',
}

/** The codes as a company has them: each has its own language, and may hide or lack what another one has. */
function canadianTax(codes: CompanySettings['taxCodes']): readonly TaxSeed[] {
  switch (codes) {
    case 'english':
      return CANADIAN_TAX
    case 'french':
      return CANADIAN_TAX.map((seed) => ({ ...seed, name: FRENCH[seed.name] ?? seed.name }))
    case 'exempt-only':
      return CANADIAN_TAX.filter((seed) => seed.name !== 'Out of Scope' && seed.name !== 'Zero-rated')
    case 'hidden':
      return CANADIAN_TAX.map((seed) => (seed.name === 'Out of Scope' ? { ...seed, hidden: true } : seed))
  }
}

/** The tax codes of the company's set-up; a Canadian company that tracks no tax has none. */
export function taxCodeChanges(settings: CompanySettings, stamp: string): Change[] {
  if (settings.country === 'US') return taxEntities(AMERICAN_TAX, stamp)
  return settings.tax === 'tracked' ? taxEntities(canadianTax(settings.taxCodes), stamp) : []
}
