// Most of a hundred thousand texts have nothing to fold but their case.
const PLAIN = /^[\n -_a-~]*$/

/** Letters without case and accents, amounts without their spaces: "Côté" is found by "cote". */
export function folded(text: string): string {
  const plain = PLAIN.test(text)
    ? text
    : text
        .normalize('NFD')
        .replace(/[\u0300-\u036f]/g, '')
        .replace(/[\u00a0\u202f]/g, ' ')
        .replace(/[’`]/g, "'")
  return plain.toLowerCase()
}
