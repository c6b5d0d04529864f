import type { BridgeHandlers } from '../../shared/bridge.ts'
import { problem } from '../../shared/problem.ts'
import { isSetByFirm } from '../system/firm-settings.ts'
import type { Updates } from './updates.ts'

export interface OwnCallsNeeds {
  version: string
  /** Null where there is no update channel. */
  updates: Updates | null
  /** Null where this run cannot be started with the computer. */
  startsAtLogin(): boolean | null
  /** Throws where the system does not take it. */
  setStartsAtLogin(on: boolean): void
  offerRestart(): Promise<void>
  setBeta(on: boolean): void
}

/** The calls of the window that are about this program and not about any company. */
export function ownCalls(
  needs: OwnCallsNeeds,
): Pick<BridgeHandlers, 'desktop' | 'setStartAtLogin' | 'checkForUpdates' | 'restartToUpdate' | 'setBetaUpdates'> {
  const { updates } = needs
  const done = { ok: true, value: null } as const
  const notHere = { ok: false, problem: problem('desktop-only') } as const
  return {
    desktop: async () => ({
      version: needs.version,
      startsAtLogin: needs.startsAtLogin(),
      updates: updates?.state() ?? null,
    }),
    setStartAtLogin: async ({ on }) => {
      try {
        needs.setStartsAtLogin(on)
        return done
      } catch (error) {
        const reason = (error as NodeJS.ErrnoException).code ?? ''
        return { ok: false, problem: problem('start-at-login-refused', { reason }) }
      }
    },
    checkForUpdates: async () => {
      await updates?.check()
      return updates ? done : notHere
    },
    setBetaUpdates: async ({ on }) => {
      if (isSetByFirm('updates')) return { ok: false, problem: problem('set-by-firm') }
      needs.setBeta(on)
      await updates?.check()
      return updates ? done : notHere
    },
    restartToUpdate: async () => {
      await needs.offerRestart()
      return updates ? done : notHere
    },
  }
}
