/** One guard of docs/security-attacks.md, and how it is taken away. */
export interface Guard {
  /** The first words of its row in the table. */
  attack: string
  /** Which guard of the row, in a few words. */
  what: string
  /** One; several where guards stand behind each other and a test sees only that all of them are gone. */
  edits: readonly Edit[]
  /** The test that notices, below test/. */
  test: string
  /** A part of its title; left out: any test of the file. */
  title?: string
}

export interface Edit {
  /** From the project's folder on. */
  file: string
  /** The text that is the guard; it stands exactly once in its file. */
  guard: string
  /** What stands there without it. */
  without: string
}

/** The text of a file without the guard. Throws where the guard does not stand there exactly once. */
export function without({ file, guard, without: instead }: Edit, text: string): string {
  const [before, after, ...more] = text.split(guard)
  if (before === undefined || after === undefined || more.length > 0)
    throw new Error(`${file}: the guard does not stand there exactly once: ${guard}`)
  return before + instead + after
}
