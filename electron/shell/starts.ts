import type { ElectronParts } from './contract.ts'
import type { Launch } from './launch.ts'
import { readLaunch } from './launch.ts'

/** Who acts on what systems and people ask of the running program. */
export interface StartsListener {
  /** A second start, a link or a click in the dock. */
  launched(launch: Launch): void
  /** The system, a signal or the menu of macOS wants the program to end; answers whether it may at once. */
  quits(): boolean
}

/**
 * What is asked of the program from outside, from its first moment on: heard before anything slow begins, and kept until
 * there is somebody who can act on it. To be made before the program is ready.
 */
export class Starts {
  #listener: StartsListener | null = null
  #kept: Launch[] = []
  #isAskedToQuit = false

  constructor({ app }: Pick<ElectronParts, 'app'>) {
    // Without a listener of this event Electron ends the program with its last window.
    app.on('window-all-closed', () => undefined)
    app.on('second-instance', (_event, given, _folder, more) => this.#launched(argumentsOf(given, more)))
    app.on('open-url', (event, address) => {
      event.preventDefault()
      this.#launched([address])
    })
    app.on('activate', () => this.#launched([]))
    app.on('before-quit', (event) => {
      if (this.#listener?.quits()) return
      this.#isAskedToQuit = true
      event.preventDefault()
    })
  }

  /** Whether the program was asked to end before anybody listened. */
  get isAskedToQuit(): boolean {
    return this.#isAskedToQuit
  }

  #launched(given: readonly string[]): void {
    const launch = readLaunch(given)
    if (this.#listener) this.#listener.launched(launch)
    else this.#kept.push(launch)
  }

  /** Hands everything over, what came before included. */
  handTo(listener: StartsListener): void {
    this.#listener = listener
    for (const launch of this.#kept.splice(0)) listener.launched(launch)
    if (this.#isAskedToQuit) listener.quits()
  }
}

/** What a second start gives the first besides its command line, in which Chromium puts its own switches between ours. */
export function forTheFirst(given: readonly string[]): { given: string[] } {
  return { given: [...given] }
}

function argumentsOf(commandLine: readonly string[], more: unknown): readonly string[] {
  const given: unknown = typeof more === 'object' && more !== null ? Reflect.get(more, 'given') : undefined
  const isTold = Array.isArray(given) && given.every((each): each is string => typeof each === 'string')
  return isTold ? given : commandLine.slice(1)
}
