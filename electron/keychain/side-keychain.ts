import { SideProcess } from '../system/side-process.ts'
import type { Keytar } from './keytar.ts'
import { loadKeytar } from './keytar.ts'

/** After so long without a question its process ends, ms. */
const IDLE_MS = 5_000

type Order =
  | { call: 'load' }
  | { call: 'getPassword' | 'deletePassword'; service: string; account: string }
  | { call: 'setPassword'; service: string; account: string; password: string }

/** A keychain in a process of its own, that can be ended while a question is open. */
export interface SideKeychain {
  load(): Promise<Keytar>
  end(): void
}

/**
 * keytar in a process of its own. On Linux a question that nobody answers holds one of its threads for good: the program
 * could neither end nor, after four of them, read a file; and what crashes in the library takes only that process along.
 */
export function sideKeychain(): SideKeychain {
  const side = new SideProcess('keychain', { idleMs: IDLE_MS })
  const ask = (order: Order): Promise<unknown> => side.ask(order)
  return {
    async load() {
      await ask({ call: 'load' })
      return {
        getPassword: (service, account) =>
          ask({ call: 'getPassword', service, account }) as ReturnType<Keytar['getPassword']>,
        setPassword: async (service, account, password) =>
          void (await ask({ call: 'setPassword', service, account, password })),
        deletePassword: (service, account) =>
          ask({ call: 'deletePassword', service, account }) as ReturnType<Keytar['deletePassword']>,
      }
    },
    end: () => side.end(),
  }
}

/** What the keychain's own process does with an order of the main program. */
export async function keychainOrders(given: unknown): Promise<unknown> {
  const order = given as Order
  const keytar = await loadKeytar()
  switch (order.call) {
    case 'load':
      return null
    case 'getPassword':
      return keytar.getPassword(order.service, order.account)
    case 'setPassword':
      return keytar.setPassword(order.service, order.account, order.password)
    case 'deletePassword':
      return keytar.deletePassword(order.service, order.account)
  }
}
