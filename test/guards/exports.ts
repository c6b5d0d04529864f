import type { Guard } from './guard.ts'

const FOLDER_FILES = 'electron/billdr/files/folder-files.ts'
const EXPORT_SOURCE = 'electron/billdr/export/export-source.ts'
const ANY_TROUBLE = "if (error instanceof Error && 'code' in error && 'syscall' in error)"
const LARGE_RECORD = 'One cell of 50 MB, one record nested without end'
const LARGE_EXPORT = 'A large export blocks window and tray'
const LARGE_FAULT = 'A fault of 7 MB, or a list that repeats itself'

/** What bounds what comes from outside: exports, texts, receipts, answers. */
export const EXPORTS: readonly Guard[] = [
  {
    attack: 'An export is rewritten, or stops answering',
    what: 'a folder that goes has a name',
    edits: [{ file: FOLDER_FILES, guard: 'throw new FileTrouble(reasonOf(error), folder)', without: 'throw error' }],
    test: 'billdr/rewritten-export.test.ts',
    title: 'trouble with a name',
  },
  {
    attack: 'An export is rewritten, or stops answering',
    what: 'such trouble is a problem of the reading',
    edits: [
      { file: EXPORT_SOURCE, guard: 'if (error instanceof FileTrouble) return this.#trouble(error)\n', without: '' },
    ],
    test: 'billdr/failing-disk.test.ts',
  },
  {
    attack: 'A disk or network drive answers with EIO',
    what: 'whatever the disk says is a problem',
    edits: [
      { file: FOLDER_FILES, guard: 'throw new FileTrouble(reasonOf(error), folder)', without: 'throw error' },
      { file: EXPORT_SOURCE, guard: ANY_TROUBLE, without: 'if (false)' },
    ],
    test: 'billdr/failing-disk.test.ts',
  },
  {
    attack: LARGE_RECORD,
    what: 'a cell of CSV',
    edits: [
      {
        file: 'electron/billdr/tables/csv-limits.ts',
        guard: 'return this.#cell > LONGEST_CELL || (this.#row > this.#limits.recordBytes && this.#cell > KEPT_BYTES)',
        without: 'return false',
      },
    ],
    test: 'billdr/over-limits.test.ts',
    title: 'one cell of 50 MB holds its record',
  },
  {
    attack: LARGE_RECORD,
    what: 'the columns of CSV',
    edits: [
      {
        file: 'electron/billdr/tables/csv-limits.ts',
        guard: 'if (this.#columns <= this.#limits.columns) continue\n',
        without: 'continue\n',
      },
      {
        file: 'electron/billdr/tables/csv-limits.ts',
        guard: 'if (this.#columns > this.#limits.columns) {',
        without: 'if (false) {',
      },
    ],
    test: 'billdr/over-limits.test.ts',
    title: 'more columns than any that is right',
  },
  {
    attack: LARGE_RECORD,
    what: 'a record of JSON',
    edits: [
      {
        file: 'electron/billdr/tables/json-elements.ts',
        guard: "if (!over && heldBytes + part.byteLength > limits.recordBytes) over = 'record'\n",
        without: '',
      },
    ],
    test: 'billdr/over-limits.test.ts',
    title: 'one cell of 50 MB holds its record',
  },
  {
    attack: LARGE_RECORD,
    what: 'the depth of JSON',
    edits: [
      {
        file: 'electron/billdr/tables/json-elements.ts',
        guard: "if (depth > limits.depth && inElement) over ??= 'depth'\n",
        without: '',
      },
    ],
    test: 'billdr/over-limits.test.ts',
    title: 'nested deeper than any that is right',
  },
  {
    attack: LARGE_RECORD,
    what: 'the columns of a workbook',
    edits: [
      {
        file: 'electron/billdr/tables/xlsx-table.ts',
        guard: "if (column > limits.columns || column > LAST_COLUMN) over = 'columns'",
        without: '',
      },
      {
        file: 'electron/billdr/tables/xlsx-table.ts',
        guard: "tag === 'c' && column <= limits.columns",
        without: "tag === 'c'",
      },
    ],
    test: 'billdr/attacks.test.ts',
    title: 'a cell in the last column and a row far down',
  },
  {
    attack: LARGE_RECORD,
    what: 'a row of a workbook',
    edits: [
      {
        file: 'electron/billdr/tables/xlsx-table.ts',
        guard: "over ??= 'record'\n          value = value.slice(0, KEPT)\n",
        without: '',
      },
      {
        file: 'electron/billdr/tables/xlsx-table.ts',
        guard: "over ??= 'record'\n              cell = cell.slice(0, KEPT)\n",
        without: '',
      },
    ],
    test: 'billdr/over-limits.test.ts',
    title: 'one cell of 50 MB holds its record',
  },
  {
    attack: 'A quotation mark that is missing hides rows',
    what: 'a cell that holds whole rows',
    edits: [
      {
        file: 'electron/billdr/tables/csv-table.ts',
        guard: 'if (width < FEWEST_COLUMNS) return false\n',
        without: 'return false\n',
      },
    ],
    test: 'billdr/over-limits.test.ts',
    title: 'a quote that is closed three rows later',
  },
  {
    attack: 'A quotation mark that is missing hides rows',
    what: 'such a table is not whole',
    edits: [
      {
        file: 'electron/billdr/tables/tabular.ts',
        guard: "if (file.format === 'csv' && ![null, 'cells'].includes(overLimitOf(raw))) intake.allNamed = false",
        without: '',
      },
    ],
    test: 'billdr/over-limits.test.ts',
    title: 'a quote in CSV that is closed thousands of rows later',
  },
  {
    attack: 'A small zip unpacks to records that fill the memory',
    what: 'the sum of all records',
    edits: [
      {
        file: 'electron/billdr/records/record-checks.ts',
        guard: 'return this.#allowance.left < 0',
        without: 'return false',
      },
    ],
    test: 'billdr/over-limits.test.ts',
    title: 'all records of a reading together',
  },
  {
    attack: "A name of 100,000 spaces costs everybody's time",
    what: 'spaces are folded first',
    edits: [
      {
        file: 'electron/plan/names.ts',
        guard: ".replace(/[\\p{Cc}\\p{Zl}\\p{Zp}\\s]+/gu, ' ')\n    .replace(/ ?: ?/g, ' - ')",
        without: ".replace(/\\s*:\\s*/g, ' - ')\n    .replace(/[\\p{Cc}\\p{Zl}\\p{Zp}\\s]+/gu, ' ')",
      },
    ],
    test: 'plan/names.test.ts',
    title: '20,000 spaces in a row',
  },
  {
    attack: LARGE_FAULT,
    what: 'a long refusal is not looked into',
    edits: [
      { file: 'electron/qbo/decoder.ts', guard: 'isRefusal && raw.bytes.length > LARGEST_REFUSAL', without: 'false' },
    ],
    test: 'qbo/bounded.test.ts',
    title: 'a refusal of 7 MB',
  },
  {
    attack: LARGE_FAULT,
    what: 'so much of a text',
    edits: [{ file: 'electron/qbo/fault-shapes.ts', guard: 'value.slice(0, LONGEST_TEXT)', without: 'value' }],
    test: 'qbo/bounded.test.ts',
    title: 'a fault of 7 MB',
  },
  {
    attack: LARGE_FAULT,
    what: 'so many faults',
    edits: [
      {
        file: 'electron/qbo/fault-shapes.ts',
        guard: 'const MOST_FAULTS = 50',
        without: 'const MOST_FAULTS = Infinity',
      },
    ],
    test: 'qbo/bounded.test.ts',
    title: 'a fault of 7 MB',
  },
  {
    attack: LARGE_FAULT,
    what: 'so much of XML',
    edits: [{ file: 'electron/qbo/fault-shapes.ts', guard: ' || trimmed.length > LONGEST_XML', without: '' }],
    test: 'qbo/bounded.test.ts',
    title: 'a fault of 7 MB',
  },
  {
    attack: LARGE_FAULT,
    what: 'a page that brings nothing new ends a list',
    edits: [
      {
        file: 'electron/qbo/client.ts',
        guard: 'if (page.value.length >= PAGE_SIZE && fresh.length === 0) return null\n',
        without: '',
      },
    ],
    test: 'qbo/bounded.test.ts',
    title: 'a list whose pages bring the same rows',
  },
  {
    attack: LARGE_EXPORT,
    what: 'a crash there is a problem of its source',
    edits: [
      {
        file: 'electron/billdr/aside/aside-source.ts',
        guard: 'if (!(error instanceof SideProcessEnded)) throw error\n',
        without: 'throw error\n',
      },
    ],
    test: 'billdr/reading-aside.test.ts',
    title: 'data of one company whose reading',
  },
  {
    attack: LARGE_EXPORT,
    what: 'the process of its own',
    edits: [
      {
        file: 'electron/companion/company-source.ts',
        guard: 'if (!opened.ok || !readsAside) return opened',
        without: 'if (!opened.ok || readsAside !== null) return opened',
      },
    ],
    test: 'billdr/reading-aside.test.ts',
    title: 'data of one company whose reading',
  },
  {
    attack: LARGE_EXPORT,
    what: 'its heap is bounded',
    edits: [{ file: 'electron/billdr/aside/readers.ts', guard: 'heapMb: HEAP_MB, ', without: '' }],
    test: 'billdr/reading-aside.test.ts',
    title: 'its process is bounded',
  },
  {
    attack: LARGE_EXPORT,
    what: 'it has no secret',
    edits: [
      { file: 'electron/billdr/aside/readers.ts', guard: 'heapMb: HEAP_MB, env }', without: 'heapMb: HEAP_MB }' },
    ],
    test: 'billdr/reading-aside.test.ts',
    title: 'its process is bounded',
  },
  {
    attack: LARGE_EXPORT,
    what: 'the reading waits for who takes it',
    edits: [
      {
        file: 'electron/billdr/aside/handing-over.ts',
        guard: 'while (this.#isMuch) await new Promise',
        without: 'while (false) await new Promise',
      },
    ],
    test: 'billdr/handing-over.test.ts',
  },
  {
    attack: LARGE_EXPORT,
    what: 'it is taken in slices',
    edits: [
      {
        file: 'electron/companion/intake.ts',
        guard: 'if (change) changes.push(ready(change))\n      if (slices.isOver) await slices.next()\n',
        without: 'if (change) changes.push(ready(change))\n',
      },
    ],
    test: 'companion/long-intake.test.ts',
  },
  {
    attack: 'Receipts of 95 MB beside each other',
    what: 'the room that they share',
    edits: [
      {
        file: 'electron/receipts/room.ts',
        guard: 'this.#waiting.length > 0 || this.#taken + wanted > this.#capacity',
        without: 'false',
      },
    ],
    test: 'receipts/room.test.ts',
  },
  {
    attack: 'Receipts of 95 MB beside each other',
    what: 'they go as a stream',
    edits: [
      {
        file: 'electron/qbo/exchange.ts',
        guard: 'data: Readable.from(piecesOf(request.parts), { objectMode: false })',
        without: 'data: Buffer.concat(request.parts)',
      },
    ],
    test: 'qbo/bounded.test.ts',
    title: 'a receipt of 95 MB',
  },
  {
    attack: 'A text for which a pattern takes quadratic time',
    what: 'lint: backtracking',
    edits: [
      {
        file: 'eslint.config.ts',
        guard: "'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }],\n",
        without: '',
      },
    ],
    test: 'tooling/import-direction.test.ts',
    title: 'refuses a pattern whose time grows faster',
  },
  {
    attack: 'A text for which a pattern takes quadratic time',
    what: 'lint: moving on',
    edits: [
      {
        file: 'eslint.config.ts',
        guard: "'regexp/no-super-linear-move': ['error', { report: 'potential' }],\n",
        without: '',
      },
    ],
    test: 'tooling/import-direction.test.ts',
    title: 'refuses a pattern whose time grows faster',
  },
]
