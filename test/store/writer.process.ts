// Commits numbered entries without an end and prints each number once it is acknowledged. To be killed.
import { writeSync } from 'node:fs'
import { opened } from './opened.ts'

const folder = process.argv[2] ?? ''
const store = await opened({ folder, compactAfterBytes: 20_000 })
if (store.recovered && (store.recovered.lostCommits > 0 || store.recovered.setAside.length > 0)) {
  throw new Error(`something was lost: ${JSON.stringify(store.recovered)}`)
}
for (let n = store.table('counters').get('commits') ?? 0; ; n++) {
  const bulk = n % 50 === 0 ? 300 : 2
  await store.commit([
    { table: 'counters', id: 'commits', value: n + 1 },
    ...Array.from({ length: bulk }, (_, k) => ({
      table: 'documents' as const,
      id: `d${k}`,
      value: { n, text: 'é'.repeat(n % 300) },
    })),
  ])
  writeSync(1, `${n + 1}\n`)
}
