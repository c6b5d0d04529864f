/** A rectangle in the pixels of the desktop. */
export interface Box {
  x: number
  y: number
  width: number
  height: number
}

export const SMALLEST = { width: 720, height: 480 }
const USUAL = { width: 1280, height: 820 }
/** So much of the title bar has to be in reach that the window can be drawn back. */
const IN_REACH = { width: 120, height: 40 }

/**
 * Where the window opens: where it was, if that is still on a screen (a second one may have been taken away), else in
 * the middle of the first screen. Never larger than the screen, never smaller than what can be used.
 */
export function windowBox(before: Box | null, screens: readonly Box[]): Box {
  const [first = { x: 0, y: 0, ...USUAL }] = screens
  const screen = before === null ? undefined : screens.find((one) => isInReach(before, one))
  if (before !== null && screen !== undefined) {
    return {
      x: before.x,
      y: before.y,
      width: between(SMALLEST.width, before.width, screen.width),
      height: between(SMALLEST.height, before.height, screen.height),
    }
  }
  const width = Math.min(before?.width ?? USUAL.width, first.width)
  const height = Math.min(before?.height ?? USUAL.height, first.height)
  return {
    x: first.x + Math.round((first.width - width) / 2),
    y: first.y + Math.round((first.height - height) / 2),
    width,
    height,
  }
}

function isInReach(box: Box, screen: Box): boolean {
  const across = Math.min(box.x + box.width, screen.x + screen.width) - Math.max(box.x, screen.x)
  return across >= IN_REACH.width && box.y >= screen.y && box.y + IN_REACH.height <= screen.y + screen.height
}

function between(least: number, wanted: number, most: number): number {
  return Math.max(Math.min(wanted, most), Math.min(least, most))
}
