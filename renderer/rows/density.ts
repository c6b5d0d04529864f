/** How close the rows of a list stand. */
export type Density = 'comfortable' | 'compact'
