import { existsSync, readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { without } from '../guards/guard.ts'
import { GUARDS } from '../guards/guards.ts'

const ROOT = path.resolve(import.meta.dirname, '..', '..')
const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8')

/** The first column of the table of docs/security-attacks.md. */
function attacks(): string[] {
  const rows = [...read('docs/security-attacks.md').matchAll(/^\| ((?:\\\||[^|])+) \|/gm)].map(
    ([, first = '']) => first,
  )
  return rows.filter((first) => first !== 'attack' && !/^-+$/.test(first))
}

describe('the guards that `npm run guards` takes away', () => {
  it('are of every row of docs/security-attacks.md, each of one', () => {
    const rows = attacks()
    expect(rows.length).toBeGreaterThan(40)
    expect(rows.filter((row) => !GUARDS.some(({ attack }) => row.startsWith(attack)))).toEqual([])
    expect(GUARDS.filter(({ attack }) => rows.filter((row) => row.startsWith(attack)).length !== 1)).toEqual([])
  })

  it.each(GUARDS.map((guard) => [`${guard.attack}: ${guard.what}`, guard] as const))(
    '%s',
    (_, { edits, test, title }) => {
      for (const edit of edits) {
        const edited = without(edit, read(edit.file))
        expect(edited).not.toBe(read(edit.file))
        // What is left is a program, which the test says something of.
        if (edit.file.endsWith('.ts')) expect(() => stripTypeScriptTypes(edited)).not.toThrow()
      }
      expect(existsSync(path.join(ROOT, 'test', test)), test).toBe(true)
      const titles = read(`test/${test}`).replaceAll("\\'", "'")
      expect(titles.includes(title ?? ''), `${test} has no "${title}"`).toBe(true)
    },
  )
})
