/** English for settings that cause trouble, by the codes of the problem catalogue. */
export default {
  'health-subscription-ended': {
    title: 'The QuickBooks subscription has ended',
    explanation:
      'QuickBooks says that the subscription of {{name}} has ended or is unpaid. It can still be looked at, but takes no new documents. Renew it in QuickBooks; then everything that waits goes by itself.',
  },
  'health-other-country': {
    title: 'Billdr and QuickBooks are in different countries',
    explanation:
      'The contractor is in {{billdr}} in Billdr, and the QuickBooks company is one for {{quickbooks}}. Taxes and currencies work differently there. Check that it is the right QuickBooks company before anything is sent.',
  },
  'health-one-currency': {
    title: 'QuickBooks keeps its books in {{home}} only',
    explanation:
      'Documents in {{currency}} ({{count, number}} of them) are held, because this QuickBooks company does not use several currencies. Turn on Multicurrency in QuickBooks’ settings (it cannot be turned off again), or correct the currency in Billdr.',
  },
  'health-books-closed': {
    title: 'The books are closed until {{until, day}}',
    explanation:
      'Documents of that time ({{count, number}} of them) are not in QuickBooks yet and cannot go there. Open the period in QuickBooks, under Advanced in the account settings, or set the date from which documents are sent to a later day.',
  },
  'health-starts-in-closed-books': {
    title: 'The starting date lies in closed books',
    explanation:
      'Documents are sent from {{syncFrom, day}}, but the books are closed until {{until, day}}: one that is dated between the two would be held. A starting date after the closing date avoids this.',
  },
  'health-custom-numbers-off': {
    title: 'QuickBooks gives its own numbers',
    explanation:
      '“Custom transaction numbers” is off, so QuickBooks may number invoices itself, and Billdr’s number would then not be the one on the invoice. Turn it on in QuickBooks’ settings, under Sales.',
  },
  'health-auto-apply-payments': {
    title: 'QuickBooks applies payments by itself',
    explanation:
      'With “Automatically apply payments”, what a payment leaves over goes to whatever invoice QuickBooks chooses, also to one that Billdr has not marked as paid. Turn it off in QuickBooks’ settings, under Advanced, so that payments stay where Billdr put them.',
  },
  'health-auto-apply-credits': {
    title: 'QuickBooks applies credits by itself',
    explanation:
      'With “Automatically apply credits”, a credit goes to the oldest open invoice before it can be applied to the one that Billdr names. Turn it off in QuickBooks’ settings, under Advanced.',
  },
  'health-purchase-orders-off': {
    title: 'This QuickBooks plan has no purchase orders',
    explanation:
      'Purchase orders ({{count, number}} of them wait) need QuickBooks Online Plus or Advanced, with purchase orders turned on under Expenses in its settings. All other documents go.',
  },
  'health-bills-off': {
    title: 'This QuickBooks plan has no bills',
    explanation:
      'Unpaid expenses ({{count, number}} of them wait) become bills, and this QuickBooks company has none. They need QuickBooks Online Essentials or a larger plan.',
  },
  'health-billable-off': {
    title: 'Billable expenses are off in QuickBooks',
    explanation:
      'Expenses that Billdr marks as billable ({{count, number}} of them wait) go as ordinary expenses of their project. To bill them on from QuickBooks, turn on “Track billable expenses” in its settings, under Expenses, before they are sent.',
  },
  'health-tax-code-missing': {
    title: 'No tax code for {{side, taxSide}} before tax',
    explanation:
      'Documents go without tax, and outside the United States QuickBooks wants a code on each line that says so. No active code for {{side, taxSide}} says “out of scope”, so they are held. Choose the code in the settings.',
  },
  'health-sales-tax-off': {
    title: 'Sales tax is off in QuickBooks',
    explanation:
      'Billdr computed tax on documents ({{count, number}} of them), but this QuickBooks company keeps no sales tax, so it cannot be added there. If the contractor charges tax, set it up in QuickBooks, under Taxes.',
  },
  'health-sales-tax-unfinished': {
    title: 'The sales tax setup is not finished',
    explanation:
      'This QuickBooks company is to compute sales tax itself, but the setup was not finished, so that tax cannot be added to invoices ({{count, number}} of them carry some in Billdr). Finish it in QuickBooks, under Taxes.',
  },
  'health-class-tracking': {
    title: 'QuickBooks keeps classes',
    explanation:
      'Billdr knows no classes, so documents go without one and stand under “Not specified” in reports by class. A class that you add in QuickBooks stays, also when Billdr’s document is sent again.',
  },
  'health-location-tracking': {
    title: 'QuickBooks keeps locations',
    explanation:
      'Billdr knows no locations, so documents go without one and stand under “Not specified” in reports by location. One that you add in QuickBooks stays.',
  },
  'health-default-missing': {
    title: 'No account or item chosen: {{which, default}}',
    explanation:
      'Documents that wait ({{count, number}} of them) need “{{which, default}}”, and none is chosen. Choose it under “Default accounts and items” and they go by themselves.',
  },
  'health-default-gone': {
    title: 'QuickBooks has no “{{name}}”',
    explanation:
      'It is chosen as “{{which, default}}”, but QuickBooks has no active account or item of that name. Choose another one, or make it active again in QuickBooks.',
  },
  'health-account-type': {
    title: '“{{name}}” is not the right type of account',
    explanation:
      'It is chosen as “{{which, default}}”, but in QuickBooks it is of the type “{{type}}”, which QuickBooks refuses there. Choose another one under “Default accounts and items”.',
  },
  'health-item-not-bought': {
    title: '“{{name}}” can only be sold',
    explanation:
      'It is chosen for purchase orders, but in QuickBooks it has no expense account. Tick “I purchase this from a supplier” on it in QuickBooks, or choose another item.',
  },
  'health-cost-codes': {
    title: 'Cost codes without a match',
    explanation:
      'Documents wait for an account or item of their cost code. Cost codes without one: {{count, number}}, the first is {{code}}. Choose where they go on the Cost codes page.',
  },
}
