import type { ElectronParts, SystemChange } from './contract.ts'

const LOOK_MS = 10_000

/** A clock that can be handed in. */
export interface Ticker {
  every(ms: number, run: () => void): () => void
}

/**
 * Follows sleep, the person's session and the network. Electron tells the main process of the first two; of the network it
 * only answers when asked, so it is asked every ten seconds. After waking up, and when the person comes back (unlocks the
 * screen, switches users or a remote desktop to this session), all is looked at at once. Locked, or in the background of
 * another user, the program goes on.
 */
export function followSystem(
  electron: Pick<ElectronParts, 'powerMonitor' | 'net'>,
  ticker: Ticker,
  changed: (change: SystemChange) => void,
): { online(): boolean; stop(): void } {
  let online = electron.net.isOnline()
  const look = (): void => {
    const now = electron.net.isOnline()
    if (now === online) return
    online = now
    changed(now ? 'online' : 'offline')
  }
  const sleep = (): void => changed('sleep')
  const wake = (): void => {
    changed('wake')
    look()
  }
  electron.powerMonitor.on('suspend', sleep)
  electron.powerMonitor.on('resume', wake)
  // Windows and macOS; macOS at a change of users.
  electron.powerMonitor.on('unlock-screen', wake)
  electron.powerMonitor.on('user-did-become-active', wake)
  const stopTicking = ticker.every(LOOK_MS, look)
  if (!online) changed('offline')
  return {
    online: () => online,
    stop: () => {
      stopTicking()
      electron.powerMonitor.off('suspend', sleep)
      electron.powerMonitor.off('resume', wake)
      electron.powerMonitor.off('unlock-screen', wake)
      electron.powerMonitor.off('user-did-become-active', wake)
    },
  }
}
