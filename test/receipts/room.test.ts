import { expect, it } from 'vitest'
import { ReceiptRoom } from '../../electron/receipts/room.ts'

it('eight receipts of 95 MB are in memory one after the other, small ones beside each other', async () => {
  const room = new ReceiptRoom()
  const MB = 2 ** 20
  let now = 0
  let most = 0
  const send = (bytes: number): Promise<void> =>
    room.with(bytes, async () => {
      now += bytes
      most = Math.max(most, now)
      await new Promise((resolve) => setImmediate(resolve))
      now -= bytes
    })
  await Promise.all(Array.from({ length: 8 }, () => send(95 * MB)))
  expect(most).toBe(95 * MB)
  await Promise.all(Array.from({ length: 100 }, () => send(MB)))
  expect(most).toBe(100 * MB)
  await expect(room.with(500 * MB, () => Promise.reject(new Error('refused')))).rejects.toThrow('refused')
  await send(128 * MB)
})
