import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer as createHttp } from 'node:http'
import { createServer as createHttps } from 'node:https'
import type { AddressInfo, Server } from 'node:net'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import tls from 'node:tls'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { carryPlain } from '../../electron/qbo/exchange.ts'
import { notOpened } from '../../electron/qbo/in-between.ts'
import { findProxySignIns, proxyThatAsks } from '../../electron/system/tunnel-agent.ts'
import type { Proxy, UnspokenProxy } from '../../electron/system/proxy.ts'
import { chooseProxy, findProxiesWith, proxyByVariables, proxyOfSystem } from '../../electron/system/proxy.ts'

const INTUIT = 'https://quickbooks.api.intuit.com/v3/company/1/companyinfo/1'
const plain = (hostname: string, port: number): Proxy => ({ hostname, port, isSecure: false, signIn: null })

describe('which proxy', () => {
  it.each<[Record<string, string>, Proxy | UnspokenProxy | null]>([
    [{}, null],
    [{ HTTPS_PROXY: 'http://proxy.office:3128' }, plain('proxy.office', 3128)],
    [{ https_proxy: 'proxy.office:3128' }, plain('proxy.office', 3128)],
    [{ ALL_PROXY: 'http://proxy.office' }, plain('proxy.office', 80)],
    [
      { HTTPS_PROXY: 'https://a:b%40c@proxy.office' },
      { hostname: 'proxy.office', port: 443, isSecure: true, signIn: 'a:b@c' },
    ],
    [{ HTTPS_PROXY: 'http://proxy.office:3128', NO_PROXY: 'localhost,.intuit.com' }, null],
    [{ HTTPS_PROXY: 'http://proxy.office:3128', no_proxy: '*' }, null],
    [{ HTTPS_PROXY: 'http://proxy.office:3128', NO_PROXY: 'notintuit.com' }, plain('proxy.office', 3128)],
    [{ HTTPS_PROXY: 'http://proxy.office:3128', BILLDR_QBO_PROXY: 'off' }, null],
    [{ HTTPS_PROXY: 'http://other:1', BILLDR_QBO_PROXY: 'http://proxy.office:3128' }, plain('proxy.office', 3128)],
    [{ HTTPS_PROXY: 'socks5://proxy.office:1080' }, { unspoken: 'SOCKS' }],
    [{ HTTPS_PROXY: 'http://proxy.office', BILLDR_QBO_PROXY: 'socks5h://x:1' }, { unspoken: 'SOCKS' }],
  ])('by the variables %j: %j', (env, proxy) => {
    expect(proxyByVariables(INTUIT, env)).toEqual(proxy)
  })

  it.each<[string, Proxy | UnspokenProxy | null]>([
    ['SOCKS5 proxy.office:1080', { unspoken: 'SOCKS' }],
    ['SOCKS proxy.office:1080; DIRECT', null],
    ['DIRECT', null],
    ['PROXY proxy.office:8080; DIRECT', plain('proxy.office', 8080)],
    ['SOCKS5 x:1; PROXY proxy.office:8080', plain('proxy.office', 8080)],
    ['DIRECT; PROXY proxy.office:8080', null],
    ['HTTPS proxy.office:8443', { ...plain('proxy.office', 8443), isSecure: true }],
  ])('by the system’s answer "%s": %j', (answer, proxy) => {
    expect(proxyOfSystem(answer)).toEqual(proxy)
  })
})

describe('a person’s choice in the settings', () => {
  afterEach(() => chooseProxy(''))
  const env = { HTTPS_PROXY: 'http://proxy.office:3128' }

  it('goes before the computer’s own way, and after what is set for the program', () => {
    chooseProxy('off')
    expect(proxyByVariables(INTUIT, env)).toBeNull()
    chooseProxy('http://other.office:1')
    expect(proxyByVariables(INTUIT, env)).toEqual(plain('other.office', 1))
    expect(proxyByVariables(INTUIT, { ...env, BILLDR_QBO_PROXY: 'off' })).toBeNull()
    chooseProxy('')
    expect(proxyByVariables(INTUIT, env)).toEqual(plain('proxy.office', 3128))
  })
})

describe('a request through the office’s proxy', () => {
  const before = tls.getCACertificates('default')
  let folder: string
  let intuit: Server
  const servers: Server[] = []
  /** What the proxy saw: every line of it, and every byte. */
  let seen: { target: string; signIn: string | undefined }[] = []
  let throughIt = ''

  const listening = (server: Server): Promise<number> =>
    new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)))

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'billdr-qbo-proxy-'))
    const key = path.join(folder, 'key.pem')
    const certificate = path.join(folder, 'certificate.pem')
    const name = 'quickbooks.api.intuit.com'
    const about = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`, '-days', '2']
    execFileSync(
      'openssl',
      ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', certificate, ...about],
      { stdio: 'ignore' },
    )
    intuit = createHttps({ key: readFileSync(key), cert: readFileSync(certificate) }, (_request, response) =>
      response.end('{"answered":"by Intuit"}'),
    )
    await listening(intuit)
    tls.setDefaultCACertificates([...before, readFileSync(certificate, 'utf8')])
  })

  afterAll(() => {
    tls.setDefaultCACertificates(before)
    intuit.close()
    rmSync(folder, { recursive: true, force: true })
  })

  afterEach(() => {
    for (const server of servers.splice(0)) server.close()
    findProxiesWith(async () => null)
    findProxySignIns(async () => null)
    seen = []
    throughIt = ''
  })

  /** Every name leads to our Intuit, as a proxy's own name service would have it. */
  async function proxy(status = 200, wants: { signIn?: string; way?: string } = {}): Promise<Proxy> {
    const server = createHttp()
    server.on('connect', (request, socket) => {
      const signIn = request.headers['proxy-authorization']
      seen.push({ target: request.url ?? '', signIn })
      const given = wants.signIn !== undefined && signIn === `Basic ${Buffer.from(wants.signIn).toString('base64')}`
      if (status !== 200 && !given) {
        const way = wants.way === undefined ? '' : `Proxy-Authenticate: ${wants.way}\r\n`
        socket.end(`HTTP/1.1 ${status} No\r\n${way}\r\n`)
        return
      }
      const onward = connect((intuit.address() as AddressInfo).port, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
        socket.on('data', (chunk: Buffer) => (throughIt += chunk.toString('latin1')))
        socket.pipe(onward).pipe(socket)
      })
      onward.on('error', () => socket.destroy())
      socket.on('error', () => onward.destroy())
    })
    servers.push(server)
    return plain('127.0.0.1', await listening(server))
  }

  const request = { method: 'GET', url: INTUIT, headers: { authorization: 'Bearer secret-token' } } as const

  it('goes by CONNECT, sealed from end to end: the proxy sees the host and nothing of the request', async () => {
    const office = await proxy()
    findProxiesWith(async () => ({ ...office, signIn: 'anne:pass' }))
    const answer = await carryPlain(10_000, request)
    expect(answer.answered && answer.bytes.toString()).toBe('{"answered":"by Intuit"}')
    expect(seen).toEqual([
      { target: 'quickbooks.api.intuit.com:443', signIn: `Basic ${Buffer.from('anne:pass').toString('base64')}` },
    ])
    expect(throughIt).not.toContain('secret-token')
    expect(throughIt).not.toContain('companyinfo')
  })

  it.each([
    [407, 'EPROXYSIGNIN', 'proxy-sign-in'],
    [403, 'EPROXYREFUSED', 'proxy-refused'],
  ])('refused with %d never left, and is said as what it is', async (status, cause, code) => {
    const office = await proxy(status)
    findProxiesWith(async () => office)
    const answer = await carryPlain(10_000, { ...request, url: INTUIT.replace('quickbooks.api', `s${status}.api`) })
    expect(answer).toEqual({ answered: false, neverLeft: true, timedOut: false, cause })
    expect(notOpened(cause)).toMatchObject({ code })
  })

  it('a sign-in that it wants is asked for once, and kept sign-ins are asked for only then', async () => {
    const office = await proxy(407, { signIn: 'anne:geheim', way: 'Negotiate, Basic realm="office"' })
    const place = `${office.hostname}:${office.port}`
    findProxiesWith(async () => office)
    const asked: string[] = []
    let kept: string | null = null
    const keep = (): void =>
      findProxySignIns(async (at) => {
        asked.push(at)
        return kept
      })
    keep()
    const ask = (name: string) => carryPlain(10_000, { ...request, url: INTUIT.replace('quickbooks.api', name) })
    expect(await ask('one.api')).toMatchObject({ answered: false, neverLeft: true, cause: 'EPROXYSIGNIN' })
    expect(proxyThatAsks()).toBe(place)
    kept = 'anne:wrong'
    keep()
    expect(await ask('two.api')).toMatchObject({ answered: false, cause: 'EPROXYSIGNIN' })
    kept = 'anne:geheim'
    keep()
    // It was let through: the one server behind the proxy answers for another name, and is not believed.
    expect(await ask('let.through')).toMatchObject({ cause: 'ERR_TLS_CERT_ALTNAME_INVALID' })
    expect(proxyThatAsks()).toBeNull()
    const before = asked.length
    seen = []
    await ask('three.api')
    expect(asked.length).toBe(before)
    expect(seen.map(({ signIn }) => signIn)).toEqual([`Basic ${Buffer.from('anne:geheim').toString('base64')}`])
  })

  it.each([
    ['SOCKS', 'EPROXYSOCKS', 'SOCKS'],
    ['Windows’ own sign-in', 'EPROXYSCHEME', 'NTLM, Kerberos'],
  ])('a proxy by %s is refused with a sentence that says so', async (kind, cause, how) => {
    const office = await proxy(407, { way: 'Negotiate' })
    findProxiesWith(async () => (kind === 'SOCKS' ? { unspoken: 'SOCKS' } : office))
    const answer = await carryPlain(10_000, { ...request, url: INTUIT.replace('quickbooks.api', `${cause}.api`) })
    expect(answer).toEqual({ answered: false, neverLeft: true, timedOut: false, cause })
    expect(notOpened(cause)).toEqual({ code: 'proxy-not-spoken', params: { how } })
  })

  it('a proxy that is not there: nothing left', async () => {
    findProxiesWith(async () => plain('127.0.0.1', 9))
    const answer = await carryPlain(10_000, { ...request, url: INTUIT.replace('quickbooks.api', 'gone.api') })
    expect(answer).toMatchObject({ answered: false, neverLeft: true, cause: 'ECONNREFUSED' })
  })

  it('this computer itself is reached without one', async () => {
    const office = await proxy()
    findProxiesWith(async () => office)
    const { port } = intuit.address() as AddressInfo
    const answer = await carryPlain(10_000, { ...request, url: `https://127.0.0.1:${port}/` })
    // Its certificate names another host: it was reached, and not believed.
    expect(answer).toMatchObject({ answered: false, cause: 'ERR_TLS_CERT_ALTNAME_INVALID' })
    expect(seen).toEqual([])
  })
})
