import type { RedirectPage } from './redirect-listener.ts'

/** How the browser's side of a sign-in ended. */
export type Ending = 'connected' | 'other-company' | 'refused' | 'failed' | 'not-ours' | 'already'

type Language = 'en' | 'fr'

const SENTENCES: Record<Ending, Record<Language, { title: string; text: string }>> = {
  connected: {
    en: { title: 'QuickBooks is connected', text: 'You can close this tab and go back to the app.' },
    fr: { title: 'QuickBooks est connecté', text: 'Vous pouvez fermer cet onglet et revenir à l’application.' },
  },
  'other-company': {
    en: {
      title: 'This is another company',
      text: 'You signed in to a different QuickBooks company than before. Go back to the app to say whether that is right. You can close this tab.',
    },
    fr: {
      title: 'C’est une autre entreprise',
      text: 'Vous avez ouvert une autre entreprise QuickBooks que la dernière fois. Revenez à l’application pour dire si c’est voulu. Vous pouvez fermer cet onglet.',
    },
  },
  refused: {
    en: {
      title: 'Not connected',
      text: 'Access was not granted, so nothing was connected. You can close this tab and start again from the app.',
    },
    fr: {
      title: 'Non connecté',
      text: 'L’accès n’a pas été accordé, rien n’a donc été connecté. Vous pouvez fermer cet onglet et recommencer dans l’application.',
    },
  },
  failed: {
    en: {
      title: 'Not connected',
      text: 'QuickBooks did not complete the sign-in. The app says why. You can close this tab.',
    },
    fr: {
      title: 'Non connecté',
      text: 'QuickBooks n’a pas terminé la connexion. L’application en donne la raison. Vous pouvez fermer cet onglet.',
    },
  },
  'not-ours': {
    en: {
      title: 'This page does not belong to the sign-in under way',
      text: 'Nothing was connected by it. Use the tab that the app opened, or start again from the app.',
    },
    fr: {
      title: 'Cette page ne fait pas partie de la connexion en cours',
      text: 'Elle n’a rien connecté. Utilisez l’onglet ouvert par l’application ou recommencez dans l’application.',
    },
  },
  already: {
    en: { title: 'Already done', text: 'This sign-in has already been completed. You can close this tab.' },
    fr: { title: 'Déjà terminé', text: 'Cette connexion est déjà terminée. Vous pouvez fermer cet onglet.' },
  },
}

/** The page in which a sign-in ends: both languages, no script, nothing of the answer repeated in it. */
export function endPage(ending: Ending, first: Language): RedirectPage {
  const second: Language = first === 'en' ? 'fr' : 'en'
  const section = (language: Language, heading: 'h1' | 'h2'): string => {
    const { title, text } = SENTENCES[ending][language]
    return `<section lang="${language}"><${heading}>${title}</${heading}><p>${text}</p></section>`
  }
  const html = `<!doctype html>
<html lang="${first}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${SENTENCES[ending][first].title}</title>
<style>
:root { color-scheme: light dark }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 34rem; margin: 12vh auto 0; padding: 0 1.5rem }
h1 { font-size: 1.35rem } h2 { font-size: 1rem } section + section { border-top: 1px solid #8886; margin-top: 2rem; padding-top: 1rem; opacity: .8 }
</style></head>
<body>${section(first, 'h1')}${section(second, 'h2')}</body></html>
`
  const good = ending === 'connected' || ending === 'other-company' || ending === 'refused' || ending === 'already'
  return { status: good ? 200 : 400, html }
}
