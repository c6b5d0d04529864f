import { createHash } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { client, expense, professional, project } from '../support/billdr-records.ts'
import { Pusher, closePushers } from '../support/pushing.ts'

afterEach(closePushers)

const KEY = 'expense:e-1' as const

/** The request id of the first version: what it is made of never changes, or a retry would be a second document. */
function firstVersionId(realmId: string, ...parts: (string | number)[]): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([realmId, ...parts]))
    .digest('hex')
  return [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `5${hash.slice(13, 16)}`,
    `a${hash.slice(17, 20)}`,
    hash.slice(20, 32),
  ].join('-')
}

describe('a data folder of the first version with a request under way', () => {
  it.each(['before', 'after'] as const)('goes on with it: cut off %s it arrived, it is there once', async (when) => {
    const pusher = await Pusher.start()
    await pusher.says(client('c-1'), project('p-1', 'c-1'), professional('v-1'))
    await pusher.sync()
    await pusher.clearLog()
    await pusher.faults(
      { kind: 'reset', when, match: { operation: 'create', entity: 'Purchase' } },
      // Nor can it be looked for before the program ends.
      { kind: 'reset', match: { operation: 'query' }, skip: 3 },
    )
    await pusher.says(expense('e-1'))
    await pusher.sync()
    const stored = pusher.workspace.store.table('inFlight').get(KEY)
    if (!stored) throw new Error('nothing is under way')
    const { body, content, draft, sentAt, attempts } = stored
    const asFirstVersion = {
      key: KEY,
      deed: 'create' as const,
      type: 'Purchase' as const,
      verb: 'create' as const,
      requestId: firstVersionId(pusher.quickbooks.realmId, KEY, 'create', 'Purchase', 0),
      body,
      content,
      draft,
      entityId: null,
      attachmentId: null,
      sentAt,
      attempts,
      unknown: true,
    }
    // What that version left on the disk, to the letter.
    await pusher.workspace.store.commit([{ table: 'inFlight', id: KEY, value: asFirstVersion }])
    await pusher.restart()
    await pusher.faults()
    await pusher.sync()
    expect(pusher.row(KEY).state).toBe('synced')
    expect(await pusher.books('Purchase')).toHaveLength(1)
    const ids = (await pusher.writes()).filter(({ entity }) => entity === 'Purchase').map(({ requestId }) => requestId)
    expect(new Set(ids)).toEqual(new Set([asFirstVersion.requestId]))
    // What later versions store besides.
    const { run: _run, lastSentAt: _lastSentAt, ...known } = stored
    expect(known).toEqual(asFirstVersion)
  })
})
