import { describe, expect, it } from 'vitest'
import { createMemoryStore } from '../../electron/keychain/memory-store.ts'
import { Secret } from '../../electron/qbo/secret.ts'
import { loadAppKeys, saveAppKeys } from '../../electron/qbo/app-keys.ts'

describe('the keys of the Intuit app', () => {
  it('come from the surroundings, else from the keychain, one pair an environment', async () => {
    const store = createMemoryStore()
    expect(await loadAppKeys('sandbox', {}, store, 'folder-1')).toEqual({
      ok: false,
      problem: { code: 'app-keys-missing', params: { environment: 'sandbox' } },
    })
    await saveAppKeys('sandbox', { clientId: 'kept', clientSecret: new Secret('kept-secret') }, store, 'folder-1')
    const kept = await loadAppKeys('sandbox', { QBO_CLIENT_ID: 'only-the-id' }, store, 'folder-1')
    expect(kept.ok && [kept.value.clientId, kept.value.clientSecret.reveal()]).toEqual(['kept', 'kept-secret'])
    expect(await loadAppKeys('production', {}, store, 'folder-1')).toMatchObject({ ok: false })
    const given = await loadAppKeys(
      'sandbox',
      { QBO_CLIENT_ID: 'given', QBO_CLIENT_SECRET: 'given-secret' },
      store,
      'folder-1',
    )
    expect(given.ok && given.value.clientSecret.reveal()).toBe('given-secret')
  })

  it('bring the page with them that brings the sign-in back, which has to be https', async () => {
    const store = createMemoryStore()
    const keys = { clientId: 'id', clientSecret: new Secret('secret') }
    const relayOf = async (env: Record<string, string> = {}) => {
      const loaded = await loadAppKeys('production', env, store, 'folder-1')
      return loaded.ok ? loaded.value.relayUrl : loaded.problem.code
    }
    await saveAppKeys('production', keys, store, 'folder-1')
    expect(await relayOf()).toBeNull()
    await saveAppKeys('production', { ...keys, relayUrl: 'https://relay.example/qbo/' }, store, 'folder-1')
    expect(await relayOf()).toBe('https://relay.example/qbo/')
    expect(await relayOf({ QBO_RELAY_URL: ' https://other.example/ ' })).toBe('https://other.example/')
    expect(await relayOf({ QBO_RELAY_URL: 'http://relay.example/', QBO_CLIENT_ID: 'a', QBO_CLIENT_SECRET: 'b' })).toBe(
      'relay-refused',
    )
    for (const relayUrl of [
      'http://relay.example/',
      'relay.example',
      'https://me:secret@relay.example/',
      'https://relay.example/?code=1',
      'javascript:x',
    ]) {
      expect(await saveAppKeys('production', { ...keys, relayUrl }, store, 'folder-1')).toMatchObject({
        ok: false,
        problem: { code: 'relay-refused' },
      })
    }
    expect(await relayOf()).toBe('https://relay.example/qbo/')
  })
})
