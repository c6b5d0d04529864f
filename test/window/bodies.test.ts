import type { IncomingMessage } from 'node:http'
import { PassThrough } from 'node:stream'
import { expect, it } from 'vitest'
import { Bodies } from '../../electron/browser/body.ts'

function request(): PassThrough & IncomingMessage {
  return Object.assign(new PassThrough(), { headers: {} }) as unknown as PassThrough & IncomingMessage
}

it('bodies beside each other are taken within one limit, and the next one once the others are gone', async () => {
  const bodies = new Bodies(100)
  const [first, second, third] = [request(), request(), request()]
  const waiting = bodies.read(first)
  first.write(`"${'a'.repeat(78)}`)
  await new Promise((resolve) => setImmediate(resolve))
  second.end(`"${'b'.repeat(78)}"`)
  expect(await bodies.read(second)).toEqual({ ok: false, why: 'too-many' })
  first.end('"')
  expect(await waiting).toMatchObject({ ok: true })
  third.end(`"${'c'.repeat(78)}"`)
  expect(await bodies.read(third)).toMatchObject({ ok: true })
})
