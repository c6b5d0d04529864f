import type { Fields, Stored } from '../entities/json.ts'
import { homeCurrency, planHasBills, planHasPurchaseOrders, type CompanySettings, type Plan } from './settings.ts'
import { escaped } from '../http/xml.ts'

const PLAN_NAMES: Record<Plan, string> = {
  SimpleStart: 'QuickBooks Online Simple Start',
  Essentials: 'QuickBooks Online Essentials',
  Plus: 'QuickBooks Online Plus',
  Advanced: 'QuickBooks Online Advanced',
}

const CREATED = { CreateTime: '2026-01-05T09:00:00-08:00', LastUpdatedTime: '2026-01-05T09:00:00-08:00' }

export function companyInfo(settings: CompanySettings): Stored {
  const canadian = settings.country === 'CA'
  const address = canadian
    ? {
        Id: '1',
        Line1: '1200, rue Sainte-Catherine Est',
        City: 'Montréal',
        Country: 'Canada',
        CountrySubDivisionCode: 'QC',
        PostalCode: 'H2L 2G9',
      }
    : {
        Id: '1',
        Line1: '500 Market Street',
        City: 'San Francisco',
        Country: 'USA',
        CountrySubDivisionCode: 'CA',
        PostalCode: '94105',
      }
  return {
    Id: '1',
    SyncToken: '0',
    MetaData: CREATED,
    CompanyName: settings.companyName,
    LegalName: settings.companyName,
    CompanyAddr: address,
    CustomerCommunicationAddr: address,
    LegalAddr: address,
    CompanyStartDate: '2026-01-05',
    FiscalYearStartMonth: 'January',
    Country: settings.country,
    SupportedLanguages: settings.language,
    Email: { Address: 'books@example.com' },
    WebAddr: {},
    NameValue: [
      { Name: 'NeoEnabled', Value: 'true' },
      { Name: 'IndustryType', Value: 'Construction' },
      { Name: 'IndustryCode', Value: '236118' },
      { Name: 'SubscriptionStatus', Value: settings.subscribed ? 'PAID' : 'EXPIRED' },
      { Name: 'OfferingSku', Value: PLAN_NAMES[settings.plan] },
      { Name: 'PayrollFeature', Value: 'false' },
      { Name: 'AccountantFeature', Value: 'false' },
      { Name: 'ItemCategoriesFeature', Value: 'false' },
    ],
  }
}

export function preferences(settings: CompanySettings): Stored {
  const american = settings.country === 'US'
  const tax: Fields = { UsingSalesTax: settings.tax !== 'none' }
  // Present at all only in a US company made since November 2017 (facts §1.14).
  if (american && settings.tax !== 'legacy') tax['PartnerTaxEnabled'] = settings.tax === 'automated'
  if (settings.tax === 'legacy') tax['TaxGroupCodeRef'] = { value: '2' }
  const paid = planHasPurchaseOrders(settings.plan)
  return {
    Id: '1',
    SyncToken: String(settings.messages.changed),
    MetaData: CREATED,
    AccountingInfoPrefs: {
      FirstMonthOfFiscalYear: 'January',
      UseAccountNumbers: false,
      TaxYearMonth: 'January',
      ClassTrackingPerTxn: false,
      ClassTrackingPerTxnLine: false,
      TrackDepartments: false,
      CustomerTerminology: 'Customers',
      ...(settings.booksClosedUntil === null ? {} : { BookCloseDate: settings.booksClosedUntil }),
    },
    ProductAndServicesPrefs: {
      ForSales: true,
      ForPurchase: true,
      QuantityWithPriceAndRate: true,
      QuantityOnHand: false,
      UOM: false,
    },
    SalesFormsPrefs: {
      CustomField: [],
      CustomTxnNumbers: settings.customTxnNumbers,
      AllowDeposit: false,
      AllowDiscount: true,
      AllowEstimates: true,
      AllowServiceDate: false,
      AllowShipping: false,
      AutoApplyCredit: settings.autoApplyCredit,
      AutoApplyPayments: settings.autoApplyPayments,
      DefaultTerms: { value: '3' },
      ETransactionEnabledStatus: 'NotApplicable',
      IPNSupportEnabled: false,
      UsingPriceLevels: false,
      UsingProgressInvoicing: false,
      DefaultCustomerMessage: settings.language === 'fr' ? 'Merci de votre confiance.' : 'Thank you for your business.',
    },
    EmailMessagesPrefs: {
      InvoiceMessage: { Subject: 'Invoice', Message: 'Please find your invoice attached.' },
      EstimateMessage: { Subject: 'Estimate', Message: 'Please find your estimate attached.' },
      ...settings.messages.texts,
    },
    VendorAndPurchasesPrefs: {
      EnableBills: planHasBills(settings.plan),
      TrackingByCustomer: paid,
      BillableExpenseTracking: paid && settings.billableExpenses,
      POCustomField: [],
    },
    TimeTrackingPrefs: {
      UseServices: true,
      BillCustomers: true,
      ShowBillRateToAll: false,
      WorkWeekStartDate: 'Monday',
      MarkTimeEntriesBillable: true,
    },
    TaxPrefs: tax,
    CurrencyPrefs: {
      MultiCurrencyEnabled: settings.multiCurrency,
      HomeCurrency: { value: homeCurrency(settings).value },
    },
    ReportPrefs: { ReportBasis: 'Accrual', CalcAgingReportFromTxnDate: false },
    OtherPrefs: {
      NameValue: [
        { Name: 'SalesFormsPrefs.DefaultCustomerMessage', Value: 'Thank you for your business.' },
        { Name: 'SalesFormsPrefs.DefaultItem', Value: '1' },
        { Name: 'VendorAndPurchasesPrefs.UseCustomTxnNumbers', Value: String(settings.customPurchaseNumbers) },
        { Name: 'WarnDuplicateCheckNumber', Value: String(settings.warnDuplicateNumbers) },
        { Name: 'WarnDuplicateBillNumber', Value: String(settings.warnDuplicateNumbers) },
        { Name: 'WarnDuplicateJournalNumber', Value: String(settings.warnDuplicateNumbers) },
        { Name: 'ProjectsEnabled', Value: String(paid) },
      ],
    },
  }
}

/** What the plan holds, as `GET /manage/entitlements/v3/{realm}` says it: XML only, and the plan's switches, not the user's. */
export function entitlementsXml(settings: CompanySettings): string {
  const rows: [number, string, boolean][] = [
    [2, 'Invoices', true],
    [7, 'Bills', planHasBills(settings.plan)],
    [12, 'Class Tracking', planHasPurchaseOrders(settings.plan)],
    [26, 'Multi Currency', settings.plan !== 'SimpleStart'],
    [42, 'Purchase Order', planHasPurchaseOrders(settings.plan)],
    [43, 'Billable Expenses', planHasPurchaseOrders(settings.plan)],
    [51, 'Projects', planHasPurchaseOrders(settings.plan)],
  ]
  const entitlements = rows
    .map(
      ([id, name, on]) =>
        `  <Entitlement id="${id}">\n    <name>${escaped(name)}</name>\n    <term>${on ? 'On' : 'Off'}</term>\n  </Entitlement>`,
    )
    .join('\n')
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<EntitlementsResponse>
  <QboCompany>true</QboCompany>
  <PlanName>${escaped(PLAN_NAMES[settings.plan])}</PlanName>
  <MaxUsers>5</MaxUsers>
  <CurrentUsers>1</CurrentUsers>
  <DaysRemainingTrial>0</DaysRemainingTrial>
${entitlements}
  <Thresholds>
    <Threshold><name>ACCOUNTS</name><limit>250</limit><enforced>true</enforced></Threshold>
    <Threshold><name>CLASSES_AND_DEPARTMENTS</name><limit>40</limit><enforced>true</enforced></Threshold>
  </Thresholds>
</EntitlementsResponse>
`
}
