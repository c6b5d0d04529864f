import type { Guard } from './guard.ts'

const GATE = 'electron/browser/gate.ts'
const PRACTICE = 'electron/practice/http/http-server.ts'
const BOOKS = 'electron/practice/pages/books-site.ts'
const ONE_TIME_KEY = 'A one-time key that lay about is used'
const FILLS_PRACTICE = "A stranger fills the practice company's memory"
const LOOKS_INTO_PRACTICE = 'A stranger makes the practice company tell stack and folders'
const BOOKS_COOKIE = 'Another server of this computer gets the cookie of the practice books'

/** What holds at the program's own servers: the browser host and the practice company. */
export const SERVERS: readonly Guard[] = [
  {
    attack: ONE_TIME_KEY,
    what: 'it ends at its first use',
    edits: [{ file: GATE, guard: 'this.#key = null\n    if (!inTime)', without: 'if (!inTime)' }],
    test: 'window/serve-window.test.ts',
    title: 'replaying the key from a history or a log',
  },
  {
    attack: ONE_TIME_KEY,
    what: 'it ends after a minute',
    edits: [{ file: GATE, guard: 'if (!inTime) return null\n', without: '' }],
    test: 'window/serve-window.test.ts',
    title: 'has a minute to come',
  },
  {
    attack: ONE_TIME_KEY,
    what: 'another start shows a secret',
    edits: [{ file: GATE, guard: ' || !same(shown, this.#askAgain)', without: '' }],
    test: 'window/serve-window.test.ts',
    title: 'gives a new address to no one',
  },
  {
    attack: ONE_TIME_KEY,
    what: 'another start is no page',
    edits: [
      { file: GATE, guard: 'request.headers.origin === undefined ? this.newKey() : null', without: 'this.newKey()' },
    ],
    test: 'window/serve-window.test.ts',
    title: 'gives a new address to no one',
  },
  {
    attack: "Another server of this computer gets the window's cookie",
    what: 'the secret of the page',
    edits: [{ file: GATE, guard: " && typeof shown === 'string' && same(shown, session.page)", without: '' }],
    test: 'window/serve-window.test.ts',
    title: 'with the cookie alone',
  },
  {
    attack: "Another server of this computer gets the window's cookie",
    what: 'the same for events',
    edits: [
      {
        file: 'electron/browser/serve-window.ts',
        guard: 'if (!gate.knowsPage(request)) return refuse(response, 401)',
        without: 'if (!gate.knows(request)) return refuse(response, 401)',
      },
    ],
    test: 'window/serve-window.test.ts',
    title: 'with the cookie alone',
  },
  {
    attack: 'Calls beside each other fill the memory',
    what: 'one limit for all bodies',
    edits: [
      {
        file: 'electron/browser/body.ts',
        guard: "if (this.#held > this.#most) return { ok: false, why: 'too-many' }\n",
        without: '',
      },
    ],
    test: 'window/bodies.test.ts',
  },
  {
    attack: FILLS_PRACTICE,
    what: 'no body before the token is known',
    edits: [{ file: PRACTICE, guard: "!== 'good') return 0\n", without: "!== 'good') return MOST_BYTES\n" }],
    test: 'practice/strangers.test.ts',
    title: 'is answered before the body of',
  },
  {
    attack: FILLS_PRACTICE,
    what: 'no body before the key is known',
    edits: [
      { file: PRACTICE, guard: 'return hasKey(parts, headers) ? MOST_OTHER_BYTES : 0', without: 'return MOST_BYTES' },
    ],
    test: 'practice/strangers.test.ts',
    title: 'is answered before the body of',
  },
  {
    attack: FILLS_PRACTICE,
    what: 'little of a form',
    edits: [
      {
        file: PRACTICE,
        guard: "if (!path.startsWith('/v3/')) return MOST_FORM_BYTES",
        without: "if (!path.startsWith('/v3/')) return MOST_BYTES",
      },
    ],
    test: 'practice/strangers.test.ts',
    title: 'is not let fill a form',
  },
  {
    attack: LOOKS_INTO_PRACTICE,
    what: 'one sentence',
    edits: [
      {
        file: PRACTICE,
        guard: ".end('The practice company failed.')",
        without: '.end(error instanceof Error ? error.stack : String(error))',
      },
    ],
    test: 'practice/strangers.test.ts',
    title: 'hears nothing of a surprise',
  },
  {
    attack: 'Many forms beside each other, or one that never ends',
    what: 'together within a limit',
    edits: [{ file: 'electron/practice/http/http-body.ts', guard: ' || this.#held > this.#most', without: '' }],
    test: 'practice/strangers.test.ts',
    title: 'fills no more than 8 MB',
  },
  {
    attack: 'Many forms beside each other, or one that never ends',
    what: 'each within its time',
    edits: [
      {
        file: 'electron/practice/http/http-body.ts',
        guard: 'setTimeout(() => request.destroy(), this.#longestMs)',
        without: 'setTimeout(() => undefined, this.#longestMs)',
      },
    ],
    test: 'practice/strangers.test.ts',
    title: 'does not keep a form open',
  },
  {
    attack: BOOKS_COOKIE,
    what: 'the path besides',
    edits: [{ file: BOOKS, guard: ' || !isSame(path, this.#path)', without: '' }],
    test: 'practice/books-page.test.ts',
    title: 'is nobody with the cookie alone',
  },
  {
    attack: BOOKS_COOKIE,
    what: 'the cookie is not the key',
    edits: [
      { file: BOOKS, guard: '=${this.#cookie}; Path', without: '=${this.#key}; Path' },
      { file: BOOKS, guard: '!isSame(cookie, this.#cookie)', without: '!isSame(cookie, this.#key)' },
    ],
    test: 'practice/books-page.test.ts',
    title: 'has no key in the cookie',
  },
]
