import type { LookupFunction } from 'node:net'
import { lookup } from 'node:dns'
import { BlockList, isIP, isIPv6 } from 'node:net'

/** Loopback (RFC 1122, 4291), private (RFC 1918, 4193) and link-local (RFC 3927, 4291) networks. */
const NEAR = new BlockList()
for (const [network, prefix] of [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
] as const) {
  NEAR.addSubnet(network, prefix, 'ipv4')
}
for (const [network, prefix] of [
  ['::1', 128],
  ['fc00::', 7],
  ['fe80::', 10],
] as const)
  NEAR.addSubnet(network, prefix, 'ipv6')

/** Whether an IP address is this computer's own or of a private network. */
export function isNear(address: string): boolean {
  return isIP(address) !== 0 && NEAR.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
}

/** Names what is wrong with an address before anything is sent to it; null where it may be asked. */
export function addressRefused(url: URL, allowedHosts: readonly string[]): string | null {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return url.protocol
  if (url.username !== '' || url.password !== '') return url.host
  const host = bareHost(url)
  return isAllowed(url, allowedHosts) || isIP(host) === 0 || isNear(host) ? null : url.host
}

/** A host that the user allowed beyond the private network, with its port or for every port. */
export function isAllowed(url: URL, allowedHosts: readonly string[]): boolean {
  const allowed = allowedHosts.map((host) => host.trim().toLowerCase())
  return allowed.includes(url.host.toLowerCase()) || allowed.includes(url.hostname.toLowerCase())
}

/** Whether an address leads beyond this computer and the private network without protection: what is sent there anyone may read. */
export function isOpenAndFar(url: URL): boolean {
  const host = bareHost(url)
  return url.protocol === 'http:' && isIP(host) !== 0 && !isNear(host)
}

/** A host name without the brackets of IPv6. */
export function bareHost(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '')
}

/** What a name that leads out of the private network is refused with. */
export const FAR = 'ENEARONLY'

/**
 * Looks up a name and gives only addresses that are near; a name that has any other is refused. The check stands here, at
 * the moment of connecting, so that a name cannot be near when it is asked about and far when it is used.
 */
export const lookupNear: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, '', 0)
    if (!addresses.every(({ address }) => isNear(address))) {
      return callback(Object.assign(new Error('a host beyond the private network'), { code: FAR }), '', 0)
    }
    const [first] = addresses
    if (options.all) callback(null, addresses)
    else callback(null, first?.address ?? '', first?.family ?? 0)
  })
}
