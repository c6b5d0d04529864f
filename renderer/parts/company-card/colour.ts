/** Black or white, whichever reads better on a colour written as #rrggbb (WCAG relative luminance); white on anything else. */
export function inkOn(colour: string): '#ffffff' | '#111111' {
  const found = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(colour)
  if (!found) return '#ffffff'
  const [red = 0, green = 0, blue = 0] = found.slice(1).map((part) => {
    const share = Number.parseInt(part, 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  const light = 0.2126 * red + 0.7152 * green + 0.0722 * blue
  return 1.05 / (light + 0.05) >= 4.5 ? '#ffffff' : '#111111'
}

/** One or two letters that stand for a company's name. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean)
  const first = (word: string | undefined): string => (word ? ([...word][0] ?? '') : '')
  return (
    words.length > 1 ? first(words[0]) + first(words[1]) : [...(words[0] ?? '?')].slice(0, 2).join('')
  ).toLocaleUpperCase('fr-CA')
}
