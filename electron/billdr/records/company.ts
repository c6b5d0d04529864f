import type { BilldrCompany } from '../../../shared/domain.ts'
import type { Fields } from './fields.ts'

/** The contractor, as the manifest and the local API state it. Everything is required; what is wrong is noted in the fields. */
export function readCompany(fields: Fields): BilldrCompany {
  return {
    id: fields.id('id'),
    name: fields.text('name'),
    country: fields.oneOf('country', ['CA', 'US']),
    currency: fields.currency('currency'),
    locale: fields.matching('locale', /^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*$/, 'text'),
  }
}
