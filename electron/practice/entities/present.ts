import { createHmac } from 'node:crypto'
import type { TypeName } from './entity-types.ts'
import { textAt, without, type Fields, type Stored } from './json.ts'

const LINK_MS = 15 * 60_000

/** Makes answers of entities; knows the addresses under which files are served. */
export class Presenter {
  readonly #origin: () => string
  readonly #realmId: () => string
  readonly #secret: Buffer
  readonly #clock: () => Date

  constructor(origin: () => string, realmId: () => string, secret: Buffer, clock: () => Date) {
    this.#origin = origin
    this.#realmId = realmId
    this.#secret = secret
    this.#clock = clock
  }

  /** The entity as it is answered: with its domain, and a fresh address where it has a file. */
  readonly present = (type: TypeName, entity: Stored): Fields => {
    const answer: Fields = { domain: 'QBO', sparse: false, ...entity }
    if (type !== 'Attachable') return answer
    if (textAt(entity, 'FileName') === null || entity['HasFile'] !== true) return without(answer, 'HasFile')
    return {
      FileName: entity['FileName'] ?? '',
      FileAccessUri: `/v3/company/${this.#realmId()}/download/${entity.Id}`,
      TempDownloadUri: this.downloadUrl(entity),
      ...without(answer, 'HasFile', 'FileName'),
    }
  }

  /** A signed address of the file that works for 15 minutes and needs no token. */
  downloadUrl(entity: Stored): string {
    const until = this.#clock().getTime() + LINK_MS
    return `${this.#origin()}/files/${entity.Id}?X-Practice-Until=${until}&X-Practice-Signature=${this.#sign(entity.Id, until)}`
  }

  #sign(id: string, until: number): string {
    return createHmac('sha256', this.#secret).update(`${id} ${until}`).digest('base64url')
  }

  /** Whether an address is one that was given, and not too long ago. */
  isGood(id: string, query: URLSearchParams): boolean {
    const until = Number(query.get('X-Practice-Until'))
    return (
      Number.isFinite(until) &&
      until > this.#clock().getTime() &&
      query.get('X-Practice-Signature') === this.#sign(id, until)
    )
  }
}
