import { describe, expect, it } from 'vitest'
import { addressesFor, environmentFrom, isTrustedAddress } from '../../electron/qbo/addresses.ts'

describe('a token goes to Intuit or to this machine, and nowhere else', () => {
  it.each([
    'https://quickbooks.api.intuit.com',
    'https://sandbox-quickbooks.api.intuit.com/v3',
    'https://oauth.platform.intuit.com/oauth2/v1/tokens/bearer',
    'https://appcenter.intuit.com:443/connect/oauth2',
    'http://127.0.0.1:9000',
    'http://127.5.6.7',
    'http://[::1]:8080/x',
    'http://localhost:3000',
    'https://localhost',
  ])('taken: %s', (address) => {
    expect(isTrustedAddress(address)).toBe(true)
  })

  it.each([
    'http://quickbooks.api.intuit.com', // not encrypted
    'https://intuit.com.evil.example',
    'https://evilintuit.com',
    'https://quickbooks.api.intuit.com.',
    'https://evil.example/quickbooks.api.intuit.com',
    'https://evil.example#.intuit.com',
    'https://evil.example?.intuit.com',
    'https://evil.example\\.intuit.com',
    'https://quickbooks.api.intuit.com@evil.example',
    'https://user:pass@quickbooks.api.intuit.com',
    'https://quickbooks.api.intuit.com:8443',
    'https://quickbооks.api.intuit.соm', // Cyrillic
    'http://127.0.0.1.evil.example',
    'http://localhost.evil.example',
    'http://evil.localhost.example',
    'http://[::ffff:127.0.0.1]',
    'http://0.0.0.0',
    'http://128.0.0.1',
    'http://user@localhost',
    'ftp://localhost',
    'file:///etc/hosts',
    'javascript:alert(1)',
    '//quickbooks.api.intuit.com',
    'quickbooks.api.intuit.com',
    '',
    'https://',
  ])('refused: %s', (address) => {
    expect(isTrustedAddress(address)).toBe(false)
  })

  it.each(['QBO_API_BASE', 'QBO_AUTHORIZE_URL', 'QBO_TOKEN_URL', 'QBO_REVOKE_URL'])(
    '%s is refused by name where it points elsewhere, without its path or password',
    (name) => {
      const answer = addressesFor('sandbox', { [name]: 'https://me:hunter2@evil.example/hunter2' })
      expect(answer).toEqual({
        ok: false,
        problem: { code: 'address-refused', params: { name, host: 'evil.example' } },
      })
    },
  )
})

describe('the addresses of an environment', () => {
  it('are Intuit’s by default', () => {
    expect(addressesFor('production', {})).toMatchObject({
      ok: true,
      value: {
        apiBase: 'https://quickbooks.api.intuit.com',
        tokenUrl: 'https://oauth.platform.intuit.com/oauth2/v1/tokens/bearer',
      },
    })
    expect(addressesFor('sandbox', {})).toMatchObject({
      ok: true,
      value: { apiBase: 'https://sandbox-quickbooks.api.intuit.com' },
    })
  })

  it.each(['http://127.0.0.1:9000', 'http://127.0.0.1:9000/', 'http://127.0.0.1:9000/v3/company/'])(
    'take a base with or without its path: %s',
    (base) => {
      expect(addressesFor('sandbox', { QBO_API_BASE: base })).toMatchObject({
        ok: true,
        value: { apiBase: 'http://127.0.0.1:9000' },
      })
    },
  )

  it('of the practice company are handed in, and never lead away from this machine', () => {
    const practice = {
      apiBase: 'http://127.0.0.1:5000',
      authorizeUrl: 'http://127.0.0.1:5000/a',
      tokenUrl: 'http://127.0.0.1:5000/t',
      revokeUrl: 'http://127.0.0.1:5000/r',
    }
    expect(addressesFor('practice', {}, practice)).toEqual({
      ok: true,
      value: { environment: 'practice', ...practice },
    })
    expect(addressesFor('practice', { QBO_TOKEN_URL: 'https://oauth.platform.intuit.com/x' }, practice)).toMatchObject({
      ok: false,
      problem: { code: 'address-refused' },
    })
    expect(addressesFor('practice', {})).toMatchObject({ ok: false })
  })

  it('come from QBO_ENVIRONMENT', () => {
    expect(environmentFrom({})).toBe('production')
    expect(environmentFrom({ QBO_ENVIRONMENT: 'sandbox' })).toBe('sandbox')
    expect(environmentFrom({ QBO_ENVIRONMENT: 'live' })).toBeNull()
  })
})
