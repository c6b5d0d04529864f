import {
  AMOUNT,
  DAY,
  FLAG,
  list,
  NUMBER,
  object,
  oneOf,
  ref,
  SYSTEM,
  text,
  type Field,
  type FieldSet,
} from './fields.ts'

/** Properties of every entity. Id, SyncToken and sparse are read before the body is checked. */
export const ENTITY: Record<string, Field> = {
  Id: SYSTEM,
  SyncToken: SYSTEM,
  MetaData: SYSTEM,
  domain: SYSTEM,
  sparse: SYSTEM,
  status: SYSTEM,
  NameAndId: SYSTEM,
  Overview: SYSTEM,
  HeaderLite: SYSTEM,
  HeaderFull: SYSTEM,
}

const CUSTOM_FIELD: FieldSet = {
  name: 'CustomField',
  fields: {
    DefinitionId: text(10),
    Name: text(100),
    Type: text(30),
    StringValue: text(31),
    BooleanValue: FLAG,
    NumberValue: NUMBER,
    DateValue: DAY,
  },
}
export const CUSTOM_FIELDS: Field = list(CUSTOM_FIELD)

export const ADDRESS: Field = object({
  name: 'PhysicalAddress',
  fields: {
    Id: SYSTEM,
    Line1: text(500),
    Line2: text(500),
    Line3: text(500),
    Line4: text(500),
    Line5: text(500),
    City: text(255),
    Country: text(255),
    CountryCode: text(255),
    CountrySubDivisionCode: text(255),
    County: text(255),
    PostalCode: text(30),
    PostalCodeSuffix: text(30),
    Lat: text(30),
    Long: text(30),
    Tag: text(100),
    Note: text(500),
  },
})

export const PHONE: Field = object({
  name: 'TelephoneNumber',
  fields: {
    Id: SYSTEM,
    DeviceType: text(30),
    CountryCode: text(30),
    AreaCode: text(30),
    ExchangeCode: text(30),
    Extension: text(30),
    FreeFormNumber: text(30),
    Default: FLAG,
    Tag: text(100),
  },
})

export const EMAIL: Field = object({
  name: 'EmailAddress',
  fields: { Id: SYSTEM, Address: text(100), Default: FLAG, Tag: text(100) },
})
export const WEB: Field = object({
  name: 'WebSiteAddress',
  fields: { Id: SYSTEM, URI: text(1000), Default: FLAG, Tag: text(100) },
})
export const MEMO: Field = object({ name: 'MemoRef', fields: { value: text(1000), id: text(100) } })
export const CURRENCY: Field = { kind: 'ref', to: 'any' }

const LINKED_TXN: FieldSet = { name: 'LinkedTxn', fields: { TxnId: text(30), TxnType: text(50), TxnLineId: text(30) } }
const LINKED_TXNS: Field = list(LINKED_TXN)

const SALES_ITEM: FieldSet = {
  name: 'SalesItemLineDetail',
  fields: {
    ItemRef: ref('Item'),
    ClassRef: ref('Class'),
    UnitPrice: NUMBER,
    RatePercent: NUMBER,
    PriceLevelRef: ref('any'),
    MarkupInfo: SYSTEM,
    Qty: NUMBER,
    UOMRef: ref('any'),
    ItemAccountRef: ref('Account'),
    InventorySiteRef: ref('any'),
    TaxCodeRef: ref('TaxCode'),
    TaxClassificationRef: ref('any'),
    ServiceDate: DAY,
    DiscountRate: NUMBER,
    DiscountAmt: AMOUNT,
    TaxInclusiveAmt: AMOUNT,
    DeferredRevenue: FLAG,
    RetainageAmount: AMOUNT,
    SalesItemLineDetailEx: SYSTEM,
  },
}

const BILLABLE = oneOf('Billable', 'NotBillable', 'HasBeenBilled')

const ACCOUNT_EXPENSE: FieldSet = {
  name: 'AccountBasedExpenseLineDetail',
  fields: {
    AccountRef: ref('Account'),
    CustomerRef: ref('Customer'),
    ClassRef: ref('Class'),
    BillableStatus: BILLABLE,
    MarkupInfo: SYSTEM,
    TaxAmount: AMOUNT,
    TaxCodeRef: ref('TaxCode'),
    TaxInclusiveAmt: AMOUNT,
    ExpenseDetailLineDetailEx: SYSTEM,
  },
}

const ITEM_EXPENSE: FieldSet = {
  name: 'ItemBasedExpenseLineDetail',
  fields: {
    ItemRef: ref('Item'),
    ClassRef: ref('Class'),
    UnitPrice: NUMBER,
    RatePercent: NUMBER,
    PriceLevelRef: ref('any'),
    MarkupInfo: SYSTEM,
    Qty: NUMBER,
    UOMRef: ref('any'),
    ItemAccountRef: ref('Account'),
    InventorySiteRef: ref('any'),
    TaxCodeRef: ref('TaxCode'),
    CustomerRef: ref('Customer'),
    BillableStatus: BILLABLE,
    TaxInclusiveAmt: AMOUNT,
    ItemReceiptRef: ref('any'),
    ItemBasedExpenseLineDetailEx: SYSTEM,
  },
}

/** A purchase order bills nobody: its lines are said to be not billable, and nothing else (PQ, RUC). */
function notBillable(set: FieldSet): FieldSet {
  return { ...set, fields: { ...set.fields, BillableStatus: oneOf('NotBillable') } }
}

const TAX_LINE_DETAIL: FieldSet = {
  name: 'TaxLineDetail',
  fields: {
    TaxRateRef: ref('TaxRate'),
    PercentBased: FLAG,
    TaxPercent: NUMBER,
    NetAmountTaxable: AMOUNT,
    TaxInclusiveAmount: AMOUNT,
    OverrideDeltaAmount: AMOUNT,
    ServiceDate: DAY,
  },
}

const LINE_PARTS: Record<string, Field> = {
  Id: text(30),
  LineNum: NUMBER,
  Description: text(4000),
  Amount: AMOUNT,
  Received: SYSTEM,
  LinkedTxn: LINKED_TXNS,
  DetailType: text(50),
  CustomField: CUSTOM_FIELDS,
  CustomExtensions: SYSTEM,
  LineEx: SYSTEM,
  ProjectRef: ref('any'),
}

const DESCRIPTION: Field = object({
  name: 'DescriptionLineDetail',
  fields: { ServiceDate: DAY, TaxCodeRef: ref('TaxCode') },
})

export const SALES_LINES: Field = list({
  name: 'Line',
  fields: {
    ...LINE_PARTS,
    SalesItemLineDetail: object(SALES_ITEM),
    GroupLineDetail: SYSTEM,
    DescriptionLineDetail: DESCRIPTION,
    DiscountLineDetail: object({
      name: 'DiscountLineDetail',
      fields: {
        PercentBased: FLAG,
        DiscountPercent: NUMBER,
        DiscountAccountRef: ref('Account'),
        ClassRef: ref('Class'),
        TaxCodeRef: ref('TaxCode'),
        Discount: SYSTEM,
      },
    }),
    SubTotalLineDetail: SYSTEM,
    TaxLineDetail: object(TAX_LINE_DETAIL),
  },
})

export const EXPENSE_LINES: Field = list({
  name: 'Line',
  fields: {
    ...LINE_PARTS,
    AccountBasedExpenseLineDetail: object(ACCOUNT_EXPENSE),
    ItemBasedExpenseLineDetail: object(ITEM_EXPENSE),
    GroupLineDetail: SYSTEM,
    DescriptionLineDetail: DESCRIPTION,
    TaxLineDetail: object(TAX_LINE_DETAIL),
  },
})

export const ORDER_LINES: Field = list({
  name: 'Line',
  fields: {
    ...LINE_PARTS,
    AccountBasedExpenseLineDetail: object(notBillable(ACCOUNT_EXPENSE)),
    ItemBasedExpenseLineDetail: object(notBillable(ITEM_EXPENSE)),
    DescriptionLineDetail: DESCRIPTION,
  },
})

/** Lines that only say what is paid. */
export const LINK_LINES: Field = list({ name: 'Line', fields: { ...LINE_PARTS } })

/** Lines of a deposit: a payment that is taken to the bank, or money from elsewhere. */
export const DEPOSIT_LINES: Field = list({
  name: 'Line',
  fields: {
    ...LINE_PARTS,
    DepositLineDetail: object({
      name: 'DepositLineDetail',
      fields: {
        Entity: ref('any'),
        AccountRef: ref('Account'),
        ClassRef: ref('Class'),
        PaymentMethodRef: ref('PaymentMethod'),
        CheckNum: text(21),
        TxnType: text(50),
      },
    }),
  },
})

/** Lines of a journal entry: an account is debited or credited, for whom a name may say. */
export const JOURNAL_LINES: Field = list({
  name: 'Line',
  fields: {
    ...LINE_PARTS,
    JournalEntryLineDetail: object({
      name: 'JournalEntryLineDetail',
      fields: {
        PostingType: oneOf('Debit', 'Credit'),
        AccountRef: ref('Account'),
        Entity: object({
          name: 'EntityTypeRef',
          fields: { Type: oneOf('Customer', 'Vendor', 'Employee'), EntityRef: ref('any-name') },
        }),
        ClassRef: ref('Class'),
        DepartmentRef: ref('Department'),
        TaxCodeRef: ref('TaxCode'),
        BillableStatus: text(30),
      },
    }),
    DescriptionLineDetail: DESCRIPTION,
  },
})

const TAX_DETAIL: Field = object({
  name: 'TxnTaxDetail',
  fields: {
    DefaultTaxCodeRef: ref('TaxCode'),
    TxnTaxCodeRef: ref('TaxCode'),
    TotalTax: AMOUNT,
    TaxReviewStatus: text(50),
    UseAutomatedSalesTax: FLAG,
    TaxLine: list({
      name: 'Line',
      fields: {
        Id: SYSTEM,
        LineNum: NUMBER,
        Description: text(4000),
        Amount: AMOUNT,
        DetailType: text(50),
        TaxLineDetail: object(TAX_LINE_DETAIL),
      },
    }),
  },
})

export const TAX_CALCULATION: Field = oneOf('TaxExcluded', 'TaxInclusive', 'NotApplicable')

/** Properties of every transaction. */
export const TRANSACTION: Record<string, Field> = {
  ...ENTITY,
  CustomField: CUSTOM_FIELDS,
  AttachableRef: SYSTEM,
  DocNumber: text(21),
  TxnDate: DAY,
  DepartmentRef: ref('Department'),
  CurrencyRef: CURRENCY,
  ExchangeRate: NUMBER,
  PrivateNote: text(4000),
  TxnStatus: SYSTEM,
  LinkedTxn: SYSTEM,
  TxnTaxDetail: TAX_DETAIL,
  TxnSource: SYSTEM,
  TaxFormType: text(50),
  TaxFormNum: text(50),
  TransactionLocationType: text(50),
  Tag: SYSTEM,
  TxnApprovalInfo: SYSTEM,
  RecurDataRef: SYSTEM,
  RecurringInfo: SYSTEM,
  ProjectRef: ref('any'),
  HomeTotalAmt: SYSTEM,
  HomeBalance: SYSTEM,
  TotalAmt: AMOUNT,
}
