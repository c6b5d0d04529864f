/** English for the problems of the connection and of QuickBooks' refusals, by the codes of the problem catalogue. */
export default {
  // The connection.
  'not-connected': {
    title: 'Not connected to QuickBooks',
    explanation:
      'This company has no QuickBooks connection on this computer, so nothing can be sent. Sign in to QuickBooks to connect it; what is waiting goes by itself afterwards.',
  },
  'connection-ended': {
    title: 'The QuickBooks connection has ended',
    explanation:
      'QuickBooks no longer accepts this connection: it was disconnected in QuickBooks, connected again elsewhere, or not used for 100 days. Sign in again; your matches and history are kept and nothing is sent twice.',
  },
  'connection-unconfirmed': {
    title: 'Is this the right QuickBooks company?',
    explanation:
      'This computer holds a connection to {{name}}, but the data here does not say that it is this company’s. Nothing is sent with it. Sign in to QuickBooks to say which company it is; nothing is sent twice.',
  },
  'connection-ends-soon': {
    title: 'The QuickBooks connection ends on {{date, day}}',
    explanation: 'From that day on nothing is sent. Sign in again before it: your matches and history are kept.',
  },
  'connection-ends-for-good': {
    title: 'The QuickBooks connection ends on {{date, day}}, after five years',
    explanation:
      'Intuit ends every connection after five years, however much it is used. From that day on nothing is sent. Sign in again before it: your matches and history are kept.',
  },
  'connection-forbidden': {
    title: 'QuickBooks does not let us into this company',
    explanation:
      'The person who connected no longer has access to the company, the app was removed in QuickBooks, or the keys belong to the other environment (test or production). Ask the company’s administrator, then sign in again.',
  },
  'sign-in-refused': {
    title: 'Access was not granted',
    explanation:
      'The QuickBooks page was closed with “No thanks” or “Cancel”, so nothing was connected. Sign in again and choose “Connect” when you are ready.',
  },
  'sign-in-mismatch': {
    title: 'This answer does not belong to the sign-in under way',
    explanation:
      'The address comes from another or an older sign-in, so it was not used. Copy the whole address of the last page that the sign-in opened, or sign in again.',
  },
  'sign-in-failed': {
    title: 'QuickBooks did not complete the sign-in',
    explanation:
      'The sign-in ended without a usable answer ({{reason}}). Nothing was connected. Sign in again; if it keeps happening, check that the redirect address in the Intuit app is the one shown in the settings.',
  },
  'sign-in-code-used': {
    title: 'This sign-in was already used or took too long',
    explanation:
      'QuickBooks gives a code that works once, for a few minutes. This one was used already or is too old. Sign in again.',
  },
  'redirect-port-taken': {
    title: 'Another program has port {{wanted}}',
    explanation:
      'The browser comes back from the sign-in to a port of this computer, and Intuit knows only {{wanted}}, which another program has now. With port {{port}} instead it will refuse the sign-in. End the other program and sign in again, or register the address with port {{port}} with Intuit.',
  },
  'sign-in-expired': {
    title: 'The sign-in was not finished in time',
    explanation:
      'No answer came back from the browser, so the app stopped waiting. Nothing was connected. Sign in again when you are ready.',
  },
  'sign-in-cancelled': {
    title: 'The sign-in was cancelled',
    explanation: 'You stopped the sign-in, so nothing was connected. Sign in again when you are ready.',
  },
  'sign-in-other-company': {
    title: 'You signed in to another QuickBooks company',
    explanation:
      'This company was connected to QuickBooks company {{expected}}, and you chose {{realmId}}. Nothing is sent until you say whether that is right: documents would go into the other company’s books.',
  },
  'app-keys-missing': {
    title: 'The keys of the Intuit app are missing',
    explanation:
      'To connect to QuickBooks, this app needs the client id and the client secret of your Intuit app. Enter them in the settings; they are kept in this computer’s keychain.',
  },
  'app-keys-wrong': {
    title: 'Intuit does not accept the app’s keys',
    explanation:
      'The client id or the client secret is wrong, was replaced, or belongs to the other environment (test or production). Correct them in the settings, then sign in again.',
  },
  'environment-unknown': {
    title: 'Which QuickBooks is meant?',
    explanation:
      'The variable QBO_ENVIRONMENT says “{{value}}”, and only “production”, “sandbox” and “practice” are known. Nothing was sent. Correct it or remove it.',
  },
  'address-refused': {
    title: 'This QuickBooks address is not allowed',
    explanation:
      'The variable {{name}} points to “{{host}}”. Tokens are sent only to Intuit (over https) or to this computer, so nothing was sent. Remove it or correct it.',
  },
  'relay-refused': {
    title: 'The address of the sign-in page does not fit',
    explanation:
      '“{{host}}” is not an https address. Intuit sends the sign-in of production keys back to an https page; put its full address, as it is registered with Intuit, or leave it empty for test keys.',
  },
  'keychain-missing': {
    title: 'This computer has no keychain that the app can use',
    explanation:
      'QuickBooks tokens are kept only in the operating system’s keychain, never in a file, so no connection is possible yet. Install or start what is missing ({{install}}), then try again.',
  },
  'keychain-locked': {
    title: 'The keychain is locked',
    explanation:
      'The operating system did not give access to its keychain, where the QuickBooks tokens are. Unlock it (it may be asking for your password in another window), then try again.',
  },
  offline: {
    title: 'QuickBooks cannot be reached',
    explanation:
      'No connection could be opened, so nothing was sent. Check the internet connection; sending continues by itself once it is back.',
  },
  'certificate-not-trusted': {
    title: 'This computer does not trust the certificate',
    explanation:
      'The connection is protected by a certificate that this computer does not trust ({{cause}}), so nothing was sent. An office network or an antivirus program that looks into traffic does that: whoever looks after the network can add its certificate to the system, and “Retry” goes on. At an unknown network, do not go on.',
  },
  'clock-wrong': {
    title: 'The date of this computer seems to be wrong',
    explanation:
      'By this computer’s date the other side’s certificate is not valid today ({{cause}}), so nothing was sent. Set the date, time and time zone in the system’s settings, then press “Retry”. If they are right, the certificate itself has ended; it is renewed by whoever runs that service.',
  },
  'proxy-refused': {
    title: 'The office’s proxy lets nothing through',
    explanation:
      'This network leads to the internet by a proxy, which refused the way to QuickBooks ({{cause}}), so nothing was sent. Whoever looks after the network can allow intuit.com there. Where this computer reaches the internet without it, choose “No proxy” in the settings.',
  },
  'proxy-sign-in': {
    title: 'The office’s proxy wants a sign-in',
    explanation:
      'This network leads to the internet by a proxy that wants a name and a password, so nothing was sent. Enter them in the settings, under “Network”; they go into the keychain. Whoever looks after the network knows them. Sending goes on by itself.',
  },
  'proxy-not-spoken': {
    title: 'This program cannot speak with the office’s proxy',
    explanation:
      'This network leads to the internet by a proxy of a kind that this program does not speak ({{how}}), so nothing was sent. It speaks HTTP and HTTPS proxies, with name and password where they are wanted. Whoever looks after the network can name one, or let intuit.com through directly; enter it in the settings, under “Network”.',
  },
  'network-sign-in-page': {
    title: 'The network wants a sign-in first',
    explanation:
      'A page of this network (a proxy, a guest network) answered in the place of QuickBooks, with status {{status}}. Open any web page in the browser, sign in to the network there, then press “Retry”. What was under way is looked for before anything is sent again.',
  },
  'another-copy-sends': {
    title: 'Another copy of this program is sending to this QuickBooks company',
    explanation:
      'It runs on this computer with another data folder, and only one of them sends at a time, so that nothing goes twice. This one goes on by itself once the other one is through. If nobody needs the other copy, end it.',
  },
  'company-paused': {
    title: 'QuickBooks has closed this company for now',
    explanation:
      'The company’s QuickBooks subscription has ended or is unpaid, or Intuit is working on the company. Nothing was written. Open QuickBooks to see which it is; then try again.',
  },
  throttled: {
    title: 'QuickBooks asks us to wait',
    explanation:
      'Too many requests came in for this company within a minute, perhaps from another app too. Sending continues by itself in {{seconds}} s; nothing is lost.',
  },

  // QuickBooks said no, or nothing that can be trusted.
  'outcome-unknown': {
    title: 'It is not known whether QuickBooks has it',
    explanation:
      'The connection broke before the answer came. The document is looked up in QuickBooks before anything is sent again, so that it cannot be there twice.',
  },
  'quickbooks-busy': {
    title: 'QuickBooks had trouble answering',
    explanation:
      'QuickBooks reported an internal error or did not answer in time. It is tried again by itself, and checked first so that nothing is written twice.',
  },
  'quickbooks-keeps-failing': {
    title: 'QuickBooks answers this one with an internal error each time',
    explanation:
      'It was sent in five runs, and QuickBooks never took it: each time it answered with an internal error or not at all, while other things went through. It was looked for each time and is not in QuickBooks. Something in it may be too much for QuickBooks: simplify it in Billdr, or try again later.',
  },
  'quickbooks-refused': {
    title: 'QuickBooks refused it',
    explanation:
      'QuickBooks says: “{{said}}” Nothing was written. Correct what it names, in QuickBooks or in Billdr, then try again.',
  },
  'quickbooks-answer-broken': {
    title: 'The answer does not come from QuickBooks',
    explanation:
      'Something between here and QuickBooks (a maintenance page, a firewall, a proxy) answered instead of it. The document is looked up before anything is sent again.',
  },
  stale: {
    title: 'Somebody changed it in QuickBooks at the same moment',
    explanation:
      'The document was changed in QuickBooks after we last read it, so our change was not saved. It is read again and compared before anything is sent.',
  },
  'reference-inactive': {
    title: 'Something it uses is inactive in QuickBooks',
    explanation:
      'An account, item, customer or supplier of this document was made inactive or deleted in QuickBooks. Make it active again there, or choose another one here, then try again.',
  },
  'reference-missing': {
    title: 'Something it uses is no longer in QuickBooks',
    explanation:
      'QuickBooks does not know an account, item, customer or supplier of this document any more (“{{said}}”). Choose another one, then try again.',
  },
  'parent-refused': {
    title: 'QuickBooks does not accept where it belongs',
    explanation:
      'The customer or account above it does not fit: it is missing, it is the same one, its invoices tie it down, or there would be more than five levels. QuickBooks says: “{{said}}” Choose another customer or change it in QuickBooks.',
  },
  'linked-elsewhere': {
    title: 'Other documents hold on to it in QuickBooks',
    explanation:
      'It is linked to other transactions, such as a payment or an invoice, so QuickBooks does not let it be linked, changed or deleted. Undo that link in QuickBooks, then try again.',
  },
  'balance-open': {
    title: 'It still has a balance in QuickBooks',
    explanation:
      'QuickBooks does not let a customer or supplier go while there is an open balance or an expense that was not billed. Settle that in QuickBooks, then try again.',
  },
  'payment-deposited': {
    title: 'The payment is already part of a bank deposit',
    explanation:
      'QuickBooks does not change or delete a payment that was put into a deposit, so nothing was changed. Take it out of the deposit in QuickBooks, then try again.',
  },
  'payment-settled': {
    title: 'The payment has already been processed',
    explanation:
      'It went through a card or bank payment service and is settled, so QuickBooks no longer changes or deletes it. Make the correction in QuickBooks itself, then ignore it here.',
  },
  'bank-matched': {
    title: 'It is matched to a bank transaction',
    explanation:
      'In QuickBooks this document is matched to a line of the bank feed in another account. Undo the match in QuickBooks (Banking), then try again.',
  },
  'inventory-date': {
    title: 'The date is before the item’s inventory start',
    explanation:
      'An inventory item on this document is counted in QuickBooks only from a later date. Change the item’s start date in QuickBooks, or the document’s date in Billdr, then try again.',
  },
  'feature-off': {
    title: 'This QuickBooks company does not have that feature',
    explanation:
      'The company’s plan or settings do not include what this document needs, or the person who connected may not use it. Switch it on in QuickBooks or ask its administrator, then try again.',
  },
  'billable-refused': {
    title: 'QuickBooks does not accept it as billable',
    explanation:
      'A billable expense needs a customer on the line and billable expenses switched on in QuickBooks (Settings › Expenses). QuickBooks says: “{{said}}”',
  },
  'account-type-refused': {
    title: 'The chosen account does not fit here',
    explanation:
      'QuickBooks wants another kind of account, or an item, on a line of this document (“{{said}}”). Choose another one for its cost code, then try again.',
  },
  'text-refused': {
    title: 'QuickBooks does not accept a text',
    explanation:
      'A name, number or note is too long, empty or has characters that QuickBooks refuses (“{{said}}”). Change it in Billdr, then try again.',
  },
  'amount-refused': {
    title: 'QuickBooks does not accept an amount',
    explanation:
      'An amount, quantity or rate is out of range, negative where it may not be, or does not add up (“{{said}}”). Check the lines in Billdr, then try again.',
  },
  'date-refused': {
    title: 'QuickBooks does not accept a date',
    explanation:
      'A date of this document is not possible for QuickBooks (“{{said}}”). Correct it in Billdr, then try again.',
  },
  'contact-detail-refused': {
    title: 'An email or web address is not valid',
    explanation:
      'QuickBooks refuses the email or web address of this contact (“{{said}}”). Correct it in Billdr, then try again.',
  },
  'tax-refused': {
    title: 'QuickBooks does not accept the tax code',
    explanation:
      'The tax code on a line cannot be used for this document (“{{said}}”). Choose another tax code for untaxed lines, then try again.',
  },
  'program-fault': {
    title: 'The app sent something QuickBooks does not understand',
    explanation:
      'This is a mistake of the app, not yours; nothing was written. Code {{code}} {{element}}: “{{said}}” Please pass it on to support; the other documents go on.',
  },

  // Rules of the sync that QuickBooks itself can report.
  'deleted-in-quickbooks': {
    title: 'It was deleted in QuickBooks',
    explanation:
      'The document that was sent is no longer in QuickBooks. Create it anew, link this one to another document there, or leave it out.',
  },
  'number-taken': {
    title: 'The number {{number}} is already used in QuickBooks',
    explanation:
      'Another document in QuickBooks has this number. Compare the two: link to that one if it is the same document, take the next free number if it is not, or leave it out.',
  },
  'name-taken': {
    title: 'The name is already used in QuickBooks',
    explanation:
      'A customer, supplier, employee or item in QuickBooks has this name, and QuickBooks wants each name once. Link to it if it is the same, or change the name in Billdr.',
  },
  'books-closed': {
    title: 'The books are closed for this date',
    explanation:
      'The date lies in a period that is closed in QuickBooks, where nothing may be added or changed. Open the period in QuickBooks or change the date in Billdr, then try again.',
  },
  'purchase-orders-off': {
    title: 'Purchase orders are not available in this company',
    explanation:
      'Purchase orders need QuickBooks Online Plus or Advanced, with purchase orders switched on (Settings › Expenses). Switch them on or change the plan, then try again; until then they stay here.',
  },
}
