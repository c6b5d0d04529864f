import { carryPlain } from '../../electron/qbo/exchange.ts'

/** Sends a receipt of 95 MB to ORIGIN, and prints how many MB of memory more than itself that took at the most. */
const MB = 2 ** 20
const receipt = Buffer.alloc(95 * MB, 'x')

async function send(bytes: Buffer): Promise<number> {
  const answer = await carryPlain(60_000, {
    method: 'POST',
    url: process.env['ORIGIN'] ?? '',
    headers: { 'Content-Length': String(bytes.length) },
    parts: [bytes],
  })
  return answer.answered ? answer.status : 0
}

// What the first request loads counts for none.
await send(receipt.subarray(0, 5 * MB))
const before = process.resourceUsage().maxRSS
const status = await send(receipt)
console.log(JSON.stringify({ status, moreMB: Math.round((process.resourceUsage().maxRSS - before) / 1024) }))
