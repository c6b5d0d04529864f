// Holds every file of a folder open for moments, as virus scanners, indexers and sync clients do, until it is ended.
import { closeSync, openSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

const HELD_MS = 150
const GAP_MS = 30

function* filesBelow(folder) {
  let entries = []
  try {
    entries = readdirSync(folder, { withFileTypes: true })
  } catch {
    // It went while it was listed.
  }
  for (const entry of entries) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* filesBelow(path)
    else yield path
  }
}

const folder = process.argv[2]
for (;;) {
  const held = []
  for (const file of filesBelow(folder)) {
    try {
      held.push(openSync(file, 'r'))
    } catch {
      // Gone, or just being made.
    }
  }
  await wait(HELD_MS)
  for (const handle of held) closeSync(handle)
  await wait(GAP_MS)
}
