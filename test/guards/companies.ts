import type { Guard } from './guard.ts'

const CONNECTION = 'electron/qbo/connection.ts'
const OWNER = 'electron/qbo/connection-owner.ts'
/** Behind this: the tokens are for the company that the profile is connected to. */
const IS_OWN = 'owner.boundTo()?.environment === kept.environment && wasKeptFor(owner, kept)'
const SCHEDULER = 'electron/companion/scheduler.ts'
const SECOND_FOLDER = 'A second data folder with a company of the same id'
const COPIED_FOLDER = "A copied data folder is pointed at another contractor's data"
const OTHER_KEY = 'A key of the local API goes to another address'
const NOT_OPENED = 'The store, history or list of one company cannot be opened'
const LAST_COMMIT = 'The very last commit, the history or the list of companies is damaged'
const REWRITTEN_HISTORY = 'The history is changed and every hash computed anew'
const SIGNED_IN_ELSEWHERE = 'A person signs in to another company of QuickBooks while a run sends to the earlier one'
const CHOSEN_ELSEWHERE = 'Another place for the data is chosen while the earlier one is opened or read'

/** What keeps the trouble of one contractor from the others. */
export const COMPANIES: readonly Guard[] = [
  {
    attack: SIGNED_IN_ELSEWHERE,
    what: 'the run ends first, and keeps nothing of another company',
    edits: [
      { file: 'electron/companion/connect.ts', guard: 'company.betweenRuns(keep)', without: 'keep()' },
      {
        file: 'electron/companion/sync.ts',
        guard: 'workspace.profile().realmId !== realmId',
        without: 'realmId === ""',
      },
    ],
    test: 'companion/chosen-while-sending.test.ts',
    title: 'another company of QuickBooks: nothing',
  },
  {
    attack: 'Two calls wait for one sign-in, and only one of them said yes to the other company',
    what: 'one answer for both',
    edits: [
      {
        file: 'electron/companion/connect.ts',
        guard: '(signIn.ended ??= endSignIn(company, signIn, acceptOther))',
        without: 'endSignIn(company, signIn, acceptOther)',
      },
    ],
    test: 'companion/chosen-while-sending.test.ts',
    title: 'another company, of which two wait',
  },
  {
    attack: CHOSEN_ELSEWHERE,
    what: 'what was opened before',
    edits: [
      {
        file: 'electron/companion/company-source.ts',
        guard: 'if (reopenings !== this.#reopenings) return this.open()',
        without: '',
      },
      {
        file: 'electron/companion/company-source.ts',
        guard: '{ environment: null }),\n    })\n    this.reopen()',
        without: '{ environment: null }),\n    })',
      },
    ],
    test: 'companion/source-chosen.test.ts',
    title: 'while the earlier one is opened',
  },
  {
    attack: CHOSEN_ELSEWHERE,
    what: 'what was read before',
    edits: [
      {
        file: 'electron/companion/company-source.ts',
        guard: 'const isOutdated = (): boolean => reopenings !== this.#reopenings',
        without: 'const isOutdated = (): boolean => reopenings < 0',
      },
    ],
    test: 'companion/source-chosen.test.ts',
    title: 'while the earlier one is read',
  },
  {
    attack: SECOND_FOLDER,
    what: 'whose tokens they are',
    edits: [{ file: OWNER, guard: IS_OWN, without: 'true' }],
    test: 'qbo/connection-owner.test.ts',
    title: 'are neither used nor ended by',
  },
  {
    attack: SECOND_FOLDER,
    what: "the data folder's own id in the name of the tokens, once nobody asks whose they are",
    edits: [
      { file: OWNER, guard: IS_OWN, without: 'true' },
      {
        file: 'electron/qbo/kept-tokens.ts',
        guard: '`tokens ${folderId} ${companyId}`',
        without: '`tokens ${companyId}`',
      },
    ],
    test: 'companion/two-contractors.test.ts',
    title: 'one that never signed in',
  },
  {
    attack: SECOND_FOLDER,
    what: 'the realm of a request',
    edits: [{ file: 'electron/qbo/client.ts', guard: 'granted.realmId !== realmId', without: 'false' }],
    test: 'qbo/client.test.ts',
    title: 'goes to the right company or nowhere',
  },
  {
    attack: 'Its `disconnect` ends the other',
    what: 'whose connection it is',
    edits: [
      {
        file: OWNER,
        guard: 'return kept.keptFor === null ? refusedTo(owner, kept) === null : wasKeptFor(owner, kept)',
        without: 'return true',
      },
    ],
    test: 'qbo/connection-owner.test.ts',
    title: 'are neither used nor ended by',
  },
  {
    attack: 'Its `disconnect` ends the other',
    what: "the same, and the data folder's own id in the name of the tokens",
    edits: [
      { file: CONNECTION, guard: 'if (kept && !mayEnd(owner, kept)) return revocation\n', without: '' },
      {
        file: 'electron/qbo/kept-tokens.ts',
        guard: '`tokens ${folderId} ${companyId}`',
        without: '`tokens ${companyId}`',
      },
    ],
    test: 'companion/two-contractors.test.ts',
    title: 'one that never signed in',
  },
  {
    attack: 'A lost or restored profile takes over',
    what: 'the profile says that it is connected',
    edits: [{ file: OWNER, guard: 'const isOwn = ', without: 'const isOwn = owner.boundTo() === null || ' }],
    test: 'qbo/connection-owner.test.ts',
    title: 'are neither used nor ended by',
  },
  {
    attack: 'A lost or restored profile takes over',
    what: 'and where',
    edits: [{ file: OWNER, guard: 'owner.boundTo()?.environment === kept.environment && ', without: '' }],
    test: 'qbo/connection-owner.test.ts',
    title: 'of another environment are not used',
  },
  {
    attack: COPIED_FOLDER,
    what: 'nothing is sent before the place was read',
    edits: [
      { file: 'electron/companion/company.ts', guard: 'this.profile.cursor !== null && read?', without: 'read?' },
      { file: 'electron/companion/company.ts', guard: ' || this.profile.cursor === null', without: '' },
    ],
    test: 'companion/two-contractors.test.ts',
    title: 'a copy pointed at a place that cannot be read',
  },
  {
    attack: COPIED_FOLDER,
    what: "nothing is sent while it holds another company's data",
    edits: [{ file: 'electron/companion/company.ts', guard: " && read?.code !== 'guard-other-company'", without: '' }],
    test: 'companion/two-contractors.test.ts',
    title: 'a copy in whose place the other data come to lie',
  },
  {
    attack: OTHER_KEY,
    what: 'its origin',
    edits: [
      {
        file: 'electron/companion/source-key.ts',
        guard: 'if (kept?.origin !== origin) return null',
        without: 'if (kept === null) return null',
      },
    ],
    test: 'companion/source-key.test.ts',
  },
  {
    attack: OTHER_KEY,
    what: 'the Billdr company',
    edits: [
      {
        file: 'electron/companion/source-key.ts',
        guard: 'kept.billdrId === null || billdrId === null || kept.billdrId === billdrId ? kept.key : null',
        without: 'kept.key',
      },
    ],
    test: 'companion/source-key.test.ts',
    title: 'keeps the key that one contractor',
  },
  {
    attack: OTHER_KEY,
    what: "the data folder's id",
    edits: [{ file: 'electron/companion/source-key.ts', guard: '${this.#folderId} ', without: '' }],
    test: 'companion/source-key.test.ts',
    title: 'keeps the key that one contractor',
  },
  {
    attack: 'The key of a source that was refused stays',
    what: 'it is forgotten',
    edits: [{ file: 'electron/companion/companion.ts', guard: 'await keys.forget(id)\n', without: '' }],
    test: 'companion/source-key.test.ts',
    title: 'forgets the key',
  },
  {
    attack: 'The local API is asked over http beyond the private network',
    what: 'https only',
    edits: [
      {
        file: 'electron/billdr/api/api-hosts.ts',
        guard: "return url.protocol === 'http:' && isIP(host) !== 0 && !isNear(host)",
        without: 'return false',
      },
    ],
    test: 'companion/allowed-host.test.ts',
  },
  {
    attack: 'The local API is asked over http beyond the private network',
    what: 'names are looked up at the moment of connecting',
    edits: [
      {
        file: 'electron/billdr/api/api-hosts.ts',
        guard: '!addresses.every(({ address }) => isNear(address))',
        without: 'false',
      },
    ],
    test: 'billdr/far-name.test.ts',
  },
  {
    attack: 'A location that cannot be understood is stored',
    what: 'of a company that is there',
    edits: [
      {
        file: 'electron/companion/company-source.ts',
        guard: 'if (refused) return { ok: false, problem: refused }\n',
        without: '',
      },
    ],
    test: 'companion/source-key.test.ts',
    title: 'before it is stored',
  },
  {
    attack: 'A location that cannot be understood is stored',
    what: 'of a new company',
    edits: [{ file: 'electron/companion/companion.ts', guard: 'if (!understood.ok) return understood\n', without: '' }],
    test: 'companion/source-key.test.ts',
    title: 'before it is stored',
  },
  {
    attack: NOT_OPENED,
    what: 'the scheduler keeps it',
    edits: [
      {
        file: SCHEDULER,
        guard: 'this.#unopened.set(id, { ...this.companion.about(id), problem: opened.problem })\n',
        without: '',
      },
    ],
    test: 'companion/one-company-broken.test.ts',
    title: 'it stays in every list with its problem',
  },
  {
    attack: NOT_OPENED,
    what: 'the others are opened',
    edits: [
      {
        file: 'electron/companion/companion.ts',
        guard: 'return { ok: false, problem: stoppedBy(error) }',
        without: 'throw error',
      },
      {
        file: 'electron/store/write-error.ts',
        guard: 'if (code === null) throw error\n',
        without: 'throw error\n',
      },
    ],
    test: 'companion/one-company-broken.test.ts',
    title: 'it stays in every list with its problem',
  },
  {
    attack: NOT_OPENED,
    what: 'the command lists it',
    edits: [
      {
        file: 'electron/terminal/commands.ts',
        guard: 'listed.push({ status, problem: why })',
        without: 'if (why === null) listed.push({ status, problem: why })',
      },
    ],
    test: 'companion/one-company-broken.test.ts',
    title: 'it stays in every list with its problem',
  },
  {
    attack: "A surprise in one company's run ends the program",
    what: 'it is caught in the run',
    edits: [
      {
        file: 'electron/companion/company.ts',
        guard: 'return { read: null, push: null, problem: this.#caught(error) }',
        without: 'throw error',
      },
    ],
    test: 'companion/one-company-broken.test.ts',
    title: 'a run that meets what nobody expected',
  },
  {
    attack: "A surprise in one company's run ends the program",
    what: 'it is caught in its turn',
    edits: [
      {
        file: SCHEDULER,
        guard: 'if (!this.#isClosing) this.companion.fault(company.id, error)\n',
        without: 'throw error\n',
      },
    ],
    test: 'companion/one-company-broken.test.ts',
    title: 'so is what its turn meets',
  },
  {
    attack: 'A flipped bit loses a commit while the cursor survives',
    what: 'everything is read anew',
    edits: [
      {
        file: 'electron/companion/after-loss.ts',
        guard: 'await workspace.setProfile({ cursor: null, lookedAt: null })\n',
        without: '',
      },
    ],
    test: 'companion/one-company-broken.test.ts',
    title: 'a bit that flipped in a stored line',
  },
  {
    attack: 'A flipped bit loses a commit while the cursor survives',
    what: 'the note of it stays',
    edits: [{ file: 'electron/companion/after-loss.ts', guard: 'confirmed: false }', without: 'confirmed: true }' }],
    test: 'companion/one-company-broken.test.ts',
    title: 'a bit that flipped in a stored line',
  },
  {
    attack: 'What is behind the list of companies ends the program at every start',
    what: 'the third start leaves it asleep',
    edits: [
      {
        file: 'electron/companion/at-work.ts',
        guard: '(await this.crashesOf(id)) >= MOST_CRASHES',
        without: 'false',
      },
    ],
    test: 'companion/crash-loop.test.ts',
    title: 'leaves a company asleep at the third start',
  },
  {
    attack: LAST_COMMIT,
    what: 'the last commit',
    edits: [{ file: 'electron/store/recovery.ts', guard: 'journal.brokenAtEnd > 0', without: 'false' }],
    test: 'companion/one-company-broken.test.ts',
    title: 'is a loss too, and is said',
  },
  {
    attack: LAST_COMMIT,
    what: 'the history',
    edits: [
      {
        file: 'electron/store/audit/audit-end.ts',
        guard: 'this.isDamaged = isDamaged || broken !== null',
        without: 'this.isDamaged = false',
      },
    ],
    test: 'companion/one-company-broken.test.ts',
    title: 'is a loss too, and is said',
  },
  {
    attack: LAST_COMMIT,
    what: 'the list of companies',
    edits: [{ file: 'electron/companion/after-loss.ts', guard: ' && !isLostElsewhere', without: '' }],
    test: 'companion/one-company-broken.test.ts',
    title: 'a list of companies that was lost',
  },
  {
    attack: REWRITTEN_HISTORY,
    what: 'its end is under the key',
    edits: [{ file: 'electron/store/audit/audit-end.ts', guard: '!isSealedBy(found, key)', without: 'false' }],
    test: 'store/audit-seal.test.ts',
    title: 'with a seal that somebody made up',
  },
  {
    attack: REWRITTEN_HISTORY,
    what: 'the key was used',
    edits: [
      {
        file: 'electron/store/audit/audit-end.ts',
        guard: "if (key.isUsed) return { what: HISTORY_BROKEN, params: { why: 'seal-gone', after } }\n",
        without: '',
      },
    ],
    test: 'companion/kept-history.test.ts',
    title: 'with its seal taken off',
  },
  {
    attack: REWRITTEN_HISTORY,
    what: 'the data know its end',
    edits: [
      {
        file: 'electron/companion/workspace.ts',
        guard: "end: store.table('historyEnd').get(ONLY) ?? null",
        without: 'end: null',
      },
    ],
    test: 'companion/kept-history.test.ts',
    title: 'the company’s data know another end',
  },
  {
    attack: REWRITTEN_HISTORY,
    what: 'the data know that something was done',
    edits: [
      {
        file: 'electron/companion/workspace.ts',
        guard: "hasDeeds: store.table('links').size > 0",
        without: 'hasDeeds: false',
      },
    ],
    test: 'companion/kept-history.test.ts',
    title: 'gone: something was done that stood in it',
  },
  {
    attack: REWRITTEN_HISTORY,
    what: 'the keychain knows that its key was used',
    edits: [
      {
        file: 'electron/companion/history-key.ts',
        guard: "if (!key.isUsed) await this.#keep(key, 'used')",
        without: '',
      },
    ],
    test: 'companion/kept-history.test.ts',
    title: 'with its seal taken off',
  },
  {
    attack: 'A file that changes beside the export has QuickBooks asked',
    what: 'no look where nothing is new',
    edits: [
      {
        file: 'electron/companion/company.ts',
        guard: 'if (!this.source.hadNews && performance.now() - this.#ranAt < askAfterMs)',
        without: 'if (false)',
      },
    ],
    test: 'companion/beside-the-export.test.ts',
  },
  {
    attack: 'A file that changes beside the export has QuickBooks asked',
    what: 'the interval',
    edits: [{ file: 'electron/companion/pace.ts', guard: 'isChange ? intervalMs : 0', without: '0' }],
    test: 'companion/beside-the-export.test.ts',
  },
  {
    attack: 'A clock that is set back silences a source that was down',
    what: 'a rest from the future is over',
    edits: [{ file: 'electron/companion/company-source.ts', guard: 'restedMs >= 0 && ', without: '' }],
    test: 'companion/beside-the-export.test.ts',
    title: 'a clock that jumps back',
  },
  {
    attack: "One contractor's trouble, for an hour, in ten ways",
    what: 'an export is closed after each reading',
    edits: [{ file: 'electron/billdr/export/export-source.ts', guard: 'await opening.files.close()\n', without: '' }],
    test: 'billdr/open-files.test.ts',
  },
  {
    attack: "One contractor's trouble, for an hour, in ten ways",
    what: 'so is the file of a zip',
    edits: [{ file: 'electron/billdr/files/zip-archive.ts', guard: 'await this.#file?.close()\n', without: '' }],
    test: 'billdr/open-files.test.ts',
  },
  {
    attack: "One contractor's trouble, for an hour, in ten ways",
    what: 'whatever happens in a run stays in it',
    edits: [
      {
        file: 'electron/companion/company.ts',
        guard: 'return { read: null, push: null, problem: this.#caught(error) }',
        without: 'throw error',
      },
      {
        file: SCHEDULER,
        guard: 'if (!this.#isClosing) this.companion.fault(company.id, error)\n',
        without: 'throw error\n',
      },
    ],
    test: 'companion/hour.test.ts',
  },
]
