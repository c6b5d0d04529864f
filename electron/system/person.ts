import { userInfo } from 'node:os'

/** The name under which somebody is signed in to this computer; null where the system has none. */
export function personHere(): string | null {
  try {
    return userInfo().username || null
  } catch {
    return null
  }
}
