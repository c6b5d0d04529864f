import type { ActionName, Actor } from '../../shared/action.ts'
import type { Language } from '../../shared/words/catalogues.ts'

/** What help pages say besides the words of the problems themselves. */
export interface HelpTexts {
  indexTitle: string
  indexIntro: string
  back: string
  otherLanguage: string
  example: string
  whoTitle: string
  who: Record<Actor, string>
  whatTitle: string
  nothingToDo: string
  /** What the button of an action does. */
  action: Record<ActionName, string>
  afterwardsTitle: string
  afterwards: Record<'document' | 'receipt' | 'setting', string>
  codeIs: string
  group: Record<'source' | 'rules' | 'quickbooks' | 'health', string>
}

const EN: HelpTexts = {
  indexTitle: 'Help: every problem, and what to do',
  indexIntro: 'These are all the problems that the app can name, in the words in which it shows them.',
  back: 'All problems',
  otherLanguage: 'En français',
  example: 'Names, numbers, amounts and dates on this page are examples.',
  whoTitle: 'Who has to act',
  who: {
    bookkeeper: 'You, here in the app.',
    billdr:
      'Whoever keeps the contractor’s data in Billdr: it has to be put right there. The application reads it again by itself.',
    quickbooks: 'Somebody who may change the settings of this company in QuickBooks.',
    support: 'Nobody in the office can mend this. Send the code and the technical details of the document to support.',
    nobody: 'Nobody. It settles itself, or it only tells you how things are.',
  },
  whatTitle: 'What you can do',
  nothingToDo: 'There is no button for it: nothing has to be pressed.',
  action: {
    retry: 'Tries again at once. Nothing is doubled: what has arrived after all is recognised.',
    ignore:
      'Leaves it out, with a reason that you give. It is not sent and no longer counts as open; you can take it back at any time.',
    unignore: 'Ends the ignoring: it is treated as any other document from then on.',
    'link-to-existing': 'Links it to the one that QuickBooks has already. Nothing is created or changed there.',
    'take-next-number':
      'Sends it under the next number that neither Billdr nor QuickBooks uses. Billdr’s own number is kept in the private note.',
    'same-record': 'It takes over the link, and nothing is sent again.',
    'another-record': 'It goes to QuickBooks as a record of its own.',
    approve:
      'Sends this one beside what QuickBooks has: they are two. The yes is to what is shown; a change in Billdr is asked about again.',
    'create-anew': 'Creates it in QuickBooks, although one like it is there, was there, or is not needed yet.',
    unlink: 'Takes away the link to the QuickBooks record. Nothing is changed in QuickBooks.',
    overwrite: 'Lets Billdr’s version replace what was changed in QuickBooks.',
    'keep-theirs': 'Keeps what was changed in QuickBooks. Billdr’s version is sent again only when it changes.',
    'choose-account':
      'Opens the list of accounts and items to choose from. Documents that wait for the choice go by themselves.',
    'choose-contact': 'Opens the list of QuickBooks’ customers or suppliers to choose from.',
    'choose-tax-code': 'Opens the settings, where the code for lines without tax is chosen.',
    'choose-default':
      'Opens the settings, where the accounts and items are chosen that are used when nothing else was.',
    'map-columns': 'Opens the columns of the table, to say which is which. The choice is kept for the next export.',
    'confirm-guard': 'Says that what is held back is meant. Only then is it sent or removed.',
    'sign-in': 'Opens QuickBooks’ sign-in in your browser. Matches and history stay.',
    'open-in-quickbooks': 'Opens the record in QuickBooks, in the right company.',
    'open-in-billdr': 'Shows where the record is in Billdr.',
    'choose-source': 'Asks where Billdr’s data is: a folder, a zip or an address.',
    'open-settings': 'Opens the settings of this company.',
  },
  afterwardsTitle: 'And the rest',
  afterwards: {
    document: 'Other documents are not held up by it, unless they need this one first.',
    receipt: 'The document itself goes, and so do its other receipts.',
    setting: 'Documents that this setting does not concern go as usual.',
  },
  codeIs: 'Code',
  group: {
    source: 'Billdr’s data',
    rules: 'Why a document waits',
    quickbooks: 'The connection, and what QuickBooks refuses',
    health: 'Settings that cause trouble',
  },
}

const FR: HelpTexts = {
  indexTitle: 'Aide : tous les problèmes, et quoi faire',
  indexIntro: 'Voici tous les problèmes que l’application peut nommer, dans les mots où elle les montre.',
  back: 'Tous les problèmes',
  otherLanguage: 'In English',
  example: 'Les noms, numéros, montants et dates de cette page sont des exemples.',
  whoTitle: 'Qui doit agir',
  who: {
    bookkeeper: 'Vous, ici, dans l’application.',
    billdr:
      'La personne qui tient les données de l’entreprise dans Billdr : c’est là qu’il faut corriger. L’application les relit d’elle-même.',
    quickbooks: 'Une personne qui peut changer les paramètres de cette entreprise dans QuickBooks.',
    support:
      'Personne au bureau ne peut y remédier. Envoyez au soutien technique le code et les détails techniques du document.',
    nobody: 'Personne. Cela se règle de soi-même, ou ne fait que dire où en sont les choses.',
  },
  whatTitle: 'Ce que vous pouvez faire',
  nothingToDo: 'Il n’y a pas de bouton : il n’y a rien à faire.',
  action: {
    retry: 'Réessaie tout de suite. Rien n’est doublé : ce qui est tout de même arrivé est reconnu.',
    ignore:
      'Met de côté, avec une raison que vous donnez. Rien n’est envoyé et cela ne compte plus comme à voir; vous pouvez revenir là-dessus en tout temps.',
    unignore: 'Met fin à l’ignorance : il est traité dès lors comme tout autre document.',
    'link-to-existing': 'Lie à celui que QuickBooks a déjà. Rien n’y est créé ni modifié.',
    'take-next-number':
      'Envoie le document sous le prochain numéro que ni Billdr ni QuickBooks n’utilise. Le numéro de Billdr reste dans la note privée.',
    'same-record': 'Il reprend le lien, et rien n’est envoyé de nouveau.',
    'another-record': 'Il va dans QuickBooks comme un élément à part.',
    approve:
      'L’envoie à côté de ce que QuickBooks a déjà : ce sont deux documents. Le oui vaut pour ce qui est montré; un changement dans Billdr est demandé de nouveau.',
    'create-anew':
      'Crée dans QuickBooks, même s’il y en a un semblable, s’il y en avait un, ou si ce n’est pas encore nécessaire.',
    unlink: 'Défait le lien avec la fiche de QuickBooks. Rien n’est modifié dans QuickBooks.',
    overwrite: 'Remplace par la version de Billdr ce qui a été modifié dans QuickBooks.',
    'keep-theirs':
      'Garde ce qui a été modifié dans QuickBooks. La version de Billdr n’est renvoyée que si elle change.',
    'choose-account':
      'Ouvre la liste des comptes et des articles. Les documents qui attendent ce choix partent d’eux-mêmes.',
    'choose-contact': 'Ouvre la liste des clients ou des fournisseurs de QuickBooks.',
    'choose-tax-code': 'Ouvre les paramètres, où se choisit le code des lignes sans taxe.',
    'choose-default': 'Ouvre les paramètres, où se choisissent les comptes et articles utilisés à défaut d’un autre.',
    'map-columns':
      'Ouvre les colonnes de la table, pour dire laquelle est laquelle. Le choix vaut aussi pour la prochaine exportation.',
    'confirm-guard': 'Confirme que ce qui est retenu est voulu. C’est seulement alors que c’est envoyé ou retiré.',
    'sign-in': 'Ouvre la connexion à QuickBooks dans votre navigateur. Les correspondances et l’historique restent.',
    'open-in-quickbooks': 'Ouvre la fiche dans QuickBooks, dans la bonne entreprise.',
    'open-in-billdr': 'Montre où se trouve la fiche dans Billdr.',
    'choose-source': 'Demande où sont les données de Billdr : un dossier, un zip ou une adresse.',
    'open-settings': 'Ouvre les paramètres de cette entreprise.',
  },
  afterwardsTitle: 'Et le reste',
  afterwards: {
    document: 'Les autres documents ne sont pas retenus, sauf ceux qui ont d’abord besoin de celui-ci.',
    receipt: 'Le document lui-même part, et ses autres reçus aussi.',
    setting: 'Les documents que ce paramètre ne concerne pas partent comme d’habitude.',
  },
  codeIs: 'Code',
  group: {
    source: 'Les données de Billdr',
    rules: 'Pourquoi un document attend',
    quickbooks: 'La connexion, et ce que QuickBooks refuse',
    health: 'Les paramètres qui causent des ennuis',
  },
}

export const HELP_TEXTS: Readonly<Record<Language, HelpTexts>> = { en: EN, fr: FR }
