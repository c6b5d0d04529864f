import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Edit } from './guard.ts'
import { without } from './guard.ts'

const LEFT_OUT = new Set(['node_modules', '.git', 'dist', 'release', 'coverage', 'test-results'])

/** A copy of the checkout in a folder of its own, whose packages are those of the checkout. */
export class ScratchCopy {
  readonly folder: string

  constructor(root: string, folder: string) {
    this.folder = folder
    cpSync(root, folder, { recursive: true, filter: (from) => !LEFT_OUT.has(path.relative(root, from)) })
    // Link by link, so that what tools keep in node_modules/ (.vite) stays in the copy.
    const packages = path.join(root, 'node_modules')
    mkdirSync(path.join(folder, 'node_modules'))
    for (const name of readdirSync(packages))
      if (!name.startsWith('.') || name === '.bin')
        symlinkSync(path.join(packages, name), path.join(folder, 'node_modules', name), 'junction')
  }

  /** Does the work with the guard taken away; afterwards the files are as before. */
  async withoutGuard<T>(edits: readonly Edit[], work: () => Promise<T>): Promise<T> {
    const before = new Map<string, string>()
    try {
      for (const edit of edits) {
        const file = path.join(this.folder, edit.file)
        const text = readFileSync(file, 'utf8')
        if (!before.has(file)) before.set(file, text)
        writeFileSync(file, without(edit, text))
      }
      return await work()
    } finally {
      for (const [file, text] of before) writeFileSync(file, text)
    }
  }
}
