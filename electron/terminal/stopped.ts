/** One request to end often comes twice: from the keyboard to every program of a terminal, and handed on by one of them. */
const SAME_REQUEST_MS = 1_000

/** Resolves at the first request to end; a second one ends at once. */
export const stopped = new Promise<void>((resolve) => {
  let askedAt: number | null = null
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      askedAt ??= performance.now()
      if (performance.now() - askedAt > SAME_REQUEST_MS) process.exit(130)
      resolve()
    })
  }
})

/**
 * An end that was asked for takes no longer than this, whatever is being waited for (a request or an address that never ends its
 * answer, a keychain, a disk): what is under way is then left as a crash would leave it, from which the next start goes on.
 */
const LONGEST_END_MS = 1_500

/** Gives the data folder back, where one is open. */
let letGo: () => Promise<void> = () => Promise.resolve()

void stopped.then(() => {
  setTimeout(() => {
    void Promise.race([letGo(), new Promise((resolve) => setTimeout(resolve, 200))]).finally(() => process.exit(130))
  }, LONGEST_END_MS).unref()
})

/** Says how the data folder that is open is given back. */
export function letGoAtTheEnd(release: () => Promise<void>): void {
  letGo = release
}
