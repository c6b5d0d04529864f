import { SideProcess } from '../system/side-process.ts'
import type { ConversionLimits, Converted, ForeignPicture } from './convert.ts'
import { convertHere } from './convert.ts'

interface Order {
  content: ForeignPicture
  bytes: Uint8Array
  limits: ConversionLimits
}

/** The libraries' own limit comes first; a process that is still silent so long after it is ended. */
const BEYOND_LIMIT_MS = 10_000

/**
 * In Electron on Linux two copies of one library (GLib) live beside each other, and each picture leaves about 20 MB behind:
 * after so many of them, or when nothing is to do, the process goes and takes that along.
 */
const side = new SideProcess('receipts', { idleMs: 3_000, mostOrders: 10 })

/** One picture at a time, so that a run with many photos needs the memory of one. */
let turn: Promise<unknown> = Promise.resolve()

/** Makes a JPEG of a picture that QuickBooks does not take, in a process of its own; see `convertHere`. Never throws for what a file can hold. */
export function jpegOf(content: ForeignPicture, bytes: Uint8Array, limits: ConversionLimits): Promise<Converted> {
  const mine = turn.then(() => ordered({ content, bytes, limits }))
  turn = mine.catch(() => undefined)
  return mine
}

async function ordered(order: Order): Promise<Converted> {
  let isLate = false
  const timer = setTimeout(() => {
    isLate = true
    side.end()
  }, order.limits.timeoutMs + BEYOND_LIMIT_MS)
  try {
    const converted = (await side.ask(order)) as Converted
    return converted.ok ? { ok: true, bytes: Buffer.from(converted.bytes) } : converted
  } catch {
    // A picture that takes its process down is one that cannot be read; the next one finds a new process.
    return { ok: false, why: isLate ? 'took-too-long' : 'unreadable' }
  } finally {
    clearTimeout(timer)
  }
}

/** What the pictures' own process does with an order of the main program. */
export function pictureOrders(given: unknown): Promise<unknown> {
  const { content, bytes, limits } = given as Order
  return convertHere(content, bytes, limits)
}
