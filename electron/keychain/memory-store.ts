import type { SecretStore } from './secret-store.ts'

/** Keeps secrets in memory only: for the practice company on a machine without a keychain, and for tests. */
export function createMemoryStore(): SecretStore & { accounts(): string[] } {
  const values = new Map<string, string>()
  return {
    async get(account) {
      return { ok: true, value: values.get(account) ?? null }
    },
    async set(account, value) {
      values.set(account, value)
      return { ok: true, value: null }
    },
    async delete(account) {
      values.delete(account)
      return { ok: true, value: null }
    },
    /** The names of all that is kept, sorted. */
    accounts: () => [...values.keys()].sort(),
  }
}
