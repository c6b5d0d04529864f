/** A folder of this computer as the window shows it to choose a location from. */
export interface Places {
  /** The folder whose content is listed; empty where there is none above it (the disks of Windows). */
  at: string
  /** The folder above; null at the top. */
  up: string | null
  /** Paths of the folders and zips in it, by name. */
  folders: string[]
  zips: string[]
  /** More than is listed lies in it. */
  more: boolean
}
