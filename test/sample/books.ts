import type { PracticeCompany } from '../../electron/practice/practice-company.ts'

type Json = Record<string, unknown>

/** Reads a QuickBooks company through its public interface alone, with a sign-in of its own; nothing of the app's client. */
export class PublicBooks {
  readonly #practice: PracticeCompany
  readonly #token: string

  private constructor(practice: PracticeCompany, token: string) {
    this.#practice = practice
    this.#token = token
  }

  static async enter(practice: PracticeCompany): Promise<PublicBooks> {
    const ask = new URL(practice.authorizeUrl)
    const redirect = 'http://localhost:1/callback'
    for (const [name, value] of Object.entries({
      client_id: practice.clientId,
      redirect_uri: redirect,
      response_type: 'code',
      scope: 'com.intuit.quickbooks.accounting',
      state: 'reader',
    }))
      ask.searchParams.set(name, value)
    const granted = await fetch(ask, { redirect: 'manual' })
    const code = new URL(granted.headers.get('location') ?? '').searchParams.get('code') ?? ''
    const answer = await fetch(practice.tokenUrl, {
      method: 'POST',
      headers: {
        Authorization: `Basic ${btoa(`${practice.clientId}:${practice.clientSecret}`)}`,
        'Content-Type': 'application/x-www-form-urlencoded',
        Accept: 'application/json',
      },
      body: new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: redirect }),
    })
    const { access_token: token } = (await answer.json()) as { access_token: string }
    return new PublicBooks(practice, token)
  }

  async all(type: string): Promise<Json[]> {
    const query = new URLSearchParams({
      query: `select * from ${type} startposition 1 maxresults 1000`,
      minorversion: '75',
    })
    const answer = await fetch(`${this.#practice.apiBase}/v3/company/${this.#practice.realmId}/query?${query}`, {
      headers: { Authorization: `Bearer ${this.#token}`, Accept: 'application/json' },
    })
    const body = (await answer.json()) as { QueryResponse: Record<string, Json[]> }
    return body.QueryResponse[type] ?? []
  }

  /** Voids an invoice or a payment, as its page in QuickBooks does. */
  async voids(type: 'Invoice', entity: Json): Promise<void> {
    const query = new URLSearchParams({ operation: 'void', minorversion: '75' })
    const { apiBase, realmId } = this.#practice
    const answer = await fetch(`${apiBase}/v3/company/${realmId}/${type.toLowerCase()}?${query}`, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${this.#token}`,
        Accept: 'application/json',
        'Content-Type': 'application/json',
      },
      body: JSON.stringify({ Id: entity['Id'], SyncToken: entity['SyncToken'] }),
    })
    if (!answer.ok) throw new Error(`not voided: ${await answer.text()}`)
  }

  /** The bytes of an attachable, by the address that it carries. */
  async bytes(attachable: Json): Promise<Buffer> {
    const answer = await fetch(String(attachable['TempDownloadUri']))
    return Buffer.from(await answer.arrayBuffer())
  }
}
