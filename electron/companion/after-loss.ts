import { problem } from '../../shared/problem.ts'
import { StoreWriteError } from '../store/store.ts'
import type { BooksCache } from './books-cache.ts'
import type { Workspace } from './workspace.ts'

/**
 * Where opening found that something stored was lost, of the company's data, its history or the list of companies, nothing
 * that only tells what has changed since is trusted: Billdr's data and the books are read whole. The note of it stays until a person has confirmed that it was read.
 */
export async function readAllAnewAfterLoss(
  { workspace, cache, now }: { workspace: Workspace; cache: BooksCache; now: Date },
  isLostElsewhere: boolean,
): Promise<void> {
  const { recovered } = workspace.store
  const isLost = recovered !== null && recovered.lostCommits + recovered.lostEntries > 0
  if (!isLost && !workspace.audit.isDamaged && !isLostElsewhere) return
  const at = now.toISOString()
  try {
    await cache.clear()
    await workspace.setProfile({ cursor: null, lookedAt: null })
    await workspace.store.commit([
      {
        table: 'guards',
        id: `lost-${at}`,
        value: { problem: problem('guard-data-lost'), keys: [], since: at, confirmed: false },
      },
    ])
  } catch (error) {
    // A disk that takes nothing sends nothing either; the loss is found again at the next opening.
    if (!(error instanceof StoreWriteError)) throw error
  }
}
