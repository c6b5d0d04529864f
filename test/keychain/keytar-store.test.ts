import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createKeytarStore } from '../../electron/keychain/keytar-store.ts'
import type { Keytar } from '../../electron/keychain/keytar.ts'
import { createMemoryStore } from '../../electron/keychain/memory-store.ts'
import { MAX_PART_BYTES } from '../../electron/keychain/parts.ts'

/** A Windows-like credential store: it refuses what is too long, and can break off at any writing. */
function windowsLike() {
  const entries = new Map<string, string>()
  let writesLeft = Infinity
  const keytar: Keytar = {
    getPassword: async (_, account) => entries.get(account) ?? null,
    setPassword: async (_, account, password) => {
      if (Buffer.byteLength(password, 'utf8') > 2_560) throw new Error('The stub received bad data.')
      if (writesLeft <= 0) throw new Error('power is gone')
      writesLeft -= 1
      entries.set(account, password)
    },
    deletePassword: async (_, account) => entries.delete(account),
  }
  return {
    entries,
    store: createKeytarStore({ load: async () => keytar }),
    breakAfter: (writes: number) => (writesLeft = writes),
  }
}

describe('the keychain', () => {
  it('keeps a value of any length and any characters, in parts that Windows takes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.oneof(
            fc.string({ unit: 'binary', maxLength: 3_000 }),
            fc.constantFrom('billdr-qbo-parts 2 ab', 'é'.repeat(4_000), '😀'.repeat(1_500)),
          ),
          { minLength: 1, maxLength: 4 },
        ),
        async (values) => {
          const { entries, store } = windowsLike()
          for (const value of values) {
            const text = value.toWellFormed()
            expect(await store.set('tokens lavoie', text)).toEqual({ ok: true, value: null })
            expect(await store.get('tokens lavoie')).toEqual({ ok: true, value: text })
            expect([...entries.values()].every((part) => Buffer.byteLength(part) <= MAX_PART_BYTES)).toBe(true)
          }
          await store.delete('tokens lavoie')
          expect(entries.size).toBe(0)
        },
      ),
    )
  })

  it('keeps the old value whole where writing a new one breaks off', async () => {
    const old = 'old '.repeat(2_000)
    for (const writes of [0, 1, 2, 3]) {
      const { store, breakAfter } = windowsLike()
      await store.set('tokens', old)
      breakAfter(writes)
      expect(await store.set('tokens', 'new '.repeat(2_000))).toMatchObject({ ok: false })
      expect(await store.get('tokens')).toEqual({ ok: true, value: old })
    }
  })

  it.each([
    ['linux', 'libsecret-1-0, gnome-keyring'],
    ['darwin', 'keytar'],
  ] as const)('that cannot be loaded is missing, with what to install (%s)', async (platform, install) => {
    const store = createKeytarStore({ platform, load: () => Promise.reject(new Error('Cannot find module')) })
    const missing = { ok: false, problem: { code: 'keychain-missing', params: { install } } }
    expect(await store.get('a')).toEqual(missing)
    expect(await store.set('a', 'b')).toEqual(missing)
    expect(await store.delete('a')).toEqual(missing)
  })

  it.each([
    ['Cannot autolaunch D-Bus without X11 $DISPLAY', 'keychain-missing'],
    ['The name org.freedesktop.secrets was not provided by any .service files', 'keychain-missing'],
    ['Cannot create an item in a locked collection', 'keychain-locked'],
    ['User canceled the operation', 'keychain-locked'],
  ])('that fails with "%s" is %s', async (message, code) => {
    const failing = async () => Promise.reject(new Error(message))
    const store = createKeytarStore({
      load: async () => ({
        getPassword: failing,
        setPassword: failing,
        deletePassword: failing,
      }),
    })
    expect(await store.get('a')).toMatchObject({ ok: false, problem: { code } })
  })

  it('that never answers is locked', async () => {
    const store = createKeytarStore({
      timeoutMs: 20,
      load: async () => ({ ...({} as Keytar), getPassword: () => new Promise(() => undefined) }),
    })
    expect(await store.get('a')).toMatchObject({ ok: false, problem: { code: 'keychain-locked' } })
  })

  it('asks one thing at a time: a question that stays open makes one waiting call, and everything else an answer', async () => {
    let calls = 0
    let answer: (value: string) => void = () => undefined
    const store = createKeytarStore({
      timeoutMs: 50,
      load: async () => ({
        ...({} as Keytar),
        getPassword: () => {
          calls += 1
          return new Promise((resolve) => (answer = resolve))
        },
      }),
    })
    let late = 0
    store.waits.onLateAnswer = () => (late += 1)
    const locked = { ok: false, problem: { code: 'keychain-locked' } }
    const answers = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((account) => store.get(account)))
    for (const each of answers) expect(each).toMatchObject(locked)
    expect(await store.get('f')).toMatchObject(locked)
    expect(calls).toBe(1)

    answer('unlocked since')
    await expect.poll(() => late).toBe(1)
    const again = store.get('a')
    await expect.poll(() => calls).toBe(2)
    answer('kept')
    expect(await again).toEqual({ ok: true, value: 'kept' })
  })

  it('before the end of the program gives up a question that stays open', async () => {
    const store = createKeytarStore({
      load: async () => ({ ...({} as Keytar), getPassword: () => new Promise(() => undefined) }),
    })
    const asked = store.get('a')
    store.waits.hurry()
    expect(await asked).toMatchObject({ ok: false, problem: { code: 'keychain-locked' } })
  })

  it('in memory does the same', async () => {
    const store = createMemoryStore()
    await store.set('b', '1')
    await store.set('a', '2')
    expect(store.accounts()).toEqual(['a', 'b'])
    await store.delete('b')
    expect([await store.get('a'), await store.get('b')]).toEqual([
      { ok: true, value: '2' },
      { ok: true, value: null },
    ])
  })
})
