/**
 * A name as it is compared: without case, accents, spaces, underscores, hyphens and other marks.
 * "N° de facture", "no_de_facture" and "No de Facture" are the same.
 */
export function plainName(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[\u2019'’]/g, '')
    .toLowerCase()
    .replace(/œ/g, 'oe')
    .replace(/æ/g, 'ae')
    .replace(/[°º]/g, 'o')
    .replace(/[^\p{L}\p{N}#%]+/gu, '')
}
