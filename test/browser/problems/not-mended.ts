import type { ProblemCode } from '../../../shared/problem.ts'

/**
 * Problems of the catalogue that have a button and no story in a browser, each with why. `shown`: the test that shows its
 * button on the page over the double, where the real thing cannot be brought about there.
 */
export const WITHOUT_STORY: Partial<Record<ProblemCode, { why: string; shown?: 'by the double' }>> = {
  // Only "Open in Billdr", which has no address to open: they are mended in Billdr, and gone with its next export.
  'record-field-missing': { why: 'mended in Billdr' },
  'record-field-invalid': { why: 'mended in Billdr' },
  'record-unreadable': { why: 'mended in Billdr' },
  'record-too-large': { why: 'mended in Billdr' },
  'record-swallows-rows': { why: 'mended in the file', shown: 'by the double' },
  'record-cells-too-many': { why: 'mended in the file', shown: 'by the double' },
  'record-id-twice': { why: 'mended in Billdr' },
  'link-not-found': {
    why: 'the window offers what is there; one that goes meanwhile: integration/decisions.test.ts',
    shown: 'by the double',
  },
  'link-differs': { why: 'the yes to it stands beside the refusal, below the document itself' },
  // Told beside the field itself, where the other value is typed.
  'environment-unknown': { why: 'named by the environment of the program, which no window can change' },
  'relay-refused': { why: 'told beside the field that mends it' },
  // The columns have a screen and tests of their own.
  'source-columns-unknown': { why: 'columns.test.ts' },
  'source-date-ambiguous': { why: 'columns.test.ts' },
  'source-records-missing': { why: 'a file that was cut has to be put back whole' },
  'source-records-not-read': { why: 'gone once the other table is put right' },
  'source-table-gone': { why: 'a file that is gone has to be put back' },
  'source-table-shrunk': { why: 'a file that was cut has to be put back whole' },
  'number-ambiguous': { why: 'columns.test.ts' },
  'source-letters-unclear': { why: 'columns.test.ts' },
  'source-sheets-not-read': { why: 'columns.test.ts', shown: 'by the double' },
  'file-not-read': { why: 'columns.test.ts' },
  // What the machine or its time would have to do.
  'quickbooks-keeps-failing': { why: 'five runs with all their waits take minutes; integration/keeps-failing.test.ts' },
  'source-unreadable': { why: 'a test that may read everything cannot be refused a file', shown: 'by the double' },
  'source-busy': { why: 'another program would have to hold the file at that moment', shown: 'by the double' },
  'source-not-https': {
    why: 'said beside the field; later only where an address far away turns to http',
    shown: 'by the double',
  },
  'source-not-there': { why: 'said beside the field that mends it', shown: 'by the double' },
  'source-address-unfinished': { why: 'said beside the field that mends it', shown: 'by the double' },
  'source-path-unfinished': { why: 'said beside the field that mends it', shown: 'by the double' },
  'source-not-a-zip': { why: 'said beside the field that mends it', shown: 'by the double' },
  'source-table-other-format': { why: 'mended in the file', shown: 'by the double' },
  'source-lines-missing': { why: 'mended in the file', shown: 'by the double' },
  'source-location-unclear': { why: 'said beside the field that mends it', shown: 'by the double' },
  'company-asleep': { why: 'the program has to end twice: companion/crash-loop.test.ts', shown: 'by the double' },
  'company-stopped': { why: 'a fault that nobody knows yet; one-company-broken.test.ts', shown: 'by the double' },
  'connection-unconfirmed': { why: 'a connection of an earlier version, kept in the keychain', shown: 'by the double' },
  'source-locked': { why: 'a zip with a password is not made here', shown: 'by the double' },
  'source-too-large': { why: 'an export above the limit is gigabytes', shown: 'by the double' },
  'attachment-picture-too-large': {
    why: 'a picture above the limit is hundreds of megapixels',
    shown: 'by the double',
  },
  'sign-in-expired': { why: 'a sign-in waits for many minutes', shown: 'by the double' },
  'connection-ends-for-good': { why: 'a connection ends for good after five years', shown: 'by the double' },
  'connection-ends-soon': { why: 'a connection nears its end after three months', shown: 'by the double' },
  'certificate-not-trusted': {
    why: 'a network that looks into traffic; qbo/in-between.test.ts',
    shown: 'by the double',
  },
  'clock-wrong': { why: 'a test sets no clock of the system; qbo/in-between.test.ts', shown: 'by the double' },
  'proxy-refused': { why: 'an office’s proxy; qbo/proxy.test.ts', shown: 'by the double' },
  'proxy-sign-in': { why: 'an office’s proxy; qbo/proxy.test.ts, browser/network.test.ts', shown: 'by the double' },
  'proxy-not-spoken': { why: 'an office’s proxy; qbo/proxy.test.ts', shown: 'by the double' },
  'network-sign-in-page': { why: 'a proxy in front of QuickBooks; qbo/in-between.test.ts', shown: 'by the double' },
  'payment-settled': {
    why: 'only a US company with QuickBooks Payments has it; it has no "Retry"',
    shown: 'by the double',
  },
  'others-hang-on-it': { why: 'undone in QuickBooks, by whoever did it there', shown: 'by the double' },
  'replaced-still-there': { why: 'only somebody who works at the same moment brings it', shown: 'by the double' },
  'marked-twice': { why: 'a copy without its original has to be there before the first sync', shown: 'by the double' },
  'project-without-documents': { why: 'each project of the sample has documents', shown: 'by the double' },
  'purchase-tax-not-there': { why: 'only an earlier version sent it before tax', shown: 'by the double' },
  'not-as-sent': { why: 'practice books do all that they answer 200 to', shown: 'by the double' },
  'billed-to-client': { why: 'the invoice is changed in QuickBooks: push/paid-bills.test.ts', shown: 'by the double' },
  'paid-bill-lowered': {
    why: 'the payment is corrected in QuickBooks: push/paid-bills.test.ts',
    shown: 'by the double',
  },
  'paid-bill-removed': {
    why: 'the payment is taken off in QuickBooks: push/paid-bills.test.ts',
    shown: 'by the double',
  },
  'bill-payment-unapplied': { why: 'only a payment at the same moment brings it', shown: 'by the double' },
  'order-received': { why: 'the bill is changed in QuickBooks: push/orders.test.ts', shown: 'by the double' },
  'rate-missing': { why: 'the rate is entered in QuickBooks: push/currencies.test.ts', shown: 'by the double' },
  'account-for-currency-missing': { why: 'push/currencies.test.ts brings it about', shown: 'by the double' },
  'contact-in-other-currency': { why: 'push/currencies.test.ts brings it about', shown: 'by the double' },
  undone: { why: 'only taking a run back brings it: integration/undo.test.ts', shown: 'by the double' },
  'name-taken': { why: 'names are told apart before they are sent; only a race brings it', shown: 'by the double' },
  'paid-here-open-there': { why: 'a note, which stops nothing: mended in either program', shown: 'by the double' },
  'open-here-paid-there': { why: 'a note, which stops nothing: mended in either program', shown: 'by the double' },
  'health-other-country': { why: 'practice books have the country of the export', shown: 'by the double' },
  'health-subscription-ended': {
    why: 'practice books whose subscription ended answer nothing, which is told as company-paused',
    shown: 'by the double',
  },
  'health-class-tracking': { why: 'practice books know no classes', shown: 'by the double' },
  'health-location-tracking': { why: 'practice books know no locations', shown: 'by the double' },
  // Said before there is a window.
  'data-folder-busy': { why: 'the program says it at its start, without a window' },
  'data-folder-elsewhere': { why: 'the program says it at its start, without a window' },
  'data-folder-unreadable': { why: 'the program says it at its start, without a window' },
  // Nothing raises them in this version.
  'source-other-company': { why: 'told as guard-other-company' },
  'waits-for-connection': { why: 'told as not-connected' },
}
