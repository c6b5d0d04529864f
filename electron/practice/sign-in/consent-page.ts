import type { AuthorizeProblem, AuthorizeRequest } from './sign-in.ts'
import type { Reply } from '../http/reply.ts'
import { escaped } from '../http/xml.ts'

export type Language = 'en' | 'fr'

/** French where the browser prefers it, else English. */
export function languageOf(acceptLanguage: string | undefined): Language {
  const first = (acceptLanguage ?? '')
    .split(',')
    .map((each) => {
      const [tag = '', quality] = each.trim().split(';q=')
      return { tag: tag.toLowerCase(), quality: quality === undefined ? 1 : Number(quality) }
    })
    .filter((each) => /^(en|fr)\b/.test(each.tag))
    .sort((a, b) => b.quality - a.quality)[0]
  return first?.tag.startsWith('fr') ? 'fr' : 'en'
}

const WORDS = {
  en: {
    title: 'Connect to the practice company',
    practice: 'Practice company: nothing here reaches QuickBooks Online.',
    question: 'An app asks to work in the books of',
    may: 'It may read and change customers, vendors, invoices, payments, expenses and their attachments.',
    back: 'You will go back to',
    allow: 'Allow',
    cancel: 'Cancel',
    broken: 'This sign-in cannot go on',
    problems: {
      client: 'The app is unknown to the practice company (client_id).',
      redirect: 'The address to go back to is not allowed (redirect_uri): it must be on this computer, or be https.',
      'response-type': 'The request does not ask for a code (response_type).',
      scope: 'The request does not ask for the accounting scope (scope).',
      state: 'The request carries no state.',
    },
    late: 'This page was answered before, or has been open too long. Start the sign-in again.',
  },
  fr: {
    title: 'Se connecter à l’entreprise d’essai',
    practice: 'Entreprise d’essai : rien ici n’atteint QuickBooks en ligne.',
    question: 'Une application demande à travailler dans les livres de',
    may: 'Elle pourra lire et modifier les clients, les fournisseurs, les factures, les paiements, les dépenses et leurs pièces jointes.',
    back: 'Vous reviendrez à',
    allow: 'Autoriser',
    cancel: 'Annuler',
    broken: 'La connexion ne peut pas se poursuivre',
    problems: {
      client: 'L’application est inconnue de l’entreprise d’essai (client_id).',
      redirect: 'L’adresse de retour n’est pas permise (redirect_uri) : elle doit être sur cet ordinateur ou en https.',
      'response-type': 'La demande ne réclame pas de code (response_type).',
      scope: 'La demande ne réclame pas la portée comptable (scope).',
      state: 'La demande ne porte pas d’état (state).',
    },
    late: 'Cette page a déjà servi, ou est restée ouverte trop longtemps. Recommencez la connexion.',
  },
} as const

const STYLE = `:root{color-scheme:light dark;--ground:#f4f5f6;--sheet:#fff;--ink:#1c2024;--soft:#5b646d;--line:#d9dde1;--accent:#0f6b4f;--on:#fff}
@media (prefers-color-scheme:dark){:root{--ground:#15181b;--sheet:#1e2226;--ink:#e8eaed;--soft:#a3acb5;--line:#343a40;--accent:#3fb68b;--on:#08130f}}
body{margin:0;background:var(--ground);color:var(--ink);font:14px/1.5 system-ui,sans-serif}
main{max-width:440px;margin:12vh auto;padding:24px 28px;background:var(--sheet);border:1px solid var(--line);border-radius:8px}
h1{font-size:17px;margin:0 0 12px}p{margin:0 0 12px}.soft{color:var(--soft)}.company{font-size:16px;font-weight:600}
form{display:flex;gap:8px;justify-content:flex-end;margin-top:20px}
button{font:inherit;padding:7px 18px;border-radius:6px;border:1px solid var(--line);background:transparent;color:inherit;cursor:pointer}
button.main{background:var(--accent);border-color:var(--accent);color:var(--on);font-weight:600}
button:focus-visible{outline:2px solid var(--accent);outline-offset:2px}code{overflow-wrap:anywhere}`

function page(language: Language, status: number, title: string, inside: string, formTarget: string | null): Reply {
  // A browser also holds the redirect after a form against form-action, so the way back is named there.
  const formAction = formTarget === null ? "'none'" : `'self' ${formTarget}`
  return {
    status,
    contentType: 'text/html;charset=utf-8',
    body: `<!doctype html><html lang="${language}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>${escaped(title)}</title><style>${STYLE}</style></head>
<body><main>${inside}</main></body></html>`,
    headers: {
      'Content-Security-Policy': `default-src 'none'; style-src 'unsafe-inline'; form-action ${formAction}; frame-ancestors 'none'; base-uri 'none'`,
      'X-Frame-Options': 'DENY',
      'Referrer-Policy': 'no-referrer',
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
    },
  }
}

/** The page that asks. `ticket` stands for the request; the form says only yes or no. */
export function consentPage(language: Language, companyName: string, request: AuthorizeRequest, ticket: string): Reply {
  const words = WORDS[language]
  const target = new URL(request.redirectUri)
  return page(
    language,
    200,
    words.title,
    `<h1>${words.title}</h1>
<p>${words.question}</p><p class="company">${escaped(companyName)}</p><p>${words.may}</p>
<p class="soft">${words.back} <code>${escaped(target.origin)}</code></p><p class="soft">${words.practice}</p>
<form method="post" action="/connect/oauth2"><input type="hidden" name="ticket" value="${escaped(ticket)}">
<button type="submit" name="decision" value="cancel">${words.cancel}</button>
<button class="main" type="submit" name="decision" value="allow">${words.allow}</button></form>`,
    target.origin,
  )
}

export function consentProblem(language: Language, problem: AuthorizeProblem | 'late'): Reply {
  const words = WORDS[language]
  const text = problem === 'late' ? words.late : words.problems[problem]
  return page(language, 400, words.broken, `<h1>${words.broken}</h1><p>${text}</p>`, null)
}
