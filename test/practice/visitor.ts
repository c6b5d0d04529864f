import { request as httpRequest } from 'node:http'
import { randomUUID } from 'node:crypto'
import {
  startControlledCompany,
  type ControlledCompany,
  type ControlledOptions,
} from '../../electron/practice/testing/controlled-company.ts'

/** An answer as a test reads it. */
export interface Got {
  status: number
  headers: Headers
  text: string
  /** The body as JSON, loosely typed: a test says what it expects of it. */
  json: Body
}

export type Body = { [field: string]: Body } & { [Symbol.iterator](): Iterator<Body>; length: number } & (
    string | number | boolean
  )

export interface Tokens {
  access_token: string
  refresh_token: string
}

/** A client without manners of its own: it sends exactly what a test says. */
export class Visitor {
  readonly practice: ControlledCompany
  tokens: Tokens = { access_token: '', refresh_token: '' }

  constructor(practice: ControlledCompany) {
    this.practice = practice
  }

  get base(): string {
    return `${this.practice.apiBase}/v3/company/${this.practice.realmId}`
  }

  async signIn(): Promise<void> {
    const { practice } = this
    const redirectUri = 'http://localhost:8477/callback'
    const asked = new URL(practice.authorizeUrl)
    for (const [name, value] of Object.entries({
      client_id: practice.clientId,
      redirect_uri: redirectUri,
      response_type: 'code',
      scope: 'com.intuit.quickbooks.accounting',
      state: 's-1',
    }))
      asked.searchParams.set(name, value)
    const back = new URL((await fetch(asked, { redirect: 'manual' })).headers.get('location') ?? '')
    const got = await this.token({
      grant_type: 'authorization_code',
      code: back.searchParams.get('code') ?? '',
      redirect_uri: redirectUri,
    })
    this.tokens = JSON.parse(got.text) as Tokens
  }

  async token(
    form: Record<string, string>,
    keys = `${this.practice.clientId}:${this.practice.clientSecret}`,
  ): Promise<Got> {
    return this.#got(
      await fetch(this.practice.tokenUrl, {
        method: 'POST',
        body: new URLSearchParams(form),
        headers: { Authorization: `Basic ${Buffer.from(keys).toString('base64')}` },
      }),
    )
  }

  async #got(response: Response): Promise<Got> {
    const text = await response.text()
    let json: unknown = null
    try {
      json = JSON.parse(text)
    } catch {
      json = null
    }
    return { status: response.status, headers: response.headers, text, json: json as Body }
  }

  async get(path: string, headers: Record<string, string> = {}): Promise<Got> {
    return this.#got(
      await fetch(`${this.base}/${path}`, {
        headers: { Accept: 'application/json', Authorization: `Bearer ${this.tokens.access_token}`, ...headers },
      }),
    )
  }

  async post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Got> {
    return this.#got(
      await fetch(`${this.base}/${path}`, {
        method: 'POST',
        body: typeof body === 'string' ? body : JSON.stringify(body),
        headers: {
          Accept: 'application/json',
          'Content-Type': 'application/json',
          Authorization: `Bearer ${this.tokens.access_token}`,
          ...headers,
        },
      }),
    )
  }

  query(text: string): Promise<Got> {
    return this.get(`query?query=${encodeURIComponent(text)}`)
  }

  /** The rows of a query. */
  async rows(text: string): Promise<Body[]> {
    const got = await this.query(text)
    if (got.status !== 200) throw new Error(`${got.status} ${got.text}`)
    const rows = Object.values(got.json.QueryResponse as unknown as Record<string, unknown>).find((each) =>
      Array.isArray(each),
    )
    return (rows ?? []) as Body[]
  }

  /** Creates an entity and answers it; throws where it is refused. */
  async make(type: string, body: unknown): Promise<Body> {
    const got = await this.post(type.toLowerCase(), body)
    const entity = got.json?.[type]
    if (got.status !== 200 || !entity) throw new Error(`${type} refused: ${got.text}`)
    return entity
  }

  /** The id of a seeded account, item or other list row, by its full name. */
  async idOf(type: 'Account' | 'Item' | 'TaxCode' | 'PaymentMethod' | 'Term', name: string): Promise<string> {
    const field = type === 'Account' || type === 'Item' ? 'FullyQualifiedName' : 'Name'
    const [row] = await this.rows(`select * from ${type} where ${field} = '${name}'`)
    if (!row) throw new Error(`no ${type} called ${name}`)
    return String(row.Id)
  }

  /** Uploads one file, in the form that Intuit documents. */
  async upload(metadata: unknown, file: { name: string; type: string; bytes: Buffer }, query = ''): Promise<Got> {
    return this.uploadParts(
      [
        ...(metadata === null
          ? []
          : [
              {
                name: 'file_metadata_01',
                fileName: 'attachment.json',
                type: 'application/json',
                bytes: Buffer.from(JSON.stringify(metadata)),
              },
            ]),
        { name: 'file_content_01', fileName: file.name, type: file.type, bytes: file.bytes },
      ],
      query,
    )
  }

  async uploadParts(
    parts: { name: string; fileName: string; type: string; bytes: Buffer }[],
    query = '',
  ): Promise<Got> {
    const boundary = `----visitor${randomUUID()}`
    const body = Buffer.concat([
      ...parts.flatMap((part) => [
        Buffer.from(
          `--${boundary}\r\nContent-Disposition: form-data; name="${part.name}"; filename="${part.fileName}"\r\nContent-Type: ${part.type}\r\n\r\n`,
        ),
        part.bytes,
        Buffer.from('\r\n'),
      ]),
      Buffer.from(`--${boundary}--\r\n`),
    ])
    return this.#got(
      await fetch(`${this.base}/upload${query}`, {
        method: 'POST',
        body,
        headers: {
          Accept: 'application/json',
          'Content-Type': `multipart/form-data; boundary=${boundary}`,
          Authorization: `Bearer ${this.tokens.access_token}`,
        },
      }),
    )
  }
}

/** A practice company in memory with a client signed in to it. Limits are off unless a test is about them. */
export async function visit(options: Partial<ControlledOptions> = {}): Promise<Visitor> {
  const practice = await startControlledCompany({
    folder: null,
    country: 'CA',
    consent: 'automatic',
    limits: 'off',
    ...options,
  })
  const visitor = new Visitor(practice)
  await visitor.signIn()
  return visitor
}

/** A request by node's own client, for what fetch does not allow: any Host header, chunked bodies. */
export function rawRequest(
  origin: string,
  options: { method?: string; path: string; headers?: Record<string, string>; body?: Buffer },
): Promise<{ status: number; text: string; headers: Record<string, string | string[] | undefined> }> {
  const url = new URL(origin)
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      {
        host: url.hostname,
        port: url.port,
        method: options.method ?? 'GET',
        path: options.path,
        headers: options.headers ?? {},
        agent: false,
      },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () => {
          resolve({
            status: response.statusCode ?? 0,
            text: Buffer.concat(chunks).toString('utf8'),
            headers: response.headers,
          })
        })
      },
    )
    request.on('error', reject)
    if (options.body) request.write(options.body)
    request.end()
  })
}

/** The code of the first error of an answer; of an answer without one, its HTTP status. */
export function codeOf(got: Got): string {
  return String((got.json?.Fault?.Error as unknown as { code: string }[] | undefined)?.[0]?.code ?? got.status)
}

/** The element that the first error names. */
export function elementOf(got: Got): string {
  return String((got.json.Fault?.Error as unknown as { element: string }[])[0]?.element)
}
