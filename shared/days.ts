/** An ISO day so many days later (earlier below zero); as it is where it is no day. */
export function dayNear(day: string, days: number): string {
  const at = Date.parse(day)
  return Number.isNaN(at) ? day : new Date(at + days * 86_400_000).toISOString().slice(0, 10)
}
