import { readFileSync } from 'node:fs'
import tls from 'node:tls'
import { createQuickBooks } from '../../electron/qbo/client.ts'
import { Secret } from '../../electron/qbo/secret.ts'

/** Asks a QuickBooks at ORIGIN for its items, and prints what came of it; TRUSTED: a file with an authority to trust besides. */
const { ORIGIN: base = '', TRUSTED } = process.env
if (TRUSTED) tls.setDefaultCACertificates([readFileSync(TRUSTED, 'utf8')])
const realmId = '4620816365000000000'
const answer = await createQuickBooks({
  realmId,
  addresses: {
    environment: 'sandbox',
    apiBase: base,
    authorizeUrl: `${base}/authorize`,
    tokenUrl: `${base}/token`,
    revokeUrl: `${base}/revoke`,
  },
  tokens: {
    accessToken: async () => ({ ok: true, accessToken: new Secret('a'), realmId }),
    renewed: async () => ({ ok: true, accessToken: new Secret('b'), realmId }),
  },
}).query('Item')
console.log(JSON.stringify(answer.ok ? ['reached'] : [answer.failure.kind, answer.failure.problem.code]))
