import path from 'node:path'
import type { OverallState } from '../../shared/overall-state.ts'

/**
 * The image of a state. macOS colours template images by itself; elsewhere there is one for dark and one for light
 * taskbars, and Linux panels draw theirs a half larger. Electron finds the sharper ones beside it by their names
 * (`@1.25x` … `@3x`).
 */
export function trayImage(
  folder: string,
  state: OverallState,
  platform: NodeJS.Platform,
  darkTaskbar: boolean,
): string {
  const ground = darkTaskbar ? 'dark' : 'light'
  const name =
    platform === 'darwin'
      ? `${state}Template.png`
      : platform === 'linux'
        ? `${state}-panel-${ground}.png`
        : `${state}-on-${ground}.png`
  return path.join(folder, 'tray', name)
}

/** The mark on the program's button in a Windows taskbar, or null where there is nothing to say. */
export function overlayImage(folder: string, state: OverallState): string | null {
  return state === 'well' || state === 'paused' ? null : path.join(folder, 'overlay', `${state}.png`)
}
