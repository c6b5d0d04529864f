import type { Guard } from './guard.ts'

const RETRY = 'electron/system/file-retry.ts'
const PROGRAMS = 'electron/system/programs.ts'
const HELD_FILE = 'A file is held open for a moment'
const SAME_NAME = 'A program of the same name lies'
const INHERITS = 'What is started (the browser, `ps`) inherits'
const COPIED_LOCK = 'A data folder copied while the program ran, or whose computer'
const READING_COPY = "Another user of this computer makes the reading copy's folder first"
const ARGUMENTS = "The one-time address and the sign-in's address are read from the arguments"
const FULL_DISK = 'The disk is full, or may only be read'
const NO_END = 'What never ends its answer keeps the program from ending'

/** What holds against other programs and users of this computer, its disk, and what the system says. */
export const THIS_COMPUTER: readonly Guard[] = [
  {
    attack: HELD_FILE,
    what: 'it is tried again',
    edits: [{ file: RETRY, guard: 'return alwaysPasses ? times.held : times.refused', without: 'return 0' }],
    test: 'system/files.test.ts',
    title: 'is tried again after',
  },
  {
    attack: HELD_FILE,
    what: 'so is the removal of a folder',
    edits: [{ file: RETRY, guard: "new Set([...HELD, 'ENOTEMPTY'])", without: 'HELD' }],
    test: 'system/files.test.ts',
    title: 'waits for a folder whose removed files',
  },
  {
    attack: HELD_FILE,
    what: 'lint lets no other file at the disk',
    edits: [
      {
        file: 'eslint.config.ts',
        guard: "rules: { 'no-restricted-imports': ['error', { paths: SYSTEM_DOOR }] }",
        without: 'rules: {}',
      },
    ],
    test: 'tooling/import-direction.test.ts',
    title: 'lets nothing past electron/system/',
  },
  {
    attack: HELD_FILE,
    what: 'on Windows, with a scanner at work',
    edits: [{ file: RETRY, guard: 'return alwaysPasses ? times.held : times.refused', without: 'return 0' }],
    test: 'windows/scanner.test.ts',
  },
  {
    attack: SAME_NAME,
    what: 'only folders of the PATH that are named from the root on',
    edits: [
      {
        file: PROGRAMS,
        guard: "(own['PATH'] ?? '').split(delimiter).filter(isAbsolute)",
        without: "(own['PATH'] ?? '').split(delimiter)",
      },
    ],
    test: 'system/programs.test.ts',
    title: 'is never one that lies where we happen to stand',
  },
  {
    attack: SAME_NAME,
    what: "Windows: only the system's own folder",
    edits: [{ file: PROGRAMS, guard: "if (platform === 'win32') {", without: 'if (false) {' }],
    test: 'system/programs.test.ts',
    title: "is the system's own",
  },
  {
    attack: SAME_NAME,
    what: 'Windows: SystemRoot names a drive',
    edits: [{ file: PROGRAMS, guard: "/^[A-Za-z]:\\\\/.test(root) ? root : 'C:\\\\Windows'", without: 'root' }],
    test: 'system/programs.test.ts',
    title: "is the system's own",
  },
  {
    attack: SAME_NAME,
    what: 'what is started looks no further either',
    edits: [{ file: PROGRAMS, guard: 'path.split(delimiter).filter(isAbsolute).join(delimiter)', without: 'path' }],
    test: 'system/programs.test.ts',
    title: 'is never one that lies where we happen to stand',
  },
  {
    attack: INHERITS,
    what: 'the list of what is passed on',
    edits: [
      {
        file: PROGRAMS,
        guard: '(NAMES.has(each[0].toUpperCase()) || FAMILIES.test(each[0])) && ',
        without: '',
      },
    ],
    test: 'system/programs.test.ts',
    title: 'inherits no secret',
  },
  {
    attack: INHERITS,
    what: 'what sounds like a secret is not on it',
    edits: [{ file: PROGRAMS, guard: ' && !SECRET.test(each[0])', without: '' }],
    test: 'system/programs.test.ts',
    title: 'inherits no secret',
  },
  {
    attack: COPIED_LOCK,
    what: 'it lapses',
    edits: [{ file: 'electron/store/folder-lock.ts', guard: ' && !this.#hasLapsed(holder)', without: '' }],
    test: 'store/folder-lock.test.ts',
    title: 'names computer and time',
  },
  {
    attack: COPIED_LOCK,
    what: 'it is taken over by a yes',
    edits: [{ file: 'electron/store/folder-lock.ts', guard: '!this.#options.takeOver && ', without: '' }],
    test: 'store/folder-lock.test.ts',
    title: 'names computer and time',
  },
  {
    attack: COPIED_LOCK,
    what: 'its holder says that it runs',
    edits: [
      {
        file: 'electron/store/folder-lock.ts',
        guard: ' else if (heldHere.has(current.token)) await write()',
        without: '',
      },
    ],
    test: 'store/folder-lock.test.ts',
    title: 'a program says again and again that it runs',
  },
  {
    attack: READING_COPY,
    what: 'its folder is never made again',
    edits: [
      {
        file: 'electron/store/reading-copy.ts',
        guard: 'await rm(place, { recursive: true, force: true })',
        without: 'await rm(folder, { recursive: true, force: true })\n      await mkdir(folder)',
      },
    ],
    test: 'store/reading-copy.test.ts',
    title: 'the private folder of a copy is made once',
  },
  {
    attack: READING_COPY,
    what: 'files are made, never opened',
    edits: [
      { file: 'electron/store/reading-copy.ts', guard: "mode: 0o600, flag: 'wx'", without: "mode: 0o600, flag: 'w'" },
    ],
    test: 'store/reading-copy.test.ts',
    title: 'a file that another user put there first',
  },
  {
    attack: ARGUMENTS,
    what: 'a page of ours leads there',
    edits: [
      {
        file: 'electron/terminal/browser.ts',
        guard: 'const target = pathToFileURL(page).href',
        without: 'const target = url.href',
      },
    ],
    test: 'system/programs.test.ts',
    title: 'is in no argument',
  },
  {
    attack: ARGUMENTS,
    what: 'only this user reads the page',
    edits: [{ file: 'electron/terminal/browser.ts', guard: 'mode: 0o600', without: 'mode: 0o644' }],
    test: 'system/programs.test.ts',
    title: 'is in no argument',
  },
  {
    attack: 'A cell becomes a formula where a spreadsheet splits lines',
    what: 'what would begin a cell there gets an apostrophe',
    edits: [
      {
        file: 'shared/csv.ts',
        guard: '.replaceAll(/([;\\t\\r\\n] *)(?=[=+\\-@＝＋－＠])/g, "$1\'")',
        without: '',
      },
    ],
    test: 'store/audit-log.test.ts',
    title: 'a cell begins no formula either',
  },
  {
    attack: '`NODE_TLS_REJECT_UNAUTHORIZED=0` in the environment',
    what: 'for QuickBooks',
    edits: [{ file: 'electron/qbo/exchange.ts', guard: ', rejectUnauthorized: true', without: '' }],
    test: 'qbo/in-between.test.ts',
    title: 'is asked for whatever the environment says',
  },
  {
    attack: '`NODE_TLS_REJECT_UNAUTHORIZED=0` in the environment',
    what: 'for the local API',
    edits: [{ file: 'electron/billdr/api/api-requests.ts', guard: 'rejectUnauthorized: true,\n', without: '' }],
    test: 'qbo/in-between.test.ts',
    title: 'is asked of the local API too',
  },
  {
    attack: 'Other users of this computer read a data folder of an earlier version',
    what: 'it is taken away from them',
    edits: [{ file: 'electron/store/file-system.ts', guard: 'await chmod(folder, 0o700)\n', without: '' }],
    test: 'store/private-folders.test.ts',
  },
  {
    attack: 'Escape sequences, direction marks or line breaks in a name',
    what: 'what is harmful stands there by its number',
    edits: [
      {
        file: 'electron/terminal/safe-text.ts',
        guard: 'return text.replace(HARMFUL,',
        without: 'return text.replace(/(?!)/g,',
      },
    ],
    test: 'integration/terminal-safety.test.ts',
    title: 'escape sequences never reach the terminal',
  },
  {
    attack: 'Escape sequences, direction marks or line breaks in a name',
    what: 'a name stays in its line',
    edits: [
      { file: 'electron/terminal/safe-text.ts', guard: "return value.replace(BREAKS, ' ')", without: 'return value' },
    ],
    test: 'integration/terminal-safety.test.ts',
    title: 'a name with line breaks and direction marks',
  },
  {
    attack: 'The reader of a command goes away',
    what: 'it goes on in silence',
    edits: [{ file: 'electron/cli.ts', guard: "if (error.code !== 'EPIPE') throw error\n", without: 'throw error\n' }],
    test: 'integration/terminal-safety.test.ts',
    title: 'whose reader is gone ends in silence',
  },
  {
    attack: 'The reader of a command goes away',
    what: 'it cleans up, at its own end and at that of the program',
    edits: [
      { file: 'electron/cli.ts', guard: '.finally(copy.remove)', without: '' },
      { file: 'electron/store/reading-copy.ts', guard: "process.once('exit', atTheEnd)", without: '' },
    ],
    test: 'integration/terminal-safety.test.ts',
    title: 'whose reader is gone ends in silence',
  },
  {
    attack: 'A stranger has the port of the sign-in',
    what: 'it is said before the sign-in',
    edits: [
      { file: 'electron/companion/connect.ts', guard: 'const notice = isOther ?', without: 'const notice = false ?' },
    ],
    test: 'integration/terminal-safety.test.ts',
    title: 'a port that another program has',
  },
  {
    attack: FULL_DISK,
    what: 'the folder is opened to be looked at',
    edits: [
      {
        file: 'electron/companion/companion.ts',
        guard: "if (locked.problem.code !== 'data-folder-unwritable') return locked\n",
        without: 'return locked\n',
      },
    ],
    test: 'companion/full-disk.test.ts',
    title: 'that may only be read',
  },
  {
    attack: FULL_DISK,
    what: 'nothing is asked of the disk but what it has',
    edits: [
      {
        file: 'electron/store/looking-disk.ts',
        guard: "return how === 'create' ? refuse() : new LookedAtFile(await disk.open(path, 'read'), refuse)",
        without: 'return disk.open(path, how)',
      },
    ],
    test: 'store/looking-disk.test.ts',
  },
  {
    attack: FULL_DISK,
    what: 'a decision ends in a sentence',
    edits: [
      {
        file: 'electron/companion/handlers.ts',
        guard: 'if (error instanceof StoreWriteError) return { ok: false, problem: error.problem }\n',
        without: '',
      },
    ],
    test: 'companion/full-disk.test.ts',
    title: 'that may only be read',
  },
  {
    attack: FULL_DISK,
    what: 'in the window itself',
    edits: [
      {
        file: 'electron/companion/handlers.ts',
        guard: 'if (error instanceof StoreWriteError) return { ok: false, problem: error.problem }\n',
        without: '',
      },
    ],
    test: 'browser/full-disk.test.ts',
  },
  {
    attack: NO_END,
    what: 'the command',
    edits: [
      {
        file: 'electron/terminal/stopped.ts',
        guard: 'const LONGEST_END_MS = 1_500',
        without: 'const LONGEST_END_MS = 60_000',
      },
    ],
    test: 'companion/ends-soon.test.ts',
    title: 'the end comes soon while the source',
  },
  {
    attack: NO_END,
    what: 'the browser host',
    edits: [
      {
        file: 'electron/browser-host.ts',
        guard: 'const LONGEST_END_MS = 1_500',
        without: 'const LONGEST_END_MS = 60_000',
      },
    ],
    test: 'browser/host-ends.test.ts',
  },
  {
    attack: NO_END,
    what: 'the desktop',
    edits: [
      {
        file: 'electron/shell/lifetime.ts',
        guard: 'this.#needs.later(LONGEST_CLOSE_MS, end)',
        without: '(): void => undefined',
      },
    ],
    test: 'shell/desktop-life.test.ts',
    title: 'does not wait for two seconds',
  },
]
