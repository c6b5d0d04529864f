import type { TypeName } from './entity-types.ts'
import { AMOUNT, DAY, FLAG, list, NUMBER, object, oneOf, ref, SYSTEM, text, type FieldSet } from './fields.ts'
import { ACCOUNT, CUSTOMER, ITEM, PAYMENT_METHOD, VENDOR } from './fields-lists.ts'
import { ADDRESS, CUSTOM_FIELDS, EMAIL, ENTITY, EXPENSE_LINES, LINK_LINES, MEMO, ORDER_LINES, SALES_LINES, TAX_CALCULATION, TRANSACTION } from './fields-shared.ts'

const SALES = {
  ...TRANSACTION,
  AutoDocNumber: FLAG, CustomerRef: ref('Customer'), CustomerMemo: MEMO, BillAddr: ADDRESS, ShipAddr: ADDRESS, RemitToRef: ref('any'), ClassRef: ref('Class'),
  SalesTermRef: ref('Term'), DueDate: DAY, SalesRepRef: ref('any'), PONumber: text(25), FOB: text(30), ShipMethodRef: ref('any'), ShipDate: DAY,
  TrackingNum: text(100), GlobalTaxCalculation: TAX_CALCULATION, TotalAmt: AMOUNT, ApplyTaxAfterDiscount: FLAG, TemplateRef: ref('any'), PrintStatus: text(30),
  EmailStatus: oneOf('NotSet', 'NeedToSend', 'EmailSent'), BillEmail: EMAIL, BillEmailCc: EMAIL, BillEmailBcc: EMAIL, ARAccountRef: ref('Account'),
  Balance: SYSTEM, FinanceCharge: FLAG, PaymentMethodRef: ref('PaymentMethod'), PaymentRefNum: text(21), PaymentType: text(30), CheckPayment: SYSTEM,
  CreditCardPayment: SYSTEM, DepositToAccountRef: ref('Account'), DeliveryInfo: SYSTEM, DiscountRate: NUMBER, DiscountAmt: AMOUNT, GovtTxnRefIdentifier: text(100),
  TaxExemptionRef: ref('any'), ShipFromAddr: ADDRESS, Line: SALES_LINES, SelfCheckoutStatus: SYSTEM, DefaultTaxCodeRef: SYSTEM, LessCIS: SYSTEM,
  SubTotalAmt: SYSTEM, InvoiceLink: SYSTEM, FreeFormAddress: FLAG,
}

const INVOICE: FieldSet = {
  name: 'Invoice',
  fields: {
    ...SALES, Deposit: AMOUNT, AllowIPNPayment: FLAG, AllowOnlinePayment: FLAG, AllowOnlineCreditCardPayment: FLAG, AllowOnlineACHPayment: FLAG,
    AllowOnlinePayPalPayment: FLAG, EInvoiceStatus: SYSTEM, ECloudStatusTimeStamp: SYSTEM, InvoiceStatus: SYSTEM, CallToAction: SYSTEM, InvoiceStatusLog: SYSTEM,
    InvoiceEx: SYSTEM, TxnRetainageDetail: SYSTEM, EInvoiceDetails: SYSTEM,
  },
}

const CREDIT_MEMO: FieldSet = {
  name: 'CreditMemo',
  fields: { ...SALES, RemainingCredit: SYSTEM, CreditMemoEx: SYSTEM, InvoiceRef: ref('any') },
}

const PAYMENT: FieldSet = {
  name: 'Payment',
  fields: {
    ...ENTITY, CustomField: CUSTOM_FIELDS, AttachableRef: SYSTEM, TxnDate: DAY, CurrencyRef: TRANSACTION['CurrencyRef'] ?? SYSTEM, ExchangeRate: NUMBER,
    PrivateNote: text(4000), TxnStatus: SYSTEM, LinkedTxn: SYSTEM, TxnSource: SYSTEM, TaxExemptionRef: ref('any'), DocNumber: SYSTEM, DepartmentRef: ref('Department'),
    ProjectRef: ref('any'), TransactionLocationType: text(50), CustomerRef: ref('Customer'), RemitToRef: ref('any'), ARAccountRef: ref('Account'),
    DepositToAccountRef: ref('Account'), PaymentMethodRef: ref('PaymentMethod'), PaymentRefNum: text(21), PaymentType: text(30), CheckPayment: SYSTEM,
    CreditCardPayment: SYSTEM, TotalAmt: AMOUNT, UnappliedAmt: SYSTEM, ProcessPayment: FLAG, Line: LINK_LINES, PaymentEx: SYSTEM, HomeTotalAmt: SYSTEM,
    TxnTaxDetail: SYSTEM,
  },
}

const EXPENSES = {
  ...TRANSACTION, GlobalTaxCalculation: TAX_CALCULATION, Line: EXPENSE_LINES, RemitToAddr: ADDRESS, IncludeInAnnualTPAR: FLAG,
}

const PURCHASE: FieldSet = {
  name: 'Purchase',
  fields: {
    ...EXPENSES, AccountRef: ref('Account'), PaymentMethodRef: ref('PaymentMethod'), PaymentRefNum: text(21), PaymentType: oneOf('Cash', 'Check', 'CreditCard'),
    CheckPayment: SYSTEM, CreditCardPayment: SYSTEM, EntityRef: ref('any-name'), Credit: FLAG, PrintStatus: text(30), PurchaseEx: SYSTEM, Print: FLAG,
  },
}

const BILL: FieldSet = {
  name: 'Bill',
  fields: {
    ...EXPENSES, PayerRef: ref('any'), SalesTermRef: ref('Term'), DueDate: DAY, VendorRef: ref('Vendor'), APAccountRef: ref('Account'), Balance: SYSTEM,
    BillEmail: EMAIL, ReplyEmail: EMAIL, Memo: text(4000), TotalTax: SYSTEM, BillEx: SYSTEM, VendorAddr: ADDRESS, LessCIS: SYSTEM,
  },
}

const BILL_PAYMENT: FieldSet = {
  name: 'BillPayment',
  fields: {
    ...TRANSACTION, VendorRef: ref('Vendor'), APAccountRef: ref('Account'), PayType: oneOf('Check', 'CreditCard'), ProcessBillPayment: FLAG, Line: LINK_LINES,
    CheckPayment: object({ name: 'BillPaymentCheck', fields: { BankAccountRef: ref('Account'), PrintStatus: text(30), CheckDetail: SYSTEM, PayeeAddr: ADDRESS } }),
    CreditCardPayment: object({ name: 'BillPaymentCreditCard', fields: { CCAccountRef: ref('Account'), CCDetail: SYSTEM } }),
    BillPaymentEx: SYSTEM,
  },
}

const PURCHASE_ORDER: FieldSet = {
  name: 'PurchaseOrder',
  fields: {
    ...TRANSACTION, GlobalTaxCalculation: TAX_CALCULATION, Line: ORDER_LINES, VendorRef: ref('Vendor'), APAccountRef: ref('Account'), ReimbursableInfoRef: ref('any'),
    SalesTermRef: ref('Term'), DueDate: DAY, ExpectedDate: DAY, VendorAddr: ADDRESS, ShipAddr: ADDRESS, ShipTo: ref('Customer'), ShipMethodRef: ref('any'), FOB: text(30),
    ClassRef: ref('Class'), POEmail: EMAIL, TemplateRef: ref('any'), PrintStatus: text(30), EmailStatus: oneOf('NotSet', 'NeedToSend', 'EmailSent'), ManuallyClosed: FLAG,
    POStatus: oneOf('Open', 'Closed'), VendorMessage: text(4000), Memo: text(4000), PurchaseOrderEx: SYSTEM, ReplyEmail: EMAIL, FreeFormAddress: FLAG, Balance: SYSTEM,
  },
}

const ATTACHABLE: FieldSet = {
  name: 'Attachable',
  fields: {
    ...ENTITY, FileName: text(1000), FileAccessUri: SYSTEM, TempDownloadUri: SYSTEM, ThumbnailFileAccessUri: SYSTEM, ThumbnailTempDownloadUri: SYSTEM, Size: SYSTEM,
    ContentType: text(100), Category: oneOf('Contact Photo', 'Document', 'Image', 'Receipt', 'Signature', 'Sound', 'Other'), Lat: text(30), Long: text(30),
    PlaceName: text(2000), Note: text(2000), Tag: text(2000), AttachableEx: SYSTEM,
    AttachableRef: list({
      name: 'AttachableRef',
      fields: {
        EntityRef: { kind: 'ref', to: 'any' }, LineInfo: text(100), IncludeOnSend: FLAG, Inactive: FLAG, NoRefOnly: FLAG, CustomField: CUSTOM_FIELDS,
        AttachableRefEx: SYSTEM,
      },
    }),
  },
}

/** The properties of every entity that can be written. */
export const WRITABLE: Partial<Record<TypeName, FieldSet>> = {
  Customer: CUSTOMER, Vendor: VENDOR, Account: ACCOUNT, Item: ITEM, PaymentMethod: PAYMENT_METHOD, Invoice: INVOICE, CreditMemo: CREDIT_MEMO, Payment: PAYMENT,
  Purchase: PURCHASE, Bill: BILL, BillPayment: BILL_PAYMENT, PurchaseOrder: PURCHASE_ORDER, Attachable: ATTACHABLE,
}
