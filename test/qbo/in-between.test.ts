import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loopback, quickBooksAt } from './loopback.ts'
import type { Reply } from './loopback.ts'

/* What stands between this computer and Intuit: a network that looks into traffic, a proxy, a wrong date. */

const hasOpenssl = spawnSync('openssl', ['version']).status === 0
const folder = mkdtempSync(join(tmpdir(), 'billdr-qbo-tls-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function openssl(...args: string[]): void {
  execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' })
}

/** An authority as an office has one for its own network. */
function makeAuthority(): void {
  mkdirSync(join(folder, 'issued'))
  writeFileSync(join(folder, 'index'), '')
  writeFileSync(
    join(folder, 'ca.conf'),
    [
      ...['[ca]', 'default_ca=office', '[office]', 'database=index', 'new_certs_dir=issued', 'certificate=ca.pem'],
      ...['private_key=ca.key', 'rand_serial=yes', 'default_md=sha256', 'policy=any', 'unique_subject=no'],
      ...['x509_extensions=leaf', '[any]', 'commonName=supplied', '[leaf]', 'subjectAltName=DNS:localhost'],
    ].join('\n'),
  )
  const made = ['-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=Office', '-days', '3650']
  openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...made)
}

/** Its certificate for localhost, from the first day of one year to that of another. */
function certificate(from: number, to: number): { key: string; cert: string } {
  const name = `${from}-${to}`
  openssl(
    'req',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-keyout',
    `${name}.key`,
    '-out',
    `${name}.csr`,
    '-subj',
    '/CN=localhost',
  )
  const days = ['-startdate', `${from}0101000000Z`, '-enddate', `${to}0101000000Z`]
  openssl('ca', '-batch', '-notext', '-config', 'ca.conf', '-in', `${name}.csr`, '-out', `${name}.pem`, ...days)
  return {
    key: readFileSync(join(folder, `${name}.key`), 'utf8'),
    cert: readFileSync(join(folder, `${name}.pem`), 'utf8'),
  }
}

/** What comes of a question to a server with this certificate, asked by a process of its own: what one trusts is kept for all of it. */
async function asked(
  pair: { key: string; cert: string },
  env: Record<string, string> = {},
  program = 'one-query.process.ts',
): Promise<unknown> {
  const server = createServer(pair, (_request, response) => response.end('{"QueryResponse":{}}'))
  await new Promise<void>((resolve) => server.listen(0, () => resolve()))
  const ORIGIN = `https://localhost:${(server.address() as AddressInfo).port}`
  const said = await new Promise<string>((resolve, reject) => {
    const child = spawn(process.execPath, [join(import.meta.dirname, program)], {
      env: { ...process.env, ...env, ORIGIN },
    })
    const texts = { out: '', trouble: '' }
    child.stdout.on('data', (bytes: Buffer) => (texts.out += bytes.toString()))
    child.stderr.on('data', (bytes: Buffer) => (texts.trouble += bytes.toString()))
    child.on('close', (code) => (code === 0 ? resolve(texts.out) : reject(new Error(texts.trouble))))
  })
  server.closeAllConnections()
  server.close()
  return JSON.parse(said)
}

describe.skipIf(!hasOpenssl)('a certificate', () => {
  beforeAll(makeAuthority)
  const authority = () => join(folder, 'ca.pem')

  it('that this computer does not trust is a problem of its own, and nothing was sent', async () => {
    expect(await asked(certificate(2020, 2060))).toEqual(['not-sent', 'certificate-not-trusted'])
  })

  it('is asked for whatever the environment says', async () => {
    const answer = await asked(certificate(2020, 2062), { NODE_TLS_REJECT_UNAUTHORIZED: '0' })
    expect(answer).toEqual(['not-sent', 'certificate-not-trusted'])
  })

  it('is asked of the local API too, whatever the environment says', async () => {
    const env = { NODE_TLS_REJECT_UNAUTHORIZED: '0' }
    const answer = await asked(certificate(2020, 2063), env, '../billdr/one-check.process.ts')
    expect(answer).toEqual(['certificate-not-trusted'])
  })

  it.each([
    [2001, 2002],
    [2048, 2049],
  ])('of the years %i to %i alone tells of a wrong date, and nothing was sent', async (from, to) => {
    expect(await asked(certificate(from, to), { TRUSTED: authority() })).toEqual(['not-sent', 'clock-wrong'])
  })

  it('of an authority in the system’s own store is trusted', async () => {
    expect(await asked(certificate(2020, 2061), { SSL_CERT_FILE: authority() })).toEqual(['reached'])
  })
})

describe('a page of the network in the place of an answer', () => {
  const page = '<!DOCTYPE html><html><body>Welcome to the guest network</body></html>'
  const withoutTid = (reply: Exclude<Reply, string>): Reply => ({
    ...reply,
    headers: { ...reply.headers, intuit_tid: '' },
  })

  it.each<[string, Exclude<Reply, string>, string]>([
    ['a page with 200', { status: 200, body: page }, 'unknown'],
    ['a way to another host', { status: 302, body: '', headers: { Location: 'https://login.example/' } }, 'unknown'],
    ['"network authentication required"', { status: 511, body: page }, 'not-sent'],
    ['"proxy authentication required"', { status: 407, body: page }, 'not-sent'],
  ])('%s says so, and does not call QuickBooks broken', async (_what, reply, kind) => {
    const server = await loopback(() => withoutTid(reply))
    const answer = await quickBooksAt(server.base).query('Item')
    expect(answer).toMatchObject({ ok: false, failure: { kind, problem: { code: 'network-sign-in-page' } } })
  })

  it('a page that is Intuit’s own is an answer that makes no sense', async () => {
    const server = await loopback(() => ({ status: 200, body: page }))
    const answer = await quickBooksAt(server.base).query('Item')
    expect(answer).toMatchObject({ ok: false, failure: { problem: { code: 'quickbooks-answer-broken' } } })
  })
})
