import type { Address } from '../../../shared/domain.ts'
import type { CustomerDraft, VendorDraft } from '../../../shared/draft.ts'
import { startOf } from '../../../shared/text.ts'
import type { Body } from './body.ts'
import { refOf, withoutEmpty } from './lines.ts'

/** Customers, and sub-customers (`Job`) for projects (rules C1, C2). */
export function customerBody(draft: CustomerDraft): Body {
  return withoutEmpty({
    DisplayName: draft.displayName,
    CompanyName: cut(draft.companyName, 100),
    GivenName: nameOf(draft.givenName),
    FamilyName: nameOf(draft.familyName),
    PrimaryEmailAddr: emailOf(draft.email),
    PrimaryPhone: phoneOf(draft.phone),
    BillAddr: addressOf(draft.address),
    ShipAddr: addressOf(draft.site),
    Notes: draft.notes,
    ...(draft.parent ? { Job: true, ParentRef: refOf(draft.parent), BillWithParent: true } : {}),
    CurrencyRef: draft.currency === null ? null : { value: draft.currency },
  })
}

export function vendorBody(draft: VendorDraft): Body {
  return withoutEmpty({
    DisplayName: draft.displayName,
    CompanyName: cut(draft.companyName, 100),
    PrintOnCheckName: cut(draft.printAs, 110),
    PrimaryEmailAddr: emailOf(draft.email),
    PrimaryPhone: phoneOf(draft.phone),
    BillAddr: addressOf(draft.address),
    CurrencyRef: draft.currency === null ? null : { value: draft.currency },
  })
}

function cut(text: string | null, limit: number): string | null {
  return text === null ? null : startOf(text, limit)
}

/** QuickBooks refuses colons, tabs and line breaks in names of people too. */
function nameOf(name: string | null): string | null {
  return name === null ? null : cut(name.replace(/[:\t\r\n]+/g, ' ').trim(), 100)
}

/** An address that QuickBooks would refuse (2210) is left out rather than stopping the contact. */
function emailOf(email: string | null): { Address: string } | null {
  return email !== null && email.length <= 100 && /^[^@\s,;]+@[^@\s,;]+\.[^@\s,;.]+$/.test(email)
    ? { Address: email }
    : null
}

function phoneOf(phone: string | null): { FreeFormNumber: string } | null {
  return phone !== null && phone.trim() !== '' && phone.length <= 20 ? { FreeFormNumber: phone } : null
}

function addressOf(address: Address | null): Body | null {
  if (!address) return null
  const body = withoutEmpty({
    Line1: cut(address.line1, 500),
    Line2: cut(address.line2, 500),
    City: cut(address.city, 255),
    CountrySubDivisionCode: cut(address.region, 255),
    PostalCode: cut(address.postalCode, 30),
    Country: cut(address.country, 255),
  })
  return Object.keys(body).length > 0 ? body : null
}
