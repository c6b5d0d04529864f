import { describe, expect, it } from 'vitest'
import { createMemoryStore } from '../../electron/keychain/memory-store.ts'
import { Secret } from '../../electron/qbo/secret.ts'
import { loadAppKeys, saveAppKeys } from '../../electron/qbo/app-keys.ts'

describe('the keys of the Intuit app', () => {
  it('come from the surroundings, else from the keychain, one pair an environment', async () => {
    const store = createMemoryStore()
    expect(await loadAppKeys('sandbox', {}, store)).toEqual({ ok: false, problem: { code: 'app-keys-missing', params: { environment: 'sandbox' } } })
    await saveAppKeys('sandbox', { clientId: 'kept', clientSecret: new Secret('kept-secret') }, store)
    const kept = await loadAppKeys('sandbox', { QBO_CLIENT_ID: 'only-the-id' }, store)
    expect(kept.ok && [kept.value.clientId, kept.value.clientSecret.reveal()]).toEqual(['kept', 'kept-secret'])
    expect(await loadAppKeys('production', {}, store)).toMatchObject({ ok: false })
    const given = await loadAppKeys('sandbox', { QBO_CLIENT_ID: 'given', QBO_CLIENT_SECRET: 'given-secret' }, store)
    expect(given.ok && given.value.clientSecret.reveal()).toBe('given-secret')
  })
})
