import { describe, expect, it } from 'vitest'
import type { ConnectionOwner, KeptFor } from '../../electron/qbo/connection-owner.ts'
import { mayEnd, refusedTo } from '../../electron/qbo/connection-owner.ts'

/* What the keychain has is used, and ended, by the company it was kept for and by no other. */

const FOR: KeptFor = { folderId: 'folder-1', companyId: 'beaubien', billdrId: 'b-1' }
const bound = { environment: 'production', realmId: '11', billdrId: 'b-1' } as const
const owner = (changes: Partial<ConnectionOwner> = {}): ConnectionOwner => ({
  folderId: 'folder-1',
  companyId: 'beaubien',
  billdrId: () => 'b-1',
  boundTo: () => bound,
  ...changes,
})
const kept = (keptFor: KeptFor | null = FOR, realmId = '11') =>
  ({ realmId, environment: 'production', companyName: 'Beaubien inc.', keptFor }) as const

describe('tokens in the keychain', () => {
  it('are used and ended by their own company', () => {
    expect(refusedTo(owner(), kept())).toBe(null)
    expect(mayEnd(owner(), kept())).toBe(true)
    // Of the first version, which named nobody: by the QuickBooks company that the profile names.
    expect(refusedTo(owner(), kept(null))).toBe(null)
    expect(mayEnd(owner(), kept(null))).toBe(true)
  })

  it.each<[string, ConnectionOwner, ReturnType<typeof kept>]>([
    ['another data folder', owner({ folderId: 'folder-2' }), kept()],
    ['another company of this folder', owner({ companyId: 'laurier' }), kept()],
    ['another Billdr company under this id', owner({ boundTo: () => ({ ...bound, billdrId: 'b-2' }) }), kept()],
    ['a profile that is connected to other books', owner({ boundTo: () => ({ ...bound, realmId: '22' }) }), kept()],
    ['a profile that was lost or restored', owner({ boundTo: () => null }), kept()],
    ['the same, of the first version', owner({ boundTo: () => null }), kept(null)],
  ])('are neither used nor ended by %s', (_who, other, theirs) => {
    expect(refusedTo(other, theirs)).toMatchObject({ code: 'connection-unconfirmed' })
    expect(mayEnd(other, theirs)).toBe(false)
  })

  it('of another environment are not used, and may be ended', () => {
    const practice = owner({ boundTo: () => ({ ...bound, environment: 'practice' }) })
    expect(refusedTo(practice, kept())).toMatchObject({ code: 'connection-unconfirmed' })
    expect(mayEnd(practice, kept())).toBe(true)
  })
})
