import { keychainOrders } from './keychain/side-keychain.ts'
import { answerOrders } from './system/side-answers.ts'

/** The keychain's own process on Linux; see keychain/side-keychain.ts. */
answerOrders(keychainOrders)
