import { AMOUNT, DAY, FLAG, NUMBER, oneOf, plainText, ref, SYSTEM, text, type FieldSet } from './fields.ts'
import { ADDRESS, CURRENCY, CUSTOM_FIELDS, EMAIL, ENTITY, PHONE, WEB } from './fields-shared.ts'

/** What Customer and Vendor share (facts §1.1: lengths and characters). */
const NAME = {
  ...ENTITY,
  CustomField: CUSTOM_FIELDS, Organization: SYSTEM, Title: plainText(16), GivenName: plainText(100), MiddleName: plainText(100), FamilyName: plainText(100),
  Suffix: plainText(16), FullyQualifiedName: SYSTEM, CompanyName: text(100), DisplayName: plainText(500), PrintOnCheckName: plainText(110), UserId: SYSTEM,
  Active: FLAG, PrimaryPhone: PHONE, AlternatePhone: PHONE, Mobile: PHONE, Fax: PHONE, PrimaryEmailAddr: EMAIL, WebAddr: WEB, OtherContactInfo: SYSTEM,
  DefaultTaxCodeRef: ref('TaxCode'), BillAddr: ADDRESS, OtherAddr: ADDRESS, ContactName: text(100), AltContactName: text(100), Notes: text(2000),
  AcctNum: text(100), CurrencyRef: CURRENCY, Balance: SYSTEM, GSTIN: text(15), GSTRegistrationType: text(50), BusinessNumber: text(10), Source: text(30),
  V4IDPseudonym: SYSTEM, ClientEntityId: SYSTEM, IntuitId: SYSTEM, TotalRevenue: SYSTEM, TotalExpense: SYSTEM,
}

export const CUSTOMER: FieldSet = {
  name: 'Customer',
  fields: {
    ...NAME, Taxable: FLAG, ShipAddr: ADDRESS, Job: FLAG, BillWithParent: FLAG, RootCustomerRef: SYSTEM, ParentRef: ref('Customer'), Level: SYSTEM,
    CustomerTypeRef: ref('any'), SalesTermRef: ref('Term'), SalesRepRef: ref('any'), TaxGroupCodeRef: ref('any'), TaxRateRef: ref('TaxRate'),
    PaymentMethodRef: ref('PaymentMethod'), CCDetail: SYSTEM, PriceLevelRef: ref('any'), OpenBalanceDate: DAY, BalanceWithJobs: SYSTEM, CreditLimit: AMOUNT,
    OverDueBalance: SYSTEM, PreferredDeliveryMethod: text(30), ResaleNum: text(16), JobInfo: SYSTEM, TDSEnabled: FLAG, CustomerEx: SYSTEM,
    SecondaryTaxIdentifier: text(40), PrimaryTaxIdentifier: text(40), ARAccountRef: ref('Account'), TaxExemptionReasonId: text(20), IsProject: SYSTEM,
    ClientCompanyId: SYSTEM, TxnPaymentLink: SYSTEM,
  },
}

export const VENDOR: FieldSet = {
  name: 'Vendor',
  fields: {
    ...NAME, ShipAddr: ADDRESS, TaxCountry: text(50), TaxIdentifier: text(20), TaxIdEffectiveDate: DAY, TermRef: ref('Term'), PrefillAccountRef: SYSTEM,
    OpenBalanceDate: DAY, CreditLimit: AMOUNT, Vendor1099: FLAG, T4AEligible: FLAG, T5018Eligible: FLAG, VendorType: text(50), APAccountRef: ref('Account'),
    VendorEx: SYSTEM, TaxReportingBasis: text(50), VendorPaymentBankDetail: SYSTEM, BillRate: NUMBER, CostRate: NUMBER, HasTPAR: FLAG, TDSEnabled: FLAG,
    TDSEntityTypeId: NUMBER, TDSSectionTypeId: NUMBER, TDSOverrideThreshold: FLAG, OtherAddress: SYSTEM, PaymentMethod: SYSTEM,
  },
}

const ACCOUNT_TYPES = [
  'Bank', 'Accounts Receivable', 'Other Current Asset', 'Fixed Asset', 'Other Asset', 'Accounts Payable', 'Credit Card', 'Other Current Liability',
  'Long Term Liability', 'Equity', 'Income', 'Other Income', 'Cost of Goods Sold', 'Expense', 'Other Expense',
]

export const ACCOUNT: FieldSet = {
  name: 'Account',
  fields: {
    ...ENTITY, CustomField: CUSTOM_FIELDS, Name: plainText(100), SubAccount: FLAG, ParentRef: ref('Account'), Description: text(100), FullyQualifiedName: SYSTEM,
    AccountAlias: text(100), TxnLocationType: text(50), Active: FLAG, Classification: SYSTEM, AccountType: oneOf(...ACCOUNT_TYPES), AccountSubType: text(100),
    AccountPurposes: SYSTEM, AcctNum: text(20), AcctNumExtn: text(20), BankNum: text(50), OpeningBalance: AMOUNT, OpeningBalanceDate: DAY,
    CurrentBalance: SYSTEM, CurrentBalanceWithSubAccounts: SYSTEM, CurrencyRef: CURRENCY, TaxAccount: FLAG, TaxCodeRef: ref('TaxCode'), OnlineBankingEnabled: FLAG,
    FIName: text(100), JournalCodeRef: ref('any'), AccountEx: SYSTEM,
  },
}

export const ITEM: FieldSet = {
  name: 'Item',
  fields: {
    ...ENTITY, CustomField: CUSTOM_FIELDS, Name: plainText(100), Sku: text(100), Description: text(4000), Active: FLAG, SubItem: FLAG, ParentRef: ref('Item'),
    Level: SYSTEM, FullyQualifiedName: SYSTEM, Taxable: FLAG, SalesTaxIncluded: FLAG, PercentBased: FLAG, UnitPrice: NUMBER, RatePercent: NUMBER,
    Type: oneOf('Service', 'NonInventory', 'Inventory', 'Category'), PaymentMethodRef: ref('PaymentMethod'), UOMSetRef: ref('any'),
    IncomeAccountRef: ref('Account'), PurchaseDesc: text(1000), PurchaseTaxIncluded: FLAG, PurchaseCost: NUMBER, ExpenseAccountRef: ref('Account'),
    COGSAccountRef: ref('Account'), AssetAccountRef: ref('Account'), PrefVendorRef: ref('Vendor'), AvgCost: NUMBER, TrackQtyOnHand: FLAG, QtyOnHand: NUMBER,
    QtyOnPurchaseOrder: SYSTEM, QtyOnSalesOrder: SYSTEM, ReorderPoint: NUMBER, ManPartNum: text(100), DepositToAccountRef: ref('Account'),
    SalesTaxCodeRef: ref('TaxCode'), PurchaseTaxCodeRef: ref('TaxCode'), InvStartDate: DAY, BuildPoint: NUMBER, PrintGroupedItems: FLAG, SpecialItem: FLAG,
    SpecialItemType: text(50), ItemGroupDetail: SYSTEM, ItemAssemblyDetail: SYSTEM, AbatementRate: NUMBER, ReverseChargeRate: NUMBER, ServiceType: text(50),
    ItemCategoryType: text(50), ItemEx: SYSTEM, TaxClassificationRef: ref('any'), UQCDisplayText: text(50), UQCId: text(50), ClassRef: ref('Class'), Source: text(30),
    DeferredRevenue: FLAG,
  },
}

export const PAYMENT_METHOD: FieldSet = {
  name: 'PaymentMethod',
  fields: { ...ENTITY, Name: plainText(31), Active: FLAG, Type: oneOf('CREDIT_CARD', 'NON_CREDIT_CARD'), PaymentMethodEx: SYSTEM },
}
