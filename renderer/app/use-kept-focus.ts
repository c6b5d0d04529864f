import { useEffect } from 'react'

const PLACE = '[tabindex], main'

/**
 * Whoever works with the keyboard keeps a place: where the element with the focus leaves the page (a button whose problem is
 * mended, a bar whose rows are done, a list that is empty now), the nearest place it stood in takes the focus.
 */
export function useKeptFocus(): void {
  useEffect(() => {
    let focused: Element | null = null
    let around: HTMLElement[] = []
    let frame = 0

    function remember(event: FocusEvent): void {
      focused = event.target instanceof Element ? event.target : null
      around = []
      for (
        let place = focused?.parentElement?.closest<HTMLElement>(PLACE);
        place;
        place = place.parentElement?.closest<HTMLElement>(PLACE)
      )
        around.push(place)
    }

    function keep(): void {
      if (focused === null || focused.isConnected || document.activeElement !== document.body) return
      around.find((place) => place.isConnected)?.focus({ preventScroll: true })
    }

    const watch = new MutationObserver(() => {
      if (focused === null || focused.isConnected) return
      cancelAnimationFrame(frame)
      // A part that gives the focus somewhere itself has done so by then.
      frame = requestAnimationFrame(keep)
    })
    document.addEventListener('focusin', remember)
    watch.observe(document.body, { childList: true, subtree: true })
    return () => {
      document.removeEventListener('focusin', remember)
      watch.disconnect()
      cancelAnimationFrame(frame)
    }
  }, [])
}
