import type { Store, StoreOptions } from '../../electron/store/store.ts'
import { openStore } from '../../electron/store/store.ts'

export interface Doc {
  n: number
  text: string
}

export interface TestTables {
  documents: Doc
  counters: number
}

/** Opens a store that must open. Small limits, so that journals change and snapshots appear within a few commits. */
export async function opened(options: Partial<StoreOptions> & { folder: string }): Promise<Store<TestTables>> {
  const answer = await openStore<TestTables>({ name: 'books', version: 1, compactAfterBytes: 1500, ...options })
  if (!answer.ok) throw new Error(JSON.stringify(answer.problem))
  return answer.value
}

export function contents(store: Store<TestTables>): {
  documents: Record<string, Doc>
  counters: Record<string, number>
} {
  return {
    documents: Object.fromEntries([...store.table('documents').entries()].sort()),
    counters: Object.fromEntries([...store.table('counters').entries()].sort()),
  }
}
