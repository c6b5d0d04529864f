/**
 * Whether the companion can be heard. `stopped`: it does not answer (it was closed, or is starting again);
 * `locked`: it answers, but not to this window (a new start wants its new address).
 */
export type LinkState = 'connecting' | 'live' | 'stopped' | 'locked'

export interface Link {
  state(): LinkState
  /** Calls back at every change; the function it returns ends that. */
  subscribe(changed: () => void): () => void
}

export class ChangingLink implements Link {
  #state: LinkState = 'connecting'
  readonly #listeners = new Set<() => void>()

  state(): LinkState {
    return this.#state
  }

  set(state: LinkState): void {
    if (state === this.#state) return
    this.#state = state
    for (const changed of this.#listeners) changed()
  }

  subscribe(changed: () => void): () => void {
    this.#listeners.add(changed)
    return () => this.#listeners.delete(changed)
  }
}

/** Thrown by a call that got no answer it can use: not a problem of a document, but of the way to the companion. */
export class BridgeFault extends Error {
  readonly reason: 'stopped' | 'locked' | 'refused' | 'fault'

  constructor(reason: BridgeFault['reason'], call: string) {
    super(`${call}: ${reason}`)
    this.name = 'BridgeFault'
    this.reason = reason
  }
}
