import tls from 'node:tls'

let isTrusted = false

/**
 * From now on this process trusts what the computer trusts, besides Node's own list: an office network may look into traffic
 * with a certificate of its own, which its administrator has put into the system's store. Reading that store takes a moment,
 * so that it is left to the first connection over TLS. Where the runtime cannot read it, Node's list stays.
 */
export function trustSystemCertificates(): void {
  if (isTrusted) return
  isTrusted = true
  try {
    const known = tls.getCACertificates('default')
    const more = tls.getCACertificates('system').filter((each) => !known.includes(each))
    if (more.length > 0) tls.setDefaultCACertificates([...known, ...more])
  } catch {
    // A runtime without these, or a store that cannot be read.
  }
}

/** What a failed handshake says of the other side's certificate, by the system's code; null where it was not about that. */
export function certificateTrouble(code: string): 'not-trusted' | 'not-now' | null {
  // Valid before or after today: a clock that is wrong shows itself so.
  if (code === 'CERT_NOT_YET_VALID' || code === 'CERT_HAS_EXPIRED') return 'not-now'
  return /^(CERT_|ERR_TLS_CERT|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_(GET|VERIFY)_|HOSTNAME_MISMATCH|INVALID_CA)/.test(
    code,
  )
    ? 'not-trusted'
    : null
}
