/** English for the terminal. */
export default {
  connected: 'Connected to {{name}} ({{realmId}})',
  connection: {
    'connected': 'Connected to QuickBooks: {{name}}',
    'not-connected': 'Not connected to QuickBooks',
    'ended': 'The connection to QuickBooks has ended: sign in again',
    'offline': 'QuickBooks cannot be reached right now',
  },
  lastRead: 'Billdr data last read {{at}}',
  synced: 'Sent {{sent}}, refused {{failed}}',
  count: '{{state}}: {{count, number}}',
  confirmed: 'Confirmed for {{company}}: {{count, number}}. The next sync carries it out.',
  badSetting: 'Not a setting, or not a value it takes: {{text}}',
  badState: 'No state “{{state}}”; there are {{states}}',
  badKey: 'Not a key: {{text}}. A key looks like invoice:i-1001',
  whichCompany: 'Which company? Say --company <id>',
  auditWhole_one: '{{count}} entry, unbroken',
  auditWhole_other: '{{count}} entries, unbroken',
  auditBroken: 'The history is broken at line {{line}}: {{why}}',
  health: {
    stops: 'Stops documents',
    harms: 'Has consequences',
    hint: 'Good to know',
    well: 'No setting of QuickBooks stands in the way',
  },
  phase: {
    reading: 'Reading Billdr’s data…',
    looking: 'Looking at QuickBooks…',
    sending: 'Sending {{done}} of {{total}}, {{rate}} a second, {{left}} s left',
    pausing: 'QuickBooks asked for a pause; going on by itself',
  },
}
