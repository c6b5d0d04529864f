/** The title of tests that some machine cannot run: with the reason where this one cannot, as `npm test` reports it. */
export function titled(title: string, missing: string | null): string {
  return missing === null ? title : `${title} (skipped: ${missing})`
}
