/** English for the problems of the rules, the guards and the data folder, by the codes of the problem catalogue. */
export default {
  // Rules: why a document waits.
  draft: {
    title: 'Still a draft in Billdr',
    explanation: 'Drafts are never sent. It goes to QuickBooks by itself once it is submitted or approved in Billdr.',
  },
  rejected: {
    title: 'Rejected in Billdr',
    explanation:
      'A rejected expense does not belong in the books. It goes to QuickBooks only if it is approved in Billdr.',
  },
  'voided-before-sent': {
    title: 'Voided in Billdr, and not in QuickBooks',
    explanation: 'It was voided in Billdr and QuickBooks has no document for it, so there is nothing to do.',
  },
  'ignored-changed': {
    title: 'Changed in Billdr since you ignored it',
    explanation:
      'You ignored it on {{at, instant}}, with the reason “{{reason}}”. Billdr says something else of it now. Stop ignoring it, so that it goes as any other, or ignore it as it is now.',
  },
  'cancelled-and-removed': {
    title: 'Cancelled in Billdr',
    explanation:
      'Purchase order {{number}} is cancelled in Billdr, so it does not stand in QuickBooks: it was never sent, or it was deleted there.',
  },
  'client-without-project': {
    title: 'No project yet',
    explanation:
      '{{name}} is created in QuickBooks with the first project that goes there. To have the customer there now, create it or choose the one that QuickBooks has already.',
  },
  'project-without-documents': {
    title: 'No document yet since the starting date',
    explanation:
      '{{name}} was in Billdr before QuickBooks was connected. It is created with its first document on or after the starting date. To have it there now, create it or choose the one that QuickBooks has already.',
  },
  'professional-unused': {
    title: 'On no document yet',
    explanation:
      '{{name}} is created in QuickBooks with the first expense or purchase order. To have the supplier there now, create it or choose the one that QuickBooks has already.',
  },
  'cost-code-unmatched': {
    title: 'Cost code {{code}} has no match',
    explanation:
      'QuickBooks does not know yet where {{code}} {{name}} goes. Choose its account or item; documents that use it wait until then.',
  },
  'document-cost-code-unmatched': {
    title: 'Cost code {{code}} has no match yet',
    explanation:
      'A line of this document uses cost code {{code}} {{name}}, which has no account or item in QuickBooks yet. Choose one and the document goes by itself.',
  },
  'default-missing': {
    title: 'A default account is missing',
    explanation:
      'For this document the default “{{which, default}}” is needed, and none is chosen. Choose it in the settings, under “Default accounts and items”, and the document goes by itself.',
  },
  'billed-to-client': {
    title: 'Already invoiced to the client',
    explanation:
      'In QuickBooks a line of {{number}} stands on an invoice to the client, so nothing was changed or deleted there. Take it off that invoice first, keep what QuickBooks has, or ignore it here.',
  },
  'paid-bill-lowered': {
    title: '{{paid, money}} is paid on it, Billdr now says {{wanted, money}}',
    explanation:
      'In QuickBooks {{paid, money}} is paid on bill {{number}}, and in Billdr it is now only {{wanted, money}}. Nothing was changed. Correct the payment in QuickBooks first, or keep what QuickBooks has.',
  },
  'paid-bill-removed': {
    title: '{{paid, money}} is paid on this bill in QuickBooks',
    explanation:
      'Bill {{number}} over {{total, money}} has {{paid, money}} paid on it in QuickBooks, and in Billdr it no longer counts or is another supplier’s. Nothing was deleted or changed. Take the payment off in QuickBooks first, or ignore it here to keep it there.',
  },
  'bill-paid-otherwise': {
    title: 'Paid another way in Billdr than on its bill',
    explanation:
      'Bill {{number}} was paid from here with {{paid, money}}, as Billdr said at the time. Billdr now says that it was paid another way, or not yet. Nothing was changed in QuickBooks. Correct that payment there and keep what QuickBooks has; or delete it there, and what Billdr says now follows by itself.',
  },
  'bill-payment-unapplied': {
    title: 'The payment is in QuickBooks, but not on its bill',
    explanation:
      '{{total, money}} was booked as paid to the supplier, and only {{applied, money}} of it counts on this bill; somebody paid it at the same moment. Open the bill payment in QuickBooks and put it right, or delete it.',
  },
  'order-received': {
    title: 'Lines of this order stand on a bill',
    explanation:
      'In QuickBooks lines of purchase order {{number}} were put on a bill, and Billdr changed or removed them since. Nothing was changed. Take them off the bill in QuickBooks first, or keep what QuickBooks has.',
  },
  'rate-missing': {
    title: 'QuickBooks has no {{currency}} rate of that day',
    explanation:
      'This document is in {{currency}}, and QuickBooks names no exchange rate to {{home}} for {{day, day}}. Without one it would be booked one to one, so it was not sent. Enter the rate in QuickBooks, under Currencies, and try again.',
  },
  'account-for-currency-missing': {
    title: 'Which account for {{currency}}?',
    explanation:
      'For this document “{{which, default}}” has to be an account kept in {{currency}}, and QuickBooks has {{count, number}} active ones for it{{accounts}}. Choose one in the settings, under “Default accounts and items”, or add it in QuickBooks; the document then goes by itself.',
  },
  'contact-in-other-currency': {
    title: '{{name}} is kept in {{kept}}, the document in {{currency}}',
    explanation:
      'QuickBooks gives each customer and supplier one currency for ever, and takes no document in another. Choose the record of {{name}} that is kept in {{currency}}, adding it in QuickBooks first where there is none, or check the currency in Billdr.',
  },
  'mapping-not-found': {
    title: 'QuickBooks has no “{{name}}”',
    explanation:
      '“{{name}}” was chosen here, but QuickBooks has no active record of that name or id. Choose another one, or make it active again in QuickBooks.',
  },
  'waits-for': {
    title: 'Waits for {{what}}',
    explanation:
      'It can only go to QuickBooks after {{what}}, which is not there yet. Once that is there, it follows by itself.',
  },
  'waits-for-answer': {
    title: 'Waits for your answer about {{what}}',
    explanation:
      'What becomes of it hangs on the question that is asked about {{what}}. Answer it there; this one then follows by itself, or is asked about in its turn.',
  },
  'invoice-before-start': {
    title: 'Its invoice {{number}} is from before the starting date',
    explanation:
      'Documents from before {{syncFrom, day}} are not sent from here, and invoice {{number}} is one, so there is nothing yet that this payment could be put on. If QuickBooks has that invoice, link it to it, and the payment follows by itself; if the payment is in QuickBooks too, ignore it here. Or choose an earlier starting date.',
  },
  'invoice-voided': {
    title: 'Its invoice {{number}} is voided',
    explanation:
      'Invoice {{number}} is voided in {{where}}, so this payment has nothing left to pay, and nothing of it is sent now. What was sent before the invoice was voided stays in QuickBooks as money on the customer’s account. Delete it in Billdr, or put it on another invoice there; the rest follows by itself. If it belongs to none, ignore it here.',
  },
  'lines-missing': {
    title: 'It has no lines',
    explanation: 'QuickBooks takes no document without a line. Add one in Billdr, or ignore the document here.',
  },
  'supplier-missing': {
    title: 'No supplier chosen',
    explanation:
      'QuickBooks needs a supplier for an unpaid expense and for a purchase order, and Billdr names none. Choose the supplier in Billdr.',
  },
  'before-sync-from': {
    title: 'Older than the starting date',
    explanation:
      'It is dated {{date, day}}; documents count from {{syncFrom, day}}. Nothing is sent unless you move the starting date.',
  },
  'invoice-edited': {
    title: 'Changed in Billdr after it was sent',
    explanation:
      'Invoice {{number}} is in QuickBooks, and an invoice that is there cannot be changed. Void it in Billdr, or set it back to draft and delete it in QuickBooks; then submit it again. Until then QuickBooks keeps what it has. If you changed it there to what Billdr says, retry: it settles by itself once both agree. Or leave it as it is: it is asked about again with the next change in Billdr.',
  },
  'credit-edited': {
    title: 'Changed in Billdr after it was sent',
    explanation:
      'Credit {{number}} is in QuickBooks as it was sent, and stays so. Void it in Billdr and issue a new one, or set it back to draft and delete it in QuickBooks.',
  },
  'back-to-draft': {
    title: 'Back to draft in Billdr, still in QuickBooks',
    explanation:
      'Delete {{docNumber}} in QuickBooks; the deletion is noticed by itself. Payments on it stay there, without an invoice, until the new one comes. When it is submitted again in Billdr, it is sent as a new document.',
  },
  'removed-in-billdr': {
    title: 'Removed in Billdr, still in QuickBooks',
    explanation:
      '{{number}} no longer exists in Billdr, but QuickBooks has it. Invoices are never deleted without you: void or delete it in QuickBooks (payments on it stay there, without an invoice), or ignore it here to keep it there.',
  },
  unlinked: {
    title: 'Unlinked from QuickBooks',
    explanation:
      'You took its link away; QuickBooks keeps its document as it is. Link it again, or to another one. If you create it anew, what was sent before is recognised where it still stands, so nothing is doubled.',
  },
  'not-as-sent': {
    title: 'QuickBooks did not take all of it',
    explanation:
      'QuickBooks accepted it, but shows something else than was sent ({{fields, differences}}). Correct it in QuickBooks, send it again, or leave it as it is there.',
  },
  'others-hang-on-it': {
    title: 'Somebody’s work in QuickBooks hangs on it',
    explanation:
      'Changing {{type, target}} {{docNumber}} as Billdr says, or taking it out of the books, would undo what is linked to it: {{what, hanging}}. That was not sent from Billdr, so nothing was touched. Undo it in QuickBooks where it is to go, and the rest goes by itself.',
  },
  'replaced-still-there': {
    title: 'Its earlier document is still in QuickBooks',
    explanation:
      'Paid another way in Billdr, it became a new document in QuickBooks. The earlier {{type, target}} {{docNumber}} was not taken out: {{why, hanging}}. Until it is gone, the cost stands there twice. Take it out in QuickBooks, or undo what keeps it, and the rest goes by itself.',
  },
  'reconciled-there': {
    title: '{{type, targetAtStart}} {{number}} is reconciled',
    explanation:
      'QuickBooks’ {{type, target}} {{number}} is ticked off against a bank statement, and Billdr’s data would {{does, does}} it. Nothing was touched. Do it all the same only if you reconcile that statement again; else leave it here, or change it in QuickBooks.',
  },
  'bank-matched-there': {
    title: '{{type, targetAtStart}} {{number}} is matched to the bank',
    explanation:
      'QuickBooks’ {{type, target}} {{number}} is matched to a line of the bank feed, and Billdr’s data would {{does, does}} it. Nothing was touched. Do it all the same, undo the match in QuickBooks first, or leave it here.',
  },
  'tax-filed-there': {
    title: '{{type, targetAtStart}} {{number}} is in a tax period that was filed',
    explanation:
      'Sales tax was filed up to {{until, day}}, and Billdr’s data would {{does, does}} QuickBooks’ {{type, target}} {{number}}, which would change that return. Nothing was touched. Do it all the same only if the return is amended; else leave it here.',
  },
  'entered-there': {
    title: '{{type, targetAtStart}} {{number}} was entered in QuickBooks',
    explanation:
      'QuickBooks’ {{type, target}} {{number}} was not sent from here: somebody entered it there, and it was linked to this document. Billdr’s data would {{does, does}} it. Nothing was touched. Do it all the same, or ignore this document here to leave it as it is.',
  },
  'edited-there': {
    title: '{{type, targetAtStart}} {{number}} was changed in QuickBooks',
    explanation:
      'Since it was sent, somebody changed {{fields, differences}} of {{type, target}} {{number}} in QuickBooks, and Billdr’s data would now {{does, does}} it. Nothing was touched. Do it all the same, or ignore this document here to leave it as it is there.',
  },
  'marked-twice': {
    title: 'Two documents in QuickBooks say that they are this one',
    explanation:
      'QuickBooks has several documents that carry the mark of {{number}}, as when somebody copies one. Which of them was sent from Billdr is not certain, so none was touched. Choose it; the others are then left alone.',
  },
  'changed-in-quickbooks': {
    title: 'Changed in Billdr and in QuickBooks',
    explanation:
      'Since it was sent, somebody changed it in QuickBooks ({{fields, differences}}), and Billdr changed it too. Nothing was overwritten. Choose which version counts.',
  },
  'number-twice-in-billdr': {
    title: 'The number {{number}} is used twice in Billdr',
    explanation:
      'Another document in Billdr has the number {{number}} as well, and goes first. Change the number in Billdr, or send this one under the next free number.',
  },
  'id-rewritten': {
    title: 'The same record under another id?',
    explanation:
      'Billdr’s data has a new record {{id}}, and lacks {{earlier}}, which looks like it: a spreadsheet may have rewritten the id, or another program gave it. Nothing was sent or removed, and documents that name it stay as they are. Say whether it is the same one or another one; the answer can be given for the whole table.',
  },
  'awaits-review': {
    title: 'Waits for your yes: {{does, asked}}',
    explanation:
      'You chose to see this before it goes to QuickBooks. It is carried out when you approve it as it is shown now; what changes in Billdr afterwards is asked again.',
  },
  undone: {
    title: 'Taken back',
    explanation:
      'Undone by {{by}} on {{at, instant}}: QuickBooks is as it was before this was sent. It goes again only when you say so.',
  },
  'looks-entered-already': {
    title: 'It may be in QuickBooks already',
    explanation:
      'Somebody, or the bank feed, entered {{type, target}} {{number}} there: {{measure, measure}}. Nothing was sent. {{answer, sameThere}}, send this one anyway if it is another, or ignore it here.',
  },
  'already-paid-there': {
    title: 'Paid in QuickBooks already: {{type, target}} {{number}}',
    explanation:
      '{{paid, money}} of it was paid there by somebody else, and {{open, money}} is left to pay. Nothing was sent, as it would be paid twice. Link to that payment if it is the same, send this one anyway if it is another, or leave things as they are there.',
  },
  'contact-inactive': {
    title: '{{name}} was removed in QuickBooks',
    explanation:
      'The record that {{name}} was linked to has been deleted or made inactive in QuickBooks. Link it to another one, or create it again.',
  },
  'total-negative': {
    title: 'The amount is zero or below',
    explanation:
      'QuickBooks takes no document below zero and no payment of nothing, and {{number}} is one of these. Correct it in Billdr; what a client gets back is a credit there.',
  },
  'tax-code-missing': {
    title: 'Which tax code means “no tax yet” on {{side, taxSide}}?',
    explanation:
      'Amounts are sent before tax, and outside the United States QuickBooks wants a tax code on every line. QuickBooks has no active code for {{side, taxSide}} that says “out of scope”, and the others are reported on the tax return. Choose one in the settings, and everything goes on.',
  },
  'waits-for-purchase-orders': {
    title: 'Waits until the company has purchase orders',
    explanation:
      'QuickBooks has no purchase orders for this company; that is told once, at order {{number}}. Once they are there, this one goes with it.',
  },
  'waits-for-confirmation': {
    title: 'Waits for your approval',
    explanation:
      'It belongs to a change that is held back until you confirm it (see the notice above the list). Nothing was sent.',
  },
  'waits-for-connection': {
    title: 'Waits for QuickBooks',
    explanation: 'It is ready and goes by itself once this company is connected to QuickBooks.',
  },
  'starting-number-taken': {
    title: 'The number {{number}} is used already',
    explanation:
      'QuickBooks already has an invoice {{number}}, so numbering cannot continue there. Choose a number that is free.',
  },
  'nothing-to-link': {
    title: 'Nothing to do for {{key}}',
    explanation: 'There is no such record, or this does not apply to its kind. Check it in the queue.',
  },
  'linked-already': {
    title: 'Linked to another record already',
    explanation: '{{type, targetAtStart}} {{id}} in QuickBooks belongs to {{key}}. Unlink that one first.',
  },
  'link-differs': {
    title: 'That document is of another {{fields, differences}}',
    explanation:
      'Billdr says {{ours}}, {{beforeTax, money}} before tax and {{withTax, money}} with it; {{type, target}} {{number}} in QuickBooks says {{theirs}}, {{amount, money}}. Nothing was linked. If it is the same all the same, link it with a yes: the two stay out of step.',
  },
  'link-not-found': {
    title: 'QuickBooks has no {{type, target}} {{id}}',
    explanation: 'Nothing was linked. Check the id: it stands in the address of the document’s page in QuickBooks.',
  },
  // Notes beside a document that is well.
  'payment-rest-unapplied': {
    title: '{{applied, money}} applied to invoice {{number}}, {{rest, money}} kept until its tax is added',
    explanation:
      'The payment was received with its taxes, and the invoice in QuickBooks does not have all of them yet. The rest waits as an unapplied amount and is applied by itself once the tax is there.',
  },
  'payment-rest-deposited': {
    title: '{{applied, money}} applied to invoice {{number}}, {{rest, money}} kept: the payment lies in a deposit',
    explanation:
      'QuickBooks changes nothing of a payment in a bank deposit, so its rest is not applied from here. Take it out of the deposit in QuickBooks; the rest is then applied by itself, and the payment can be deposited again.',
  },
  'payment-on-account': {
    title: '{{rest, money}} on the customer’s account: invoice {{number}} is voided',
    explanation:
      'Invoice {{number}} is voided, and what was received for it stays in QuickBooks as money on the customer’s account. If it belongs to another invoice, say so in Billdr; if it is to be paid back, do that in QuickBooks.',
  },
  'payment-kept-there': {
    title: '{{applied, money}} applied to invoice {{number}}, {{rest, money}} applied to nothing in QuickBooks',
    explanation:
      'Somebody entered this payment in QuickBooks, or took it off the invoice there, so it is not applied from here. Apply the rest to the invoice in QuickBooks if it belongs there; if it does not, say so in Billdr.',
  },
  'payment-elsewhere': {
    title: '{{elsewhere, money}} of it pays something else in QuickBooks',
    explanation:
      'In Billdr all of this payment is for invoice {{number}}. In QuickBooks {{applied, money}} of it is on that invoice, and somebody put {{elsewhere, money}} on other documents. That is left as it is. If it belongs to invoice {{number}}, put it back in QuickBooks; else correct the payment in Billdr.',
  },
  'order-open-there': {
    title: 'Closed in Billdr, open in QuickBooks',
    explanation:
      'Order {{number}} is closed in Billdr. It was sent as closed, and QuickBooks keeps it open as long as its items have not come. Close it there if no more is expected.',
  },
  'payment-without-invoice': {
    title: '{{rest, money}} on the customer’s account: invoice {{number}} is not in QuickBooks',
    explanation:
      'What was received for invoice {{number}} stays in QuickBooks as money on the customer’s account, because that invoice is not there (any more). Once it is, the payment is applied to it by itself.',
  },
  'payment-overpays': {
    title: '{{applied, money}} applied to invoice {{number}}, {{rest, money}} kept: more than it has to pay',
    explanation:
      'With its taxes, invoice {{number}} has less to pay in QuickBooks than its payments and credits come to. What is over stays as an unapplied amount on the customer’s account. If it belongs to another invoice, say so in Billdr; if it is to be paid back, do that in QuickBooks.',
  },
  'credit-not-applied': {
    title: 'Not applied to invoice {{invoice}}',
    explanation:
      'Credit {{number}} is in QuickBooks, but not on invoice {{invoice}}: that invoice is not there or has nothing left to pay, or the credit was used elsewhere. What is left of it stays open on the customer’s account.',
  },
  'paid-here-open-there': {
    title: 'Paid in Billdr, {{open, money}} still open in QuickBooks',
    explanation:
      'Billdr calls invoice {{number}} paid, and QuickBooks shows {{open, money}} to pay. Of the {{received, money}} that Billdr has received or credited, {{applied, money}} is applied to it in QuickBooks, {{kept, money}} is applied to nothing there, {{elsewhere, money}} pays other documents there, and {{missing, money}} is not in QuickBooks. Each payment says what becomes of its part. Put right in QuickBooks what somebody changed there, or correct the payments in Billdr.',
  },
  'bill-open-there': {
    title: 'Paid in Billdr, {{open, money}} still open in QuickBooks',
    explanation:
      'Billdr calls {{number}} paid. In QuickBooks {{paid, money}} is paid on its bill, and {{open, money}} is open. If all of it was paid, pay the rest of the bill in QuickBooks; else correct it in Billdr.',
  },
  'open-here-paid-there': {
    title: 'Paid in QuickBooks, {{open, money}} still open in Billdr',
    explanation:
      'QuickBooks shows nothing left to pay on {{number}}: {{paid, money}} went to it by {{by, hanging}}. Billdr still has {{open, money}} open. If it was really paid, say so in Billdr; if that money belongs elsewhere, take it off in QuickBooks.',
  },
  'tax-rounding-cent': {
    title: 'A cent of rounding: {{billdr, money}} of tax in Billdr, {{quickbooks, money}} in QuickBooks',
    explanation:
      'QuickBooks works the tax out line by line and rounds each line; Billdr rounds the sum. Nothing is left to add.',
  },
  'purchase-tax-not-there': {
    title: 'Its tax of {{tax, money}} is not in QuickBooks',
    explanation:
      'It was sent before tax, and QuickBooks adds no tax to what is bought in the United States. What was paid is {{total, money}}. Add {{tax, money}} to its lines in QuickBooks; expenses that are sent or edited from now on hold their tax.',
  },
  'payment-other-currency': {
    title: 'The payment names another currency than its invoice',
    explanation:
      'The payment is in {{found}}, and invoice {{number}} is in {{currency}}. In QuickBooks a payment has the currency of its invoice, so nothing is sent: its amount would be taken for {{currency}}. Put the amount or the currency right where the data comes from, or enter the payment by hand in QuickBooks and ignore it here.',
  },
  'amount-rounded': {
    title: '“{{value}}” was rounded to the cent',
    explanation:
      'The data has this amount with less than a thousandth of a cent too much or too little, as programs leave it when they compute. The amount to the cent goes to QuickBooks. There is nothing to do.',
  },
  'dated-ahead': {
    title: 'Dated in the future: {{date, day}}',
    explanation:
      'It goes to QuickBooks under this date, and reports count it from that day on. If the date was mistyped, correct it in Billdr. Only a document dated more than a year ahead is held.',
  },
  'due-before-date': {
    title: 'Due before its own date',
    explanation:
      'It is dated {{date, day}} and due {{due, day}}, so QuickBooks shows it as overdue from the start. If one of the two was mistyped, correct it in Billdr.',
  },
  // Guards: held back until a person says yes.
  'guard-export-shrank': {
    title: '{{count}} records are missing from the export',
    explanation:
      'The latest Billdr export lacks {{count}} of {{known}} records that were there before. That can be a broken export, so nothing was deleted or voided. If they really were removed in Billdr, confirm; otherwise export again.',
  },
  'guard-many-removals': {
    title: '{{count}} documents would be voided or deleted',
    explanation:
      'More than {{limit}} documents at once would be voided or deleted in QuickBooks, so none was. Check them in the list, then confirm.',
  },
  'guard-removes-another': {
    title: 'What would be voided or deleted may be another document',
    explanation:
      'Billdr voided or removed something that was linked by hand to a document in QuickBooks of another amount, customer or supplier. Nothing was voided or deleted. Look at it in the list: unlink it where it is another one, or confirm.',
  },
  'guard-export-older': {
    title: 'This export is older than the last one',
    explanation:
      'It was made on {{exportedAt, instant}}, the last one that was read on {{last, instant}}. Nothing of it was taken. Export again, or confirm if it really is the one that counts.',
  },
  'guard-other-company': {
    title: 'This export belongs to another company',
    explanation:
      'It is from {{found}} ({{foundId}}), and this company is {{expected}}: nothing of it was taken. Choose the right export, or confirm if the company was really replaced.',
  },
  // The data folder.
  'company-unknown': {
    title: 'There is no company “{{id}}” here',
    explanation:
      'This data folder has no company of that name. List them with “companies”, or make it with “add-company”.',
  },
  'company-exists': {
    title: 'There is a company “{{id}}” already',
    explanation: 'Nothing was changed. Choose another id, or use the company that is there.',
  },
  'company-id-refused': {
    title: '“{{id}}” cannot be a company’s id',
    explanation: 'An id has up to 100 characters, no slashes, and does not begin with a space.',
  },
  'mappings-missing': {
    title: 'The mappings file is not there',
    explanation: 'There is no file {{file}}. Check its name and folder; nothing was changed.',
  },
  'mappings-unreadable': {
    title: 'The mappings file cannot be used',
    explanation: '{{file}}: {{reason}}. Nothing was changed.',
  },
  'data-folder-busy': {
    title: 'The app is running already',
    explanation:
      'Another copy is working on this data folder, so this one stopped. Use the window that is open, or close it first.',
  },
  'data-folder-elsewhere': {
    title: 'Another computer may be using this data folder',
    explanation:
      'On {{host}}, the app last worked on it at {{at}}. If it is still open there, use it there or close it. If it is not, or this folder is a copy, take the folder over: answer “Take over”, or start the command with --take-over. After fifteen minutes of silence from {{host}} the folder is free by itself.',
  },
  'data-folder-unwritable': {
    title: 'The data folder cannot be written',
    explanation:
      'Nothing can be kept in {{folder}} ({{reason}}), so nothing is sent. Free some space or correct the folder’s permissions; it goes on by itself.',
  },
  'data-folder-unreadable': {
    title: 'The data folder cannot be read',
    explanation:
      'The files in {{folder}} could not be read ({{reason}}). Check the disk and the folder’s permissions; nothing was changed.',
  },
  'guard-data-lost': {
    title: 'Something that was stored here was lost',
    explanation:
      'Part of this company’s data could not be read again when the app started. All of Billdr’s data and of QuickBooks is read anew, and QuickBooks is asked before anything is sent. Decisions made here lately may be missing: look through the list, then confirm that you have read this.',
  },
  'company-asleep': {
    title: 'This company is left asleep',
    explanation:
      'The program ended twice in a row while it worked on this company’s data ({{location}}), so it is left alone now: nothing of it is read or sent, and the others go on. “Retry” tries it once more. If the program ends again, send us the crash report.',
  },
  'company-stopped': {
    title: 'The app met a fault in this company',
    explanation:
      'Something unexpected happened while it worked on this company ({{reason}}); nothing was sent in doubt, and the others go on. It tries again by itself. If it stays, send us the crash report.',
  },
  'data-folder-not-allowed': {
    title: 'Your firm keeps this data elsewhere',
    explanation:
      'Data may lie only in {{within}} on this computer, and {{folder}} is not there. Leave --data-dir out, or name a folder in it; whoever looks after the computer can change it.',
  },
  'data-folder-synced': {
    title: 'The data folder lies in {{service}}',
    explanation:
      '{{service}} copies {{folder}} while the app writes it, and may bring back an older file, or one of another computer: then this computer would no longer know what it has sent. Keep the data on this computer alone: close the app, move the folder out of {{service}}, and start it with the new place (--data-dir). For a second computer, connect the same company there.',
  },
  'data-folder-on-network': {
    title: 'The data folder lies on another computer',
    explanation:
      '{{folder}} is reached over the network. When that fails in the middle of a sync, what was just sent cannot be written down until it is back, and the app holds everything until then; two computers also cannot tell safely who works on it. Keep the data on this computer: close the app, move the folder, and start it with the new place (--data-dir).',
  },
  'data-folder-newer': {
    title: 'The data is from a newer version',
    explanation:
      'A newer version of the app has worked on {{folder}}. Install that version again; nothing was changed.',
  },
  'data-recovered': {
    title: 'Damaged data was set aside',
    explanation:
      'A file was damaged when the app started. The last good state is in use, the damaged file is kept beside it, and QuickBooks is asked before anything is sent again.',
  },
  'desktop-only': {
    title: 'Only the desktop app can do that',
    explanation: 'This window is shown by a browser, which neither starts with the computer nor is updated by itself.',
  },
  'start-at-login-refused': {
    title: 'The system did not take it',
    explanation:
      'Whether the app starts with the computer could not be changed ({{reason}}). It stays as it was; the system’s own settings can change it too.',
  },
  'set-by-firm': {
    title: 'Your firm has set this',
    explanation:
      'It was set for every program of this kind on this computer. Whoever looks after the computer can change it.',
  },
  'proxy-address-refused': {
    title: 'This is no address of a proxy',
    explanation: '“{{address}}” cannot be used. An address looks like http://proxy.office:8080.',
  },
}
