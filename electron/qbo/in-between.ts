import type { Problem } from '../../shared/problem.ts'
import { problem } from '../../shared/problem.ts'
import { certificateTrouble } from '../system/certificates.ts'
import { isOfProxy } from '../system/tunnel-agent.ts'
import type { RawAnswer } from './exchange.ts'

/** Why no connection could be opened, by the system's code: the proxy, the certificate, the clock, or the network itself. */
export function notOpened(cause: string): Problem {
  if (cause === 'EPROXYSIGNIN') return problem('proxy-sign-in')
  if (cause === 'EPROXYSOCKS' || cause === 'EPROXYSCHEME')
    return problem('proxy-not-spoken', { how: cause === 'EPROXYSOCKS' ? 'SOCKS' : 'NTLM, Kerberos' })
  if (isOfProxy(cause)) return problem('proxy-refused', { cause })
  const trouble = certificateTrouble(cause)
  if (trouble === null) return problem('offline', { cause })
  return problem(trouble === 'not-now' ? 'clock-wrong' : 'certificate-not-trusted', { cause })
}

/**
 * Whether something between here and Intuit answered in its place: a proxy or network that wants a sign-in first. Each answer of
 * Intuit has its own header; a page or a way to elsewhere without it is not Intuit's.
 */
export function isOfNetwork(raw: RawAnswer & { answered: true }): boolean {
  if (raw.status === 407 || raw.status === 511) return true
  if (raw.headers['intuit_tid'] !== undefined || raw.headers['intuit-tid'] !== undefined) return false
  if (raw.status >= 300 && raw.status < 400 && raw.headers['location'] !== undefined) return true
  const start = raw.bytes.subarray(0, 1000).toString('utf8')
  return raw.status < 400 && /^\s*(<!doctype html|<html)/i.test(start)
}

/** What a person does about it is done in a browser. */
export function networkPage(status: number): Problem {
  return problem('network-sign-in-page', { status })
}
