import type { ElectronParts, SystemChange } from './contract.ts'

const LOOK_MS = 10_000

/** A clock that can be handed in. */
export interface Ticker {
  every(ms: number, run: () => void): () => void
}

/**
 * Follows sleep and the network. Electron tells the main process of sleep; of the network it only answers when asked, so
 * it is asked every ten seconds. After waking up the network is asked at once.
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
  const stopTicking = ticker.every(LOOK_MS, look)
  if (!online) changed('offline')
  return {
    online: () => online,
    stop: () => {
      stopTicking()
      electron.powerMonitor.off('suspend', sleep)
      electron.powerMonitor.off('resume', wake)
    },
  }
}
