/**
 * Marks the page by what the person uses now. A browser shows the ring of the focus also where a script moved it after a
 * click; with the mark, the ring is there for whoever uses the keyboard, from the first key on.
 */
export function watchInputMode(page: Document): void {
  const mark = (mode: 'pointer' | 'keyboard') => () => {
    page.documentElement.dataset['input'] = mode
  }
  page.addEventListener('pointerdown', mark('pointer'), { capture: true })
  page.addEventListener('keydown', mark('keyboard'), { capture: true })
}
