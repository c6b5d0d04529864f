import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'
import { readFile } from '../system/files.ts'

/** A decoded picture: four bytes a pixel (red, green, blue, opacity), row by row. */
export interface Pixels {
  width: number
  height: number
  data: Uint8Array
}

export type Decoded =
  { ok: true; pixels: Pixels } | { ok: false; why: 'too-many-pixels' | 'unreadable' | 'took-too-long' }

/** What is used of libheif-js, whose own declarations leave these two out. */
interface HeifImage {
  is_primary(): boolean
  get_width(): number
  get_height(): number
  /** Fills `into`; calls back with null where the picture is broken. */
  display(into: { width: number; height: number; data: Uint8ClampedArray }, done: (shown: object | null) => void): void
}

interface Libheif {
  ready?: Promise<unknown>
  HeifDecoder: new () => { decode(bytes: Uint8Array): HeifImage[] }
}

interface Order {
  bytes: Uint8Array
  mostPixels: number
}

/**
 * Runs in a worker, from its own text: it may use nothing from around it. The size is asked for before the pixels
 * are, so that a small file that claims to be enormous costs nothing.
 */
function decodeInWorker(open: () => Libheif, load: NodeJS.Require): void {
  const threads = load('node:worker_threads') as typeof import('node:worker_threads')
  const { bytes, mostPixels } = threads.workerData as Order
  const tell = (message: Decoded): void =>
    threads.parentPort?.postMessage(message, message.ok ? [message.pixels.data.buffer as ArrayBuffer] : [])
  void (async () => {
    const libheif = open()
    await libheif.ready
    const pictures = new libheif.HeifDecoder().decode(bytes)
    const picture = pictures.find((each) => each.is_primary()) ?? pictures[0]
    if (!picture) return tell({ ok: false, why: 'unreadable' })
    const [width, height] = [picture.get_width(), picture.get_height()]
    if (width * height > mostPixels) return tell({ ok: false, why: 'too-many-pixels' })
    const data = new Uint8ClampedArray(width * height * 4)
    picture.display({ width, height, data }, (shown) => {
      tell(
        shown
          ? { ok: true, pixels: { width, height, data: new Uint8Array(data.buffer) } }
          : { ok: false, why: 'unreadable' },
      )
    })
  })()
}

/**
 * The worker's whole program: the library, which names itself `libheif`, and the function above. As one text it needs
 * no file of its own, be it in the sources, in the bundle or in a packed app.
 */
async function workerProgram(): Promise<string> {
  const library = await readFile(
    createRequire(import.meta.url).resolve('libheif-js/libheif-wasm/libheif-bundle.js'),
    'utf8',
  )
  return `${library}\n;(${decodeInWorker.toString()})(libheif, require)`
}

/**
 * Decodes the main picture of a HEIC or HEIF file, upright. It happens in a worker, in WebAssembly: a broken or hostile
 * picture can neither block the program nor reach it, and one that takes longer than `timeoutMs` is given up.
 */
export async function decodeHeif(
  bytes: Uint8Array,
  limits: { mostPixels: number; timeoutMs: number },
): Promise<Decoded> {
  const order: Order = { bytes, mostPixels: limits.mostPixels }
  // The library reports what it cannot read on standard output, which belongs to the program: it is caught and dropped.
  const worker = new Worker(await workerProgram(), { eval: true, workerData: order, stdout: true, stderr: true })
  return new Promise((resolve) => {
    function end(decoded: Decoded): void {
      clearTimeout(timer)
      resolve(decoded)
      void worker.terminate()
    }
    const timer = setTimeout(() => end({ ok: false, why: 'took-too-long' }), limits.timeoutMs)
    worker.once('message', (decoded: Decoded) => end(decoded))
    worker.once('error', () => end({ ok: false, why: 'unreadable' }))
    worker.once('exit', () => end({ ok: false, why: 'unreadable' }))
  })
}
