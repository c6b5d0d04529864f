const NAME = 'billdr-qbo-page'
/** The header by which a call shows that it comes from this very page. */
export const PAGE_HEADER = 'x-billdr-qbo-page'

/**
 * The page's own secret: it comes behind the "#" of the first address, which no server sees, and is kept where only pages of
 * this address and port read it. The cookie alone, which a browser shows to every port of this computer, opens nothing.
 */
export function takePageKey(): string {
  const found = /^#page=([\w-]{20,100})$/.exec(window.location.hash)?.[1]
  try {
    if (found !== undefined) window.localStorage.setItem(NAME, found)
    return found ?? window.localStorage.getItem(NAME) ?? ''
  } catch {
    // A browser that keeps nothing: until the page is loaded again.
    return found ?? ''
  } finally {
    if (found !== undefined) window.history.replaceState(null, '', window.location.pathname)
  }
}
