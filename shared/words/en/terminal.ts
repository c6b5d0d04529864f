/** English for the terminal. */
export default {
  connected: 'Connected to {{name}} ({{realmId}})',
  connection: {
    connected: 'Connected to QuickBooks: {{name}}',
    'not-connected': 'Not connected to QuickBooks: sign in with “connect”',
    ended: 'The connection to QuickBooks has ended: sign in again',
    offline: 'QuickBooks cannot be reached right now',
  },
  lastRead: 'Billdr data last read {{at}}',
  synced: 'Sent {{sent}}, refused {{failed}}',
  count: '{{state}}: {{count, number}}',
  documents_one:
    '{{there, number}} of {{count, number}} document in QuickBooks; need you: {{needs, number}}; waiting: {{waiting, number}}',
  documents_other:
    '{{there, number}} of {{count, number}} documents in QuickBooks; need you: {{needs, number}}; waiting: {{waiting, number}}',
  byState: 'With contacts and cost codes: {{counts}}',
  undo: {
    unknown: 'There is no run {{run}}. “runs” lists them; a document is named by its key, such as invoice:i-1.',
    ask: 'Take this back in the books of {{company}}? (yes/no)',
    nobody: 'Nobody can be asked here: say --yes to take this back. Nothing was sent.',
    no: 'Nothing was taken back.',
  },
  confirmed: 'Confirmed for {{company}}: {{count, number}}. The next sync carries it out.',
  badSetting: 'Not a setting, or not a value it takes: {{text}}',
  badState: 'No state “{{state}}”; there are {{states}}',
  badKey: 'Not a key: {{text}}. A key looks like invoice:i-1001',
  reasonMissing: 'Say why it is left out: --reason <text>',
  whichCompany: 'Which company? Say --company <id>',
  foundAgain:
    'The list of companies was damaged or gone. Found again from their folders: {{ids}}. The language of the app is the default again.',
  auditColumn: {
    at: 'When',
    who: 'Who',
    what: 'What',
    key: 'Record',
    number: 'Number',
    party: 'Client or supplier',
    amount: 'Amount',
    currency: 'Currency',
    quickbooks: 'In QuickBooks',
    reason: 'Reason',
  },
  auditWhole_one: '{{count}} entry, unbroken',
  auditWhole_other: '{{count}} entries, unbroken',
  auditBroken: 'The history is broken at line {{line}}: {{why}}',
  auditWhy: {
    changed: 'it is not as it was written, or does not follow from the line before it.',
    missing: 'lines that stood before it are missing.',
    reordered: 'it does not belong there. It was added, repeated or moved.',
    truncated: 'the history ends before it, and had more lines.',
    'head-missing': 'the note of where the history ends was gone, so lines before it may have been cut off.',
    rewritten: 'it is another line than the one that stood there. The history was changed, and its chain made to fit.',
    cut: 'the history ends before it, and had more lines. They were cut off, or an older copy of the history was put back alone.',
    gone: 'the history is gone, though something was done that stood in it.',
    'seal-wrong':
      'its end does not fit the key in the keychain. The history was changed outside the program, and its chain made to fit.',
    'seal-gone':
      'its end is not under the key that this computer has for it. The history was changed outside the program, or put back from a copy that is older than the key.',
  },
  auditKey: {
    sealed: 'Its end is under the key in the keychain.',
    sealedTo:
      'Up to entry {{to}} its end is under the key in the keychain; the later ones are not yet, and their chain alone holds them.',
    unsealed: 'It is not under a key of the keychain yet: its chain alone holds it. The next sync puts it under one.',
    'key-elsewhere':
      'Its key is not in this keychain (the data folder comes from another computer, or the keychain was emptied): its chain alone holds it. The next sync puts it under a new key.',
    'keychain-locked': 'The keychain did not answer, so its key could not be asked: its chain alone holds it.',
    'keychain-missing': 'There is no keychain here, and so no key for it: its chain alone holds it.',
    practice: 'Practice has no key in the keychain: its chain alone holds it.',
  },
  health: {
    stops: 'Stops documents',
    harms: 'Has consequences',
    hint: 'Good to know',
    well: 'No setting of QuickBooks stands in the way',
  },
  sides: '{{field}}: Billdr now {{billdr}}; as sent {{sent}}; QuickBooks {{quickbooks}} (read {{read}})',
  sidesUnsent: '{{field}}: Billdr now {{billdr}}; QuickBooks {{quickbooks}} (read {{read}})',
  other: 'In QuickBooks: {{type, target}} {{about}} (id {{id}}).',
  otherSame: 'If that is the same document: link {{key}} {{id}}',
  phase: {
    reading: 'Reading Billdr’s data…',
    looking: 'Checking QuickBooks…',
    sending: 'Sending {{done}} of {{total}}, {{rate}} a second, {{left}} s left',
    pausing: 'QuickBooks asked for a pause; going on by itself',
  },
  /** In place of the explanations that promise to go on by themselves, where the program ends. */
  ended: {
    'another-copy-sends':
      'It runs on this computer with another data folder, and only one of them sends at a time, so that nothing goes twice. This sync ends here; run it again once the other one is through.',
    throttled:
      'Too many requests came in for this company within a minute, perhaps from another app too. Nothing is lost: this sync ends here, and the next one goes on where it ended.',
    offline:
      'No connection could be opened. Check the internet connection. This sync ends here, and the next one goes on where it ended.',
    'quickbooks-busy':
      'QuickBooks reported an internal error or did not answer in time. This sync ends here. The next one checks first what has arrived, so that nothing is written twice, and goes on where this one ended.',
    'source-unreachable':
      '{{location}} cannot be reached now, so nothing new was read. Check that the service is running; the next sync tries it again.',
    'source-busy':
      'Another program is using {{file}}, so it cannot be read now. Close it there (in Excel, for instance); the next sync tries it again.',
    'source-incomplete':
      'The export is not complete yet: {{file}} is missing or does not match the list that Billdr writes at the end. Nothing was read; the next sync looks at it again. If it stays so, make the export again in Billdr.',
  },
}
