import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'

/**
 * Changes a number in an old line of a history, and computes every hash and the note of its end anew. The seal of the end is
 * left as it was, or taken away.
 */
export async function forgeHistory(file: string, seal: 'left' | 'gone'): Promise<void> {
  const noted = JSON.parse(await readFile(`${file}.head`, 'utf8')) as { sealed?: object }
  let previous = '0'.repeat(64)
  let text = ''
  let head = {}
  for (const line of (await readFile(file, 'utf8')).trimEnd().split('\n')) {
    const { hash: _, ...kept } = JSON.parse(line) as { hash: string; seq: number; previous: string }
    const body = JSON.stringify({ ...kept, previous })
      .replace('"quickbooksId":"', '"quickbooksId":"9')
      .slice(1)
    previous = createHash('sha256').update(body).digest('hex')
    head = { ...(seal === 'left' && noted), seq: kept.seq, hash: previous, offset: Buffer.byteLength(text) }
    text += `{"hash":"${previous}",${body}\n`
  }
  await writeFile(file, text)
  await writeFile(`${file}.head`, JSON.stringify(head))
}
