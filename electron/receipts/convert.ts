import type { Sharp, SharpOptions } from 'sharp'
import type { Content } from './content.ts'
import { decodeHeif } from './heif.ts'

/** What one picture may cost. */
export interface ConversionLimits {
  /** Width × height. 50 million are the largest photos of common phones; one takes about 700 MB while it is converted. */
  mostPixels: number
  timeoutMs: number
}

export const CONVERSION_LIMITS: ConversionLimits = { mostPixels: 50_000_000, timeoutMs: 60_000 }

export type Converted =
  { ok: true; bytes: Uint8Array } | { ok: false; why: 'too-many-pixels' | 'unreadable' | 'took-too-long' }

/** Small print of a receipt stays readable, at about a tenth of the picture's raw size. */
const QUALITY = 88

/** Pictures that QuickBooks does not take. */
export type ForeignPicture = Extract<Content, 'heif' | 'webp' | 'avif'>

/**
 * Makes a JPEG of a HEIC, WebP or AVIF picture: upright, on white where it is transparent, the first picture of an
 * animation, and without what the camera noted beside it (place, device). Never throws for what a file can hold. To be
 * called in the pictures' own process: what these libraries keep of every picture goes with it (`jpegOf`).
 */
export async function convertHere(
  content: ForeignPicture,
  bytes: Uint8Array,
  limits: ConversionLimits,
): Promise<Converted> {
  if (content !== 'heif') return encode(bytes, { failOn: 'error', limitInputPixels: false }, limits)
  const decoded = await decodeHeif(bytes, limits)
  if (!decoded.ok) return decoded
  const { width, height, data } = decoded.pixels
  return encode(data, { raw: { width, height, channels: 4 }, limitInputPixels: false }, limits)
}

async function encode(input: Uint8Array, options: SharpOptions, limits: ConversionLimits): Promise<Converted> {
  try {
    // Loaded when the first picture needs it: most runs never do, and where it cannot be had the rest still goes.
    const { default: sharp } = await import('sharp')
    const picture = sharp(input, options)
    const { width, height } = await picture.metadata()
    if (width * height > limits.mostPixels) return { ok: false, why: 'too-many-pixels' }
    return { ok: true, bytes: await jpegFrom(picture, limits) }
  } catch (error) {
    return { ok: false, why: /timeout/i.test(String(error)) ? 'took-too-long' : 'unreadable' }
  }
}

function jpegFrom(picture: Sharp, limits: ConversionLimits): Promise<Uint8Array> {
  return picture
    .timeout({ seconds: Math.max(1, Math.ceil(limits.timeoutMs / 1000)) })
    .autoOrient()
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .jpeg({ quality: QUALITY })
    .toBuffer()
}
