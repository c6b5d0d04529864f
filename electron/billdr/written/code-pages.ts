import type { TextEncodingName } from '../../../shared/column-mapping.ts'

/**
 * The upper halves of two code pages of DOS, which the decoder of the platform does not have: as the Unicode consortium
 * maps them (MAPPINGS/VENDORS/MICSFT/PC). Excel for DOS, old accounting programs and the zip tool of Windows write them.
 */
const UPPER_HALVES = {
  cp850:
    'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒ' +
    'áíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐' +
    '└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀' +
    'ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0',
  cp437:
    'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒ' +
    'áíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐' +
    '└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀' +
    'αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0',
} as const

/** The alphabets of one byte a character in which French and English were written before Unicode, the usual first. */
export const OLD_ALPHABETS = ['windows-1252', 'macintosh', 'cp850', 'cp437'] as const
export type OldAlphabet = (typeof OLD_ALPHABETS)[number]

/** The character of each byte in an old alphabet. */
export function charactersOf(alphabet: OldAlphabet): readonly string[] {
  const ascii = Array.from({ length: 128 }, (_, byte) => String.fromCharCode(byte))
  if (alphabet === 'cp850' || alphabet === 'cp437') return [...ascii, ...UPPER_HALVES[alphabet]]
  const upper = Uint8Array.from({ length: 128 }, (_, at) => 128 + at)
  return [...ascii, ...new TextDecoder(alphabet).decode(upper)]
}

/** Decodes a text piece by piece; an empty piece ends it. */
export function decoderOf(encoding: TextEncodingName): (chunk: Uint8Array) => string {
  if (encoding === 'cp850' || encoding === 'cp437') {
    const characters = charactersOf(encoding)
    return (chunk) => Array.from(chunk, (byte) => characters[byte] ?? '').join('')
  }
  const decoder = new TextDecoder(encoding)
  return (chunk) => decoder.decode(chunk, { stream: chunk.byteLength > 0 })
}
