import type { LoggedRequest, ControlledCompany } from '../../electron/practice/testing/controlled-company.ts'
import type { EntityType, QuickBooks } from '../../electron/qbo/contract.ts'
import { multipartOf } from '../../electron/qbo/multipart.ts'

type Json = string | number | boolean | null | Json[] | { [name: string]: Json }

/** A request that changed the books, as it arrived there, with names instead of ids. */
export interface GoldenRequest {
  what: string
  request: string
  body: Json
}

/** Which list the ids of a reference are from. */
const REFERENCES: Record<string, EntityType> = {
  CustomerRef: 'Customer',
  VendorRef: 'Vendor',
  ItemRef: 'Item',
  TaxCodeRef: 'TaxCode',
  AccountRef: 'Account',
  APAccountRef: 'Account',
  DepositToAccountRef: 'Account',
  IncomeAccountRef: 'Account',
  BankAccountRef: 'Account',
  CCAccountRef: 'Account',
}
const SEEDED: readonly EntityType[] = ['Account', 'Item', 'TaxCode']

/**
 * Names the ids that QuickBooks gives out, so that a request can be read, and stays the same when the practice company
 * begins with other lists.
 */
export class Names {
  readonly #names = new Map<string, string>()

  static async of(practice: ControlledCompany): Promise<Names> {
    const names = new Names()
    await names.readLists(practice)
    return names
  }

  /** Again once documents have gone: with the first one in a currency QuickBooks adds its accounts. */
  async readLists(practice: ControlledCompany): Promise<void> {
    for (const type of SEEDED) {
      for (const row of await practice.controls.entities(type)) this.add(type, row)
    }
  }

  add(type: EntityType, entity: Readonly<Record<string, unknown>>): void {
    const name = ['FullyQualifiedName', 'DisplayName', 'Name', 'DocNumber', 'PaymentRefNum', 'FileName']
      .map((field) => entity[field])
      .find((each) => typeof each === 'string' && each !== '')
    this.#names.set(
      `${type}|${String(entity['Id'])}`,
      typeof name === 'string'
        ? name
        : (/\[Billdr [^\]]+\]/.exec(withoutSeal(String(entity['PrivateNote'])))?.[0] ?? ''),
    )
  }

  of(type: string, id: unknown): string {
    const name = this.#names.get(`${type}|${String(id)}`)
    if (name === undefined) throw new Error(`no ${type} ${String(id)}`)
    return `<${type} ${name}>`
  }

  /** A body of a type with names in place of ids. */
  inBody(type: string, body: Json): Json {
    return this.#named(body, type, null)
  }

  #named(value: Json, type: string, under: string | null): Json {
    if (Array.isArray(value)) return value.map((each) => this.#named(each, type, under))
    if (under === 'PrivateNote') return withoutSeal(String(value))
    if (typeof value !== 'object' || value === null) return value
    const list = under === null ? null : referred(under, type, value)
    return Object.fromEntries(
      Object.entries(value).map(([name, each]) => {
        if (name === 'value' && list) return [name, this.of(list, each)]
        if (name === 'TxnId') return [name, this.of(String(value['TxnType']), each)]
        if (name === 'Id' && under === null) return [name, this.of(type, each)]
        return [name, this.#named(each, type, name)]
      }),
    )
  }
}

function referred(field: string, type: string, reference: { [name: string]: Json }): string | null {
  if (field === 'ParentRef') return type
  if (field === 'EntityRef') return String(reference['type'])
  return REFERENCES[field] ?? null
}

/** The seal of a mark changes with the ids that QuickBooks gave out. */
function withoutSeal(note: string): string {
  return note.replace(/(\[Billdr \S+ \S+) [0-9a-f]{12}[^\]]*\]/, '$1 <seal>]')
}

/** Listens to what goes through a client, and keeps what uploads say of themselves and what comes back. */
export class Recorder {
  readonly uploads: Json[] = []
  readonly #names: Names

  constructor(names: Names) {
    this.#names = names
  }

  /** The same client, listened to. */
  over(quickbooks: QuickBooks): QuickBooks {
    return {
      ...quickbooks,
      write: async (request) => {
        const answer = await quickbooks.write(request)
        if (answer.ok && 'SyncToken' in answer.value) this.#names.add(request.type, answer.value)
        return answer
      },
      upload: async (upload) => {
        const whole = Buffer.concat(multipartOf(upload).parts).toString('latin1')
        const metadata = /name="file_metadata_01"[^]*?\r\n\r\n([^]*?)\r\n--/.exec(whole)?.[1] ?? ''
        this.uploads.push(JSON.parse(Buffer.from(metadata, 'latin1').toString('utf8')) as Json)
        return quickbooks.upload(upload)
      },
    }
  }
}

/** Requests of the log that changed the books, by entity type; and what QuickBooks refused. */
export function goldenOf(
  log: readonly LoggedRequest[],
  names: Names,
): { golden: Map<string, GoldenRequest[]>; refused: string[] } {
  const byType = new Map<string, GoldenRequest[]>()
  const refused: string[] = []
  for (const row of log) {
    if (!['create', 'update', 'delete', 'void'].includes(row.operation)) continue
    if (row.effect === 'refused') {
      refused.push(row.body)
      continue
    }
    const body = JSON.parse(row.body) as { [name: string]: Json }
    const type = String(row.entity)
    const { requestid: _requestId, ...query } = row.query
    const list = byType.get(type) ?? []
    byType.set(type, list)
    list.push({
      what: `${row.operation} ${nameIn(names, type, body)}`.trim(),
      request: `${row.method} ${row.path.replace(/\/company\/\d+\//, '/company/<realm>/')}?${new URLSearchParams(query).toString()}`,
      body: names.inBody(type, body),
    })
  }
  return { golden: byType, refused }
}

function nameIn(names: Names, type: string, body: { [name: string]: Json }): string {
  if (typeof body['Id'] === 'string') return names.of(type, body['Id'])
  const name =
    body['DisplayName'] ??
    body['Name'] ??
    body['DocNumber'] ??
    body['PaymentRefNum'] ??
    /\[Billdr [^\]]+\]/.exec(withoutSeal(String(body['PrivateNote'])))?.[0]
  return typeof name === 'string' ? name : ''
}
