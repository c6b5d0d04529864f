import 'react'

declare module 'react' {
  interface CSSProperties {
    /** The company's colour, in reach of everything inside its frame. */
    '--company'?: string
  }
}
