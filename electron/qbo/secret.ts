import { inspect } from 'node:util'

const HIDDEN = '[secret]'

/**
 * A token, key or code that is passed around without ever being written down: JSON, string templates and
 * `console.log` show "[secret]". Only `reveal()` gives the text, and only requests and the keychain call it.
 */
export class Secret {
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  reveal(): string {
    return this.#text
  }

  /** Whether both hold the same text. */
  equals(other: Secret): boolean {
    return this.#text === other.#text
  }

  toJSON(): string {
    return HIDDEN
  }

  toString(): string {
    return HIDDEN
  }

  [inspect.custom](): string {
    return HIDDEN
  }
}
