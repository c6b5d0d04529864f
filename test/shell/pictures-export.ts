import { createHash } from 'node:crypto'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'

interface Listed {
  path: string
  bytes: number
  sha256: string
}

interface Expense {
  id: string
  updatedAt: string
  attachments: object[]
}

const sumOf = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex')

/** Billdr writes the sample's export anew, with `count` photographs as receipts of its first expense. */
export async function addPictures(folder: string, photo: Uint8Array, count: number): Promise<void> {
  const manifestFile = path.join(folder, 'manifest.json')
  const manifest = JSON.parse(await readFile(manifestFile, 'utf8')) as { exportedAt: string; files: Listed[] }
  const expenses = JSON.parse(await readFile(path.join(folder, 'expenses.json'), 'utf8')) as Expense[]
  const [first] = expenses
  if (!first) throw new Error('the sample has no expense')
  // As a real export: nobody reads half of it.
  await rm(manifestFile)
  const about = { bytes: photo.byteLength, sha256: sumOf(photo) }
  for (let number = 1; number <= count; number += 1) {
    const id = `photo-${number}`
    const file = `${id}/IMG_${number}.webp`
    await mkdir(path.join(folder, 'attachments', id), { recursive: true })
    await writeFile(path.join(folder, 'attachments', file), photo)
    manifest.files.push({ path: `attachments/${file}`, ...about })
    first.attachments.push({ id, fileName: `IMG_${number}.webp`, contentType: 'image/webp', ...about, path: file })
  }
  first.updatedAt = '2026-03-31T17:00:00Z'
  const text = JSON.stringify(expenses)
  await writeFile(path.join(folder, 'expenses.json'), text)
  const files = manifest.files.map((each) =>
    each.path === 'expenses.json' ? { path: each.path, bytes: Buffer.byteLength(text), sha256: sumOf(text) } : each,
  )
  await writeFile(manifestFile, JSON.stringify({ ...manifest, exportedAt: '2026-03-31T18:00:00Z', files }))
}
