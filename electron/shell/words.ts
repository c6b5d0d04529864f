import type { Words } from '../../shared/words/index.ts'

/** Lines of menus that the system carries out; it words them in its own language, or in English. */
type Role =
  | 'about'
  | 'hide'
  | 'hideOthers'
  | 'unhide'
  | 'undo'
  | 'redo'
  | 'cut'
  | 'copy'
  | 'paste'
  | 'selectAll'
  | 'resetZoom'
  | 'zoomIn'
  | 'zoomOut'
  | 'togglefullscreen'
  | 'forceReload'
  | 'toggleDevTools'
  | 'minimize'
  | 'zoom'
  | 'front'
  | 'close'

/** What the desktop itself says, beside the words that it shares with the window. */
export interface ShellWords {
  appName: string
  waitingCount(count: number): string
  failedCount(count: number): string
  open: string
  openCompany(name: string): string
  syncNow: string
  retryFailed(count: number): string
  problems: string
  noProblems: string
  pauseHour: string
  pauseUntilResumed: string
  resume: string
  companies: string
  settings: string
  startAtLogin: string
  quit: string
  edit: string
  view: string
  window: string
  help: string
  roles: Readonly<Record<Role, string>>
  practiceBooks: string
  crashReports: string
  allProblems: string
  runFinished(sent: number, company: string): string
  runWithTrouble(trouble: number, sent: number, company: string): string
  trouble(count: number, company: string): string
  documentWaits(name: string, days: number): string
  documentsWait(count: number, days: number, company: string): string
  waitsBody: string
  connectionEnds(company: string, days: number): string
  connectionEnded(company: string): string
  connectionBody: string
  updateReady(version: string): string
  updateRestart(version: string): string
  updateNotes: string
  updateNow: string
  updateLater: string
  crashClose: string
  troubleTitle: string
  troubleBody: string
  troubleAgain: string
  troubleLog: string
  takeOver: string
  dataFolderTitle: string
  dataFolderBody(folder: string, reason: string): string
  temporaryTitle: string
  temporaryBody(folder: string, reason: string): string
  linkRefused: string
  saveCopy: string
  copyNotSaved(file: string): string
}

const en = (words: Words): ShellWords => {
  const documents = (count: number): string => (count === 1 ? '1 document' : `${words.number(count)} documents`)
  const days = (count: number): string => (count === 1 ? 'a day' : `${words.number(count)} days`)
  return {
    appName: 'Billdr → QuickBooks',
    waitingCount: (count) => `${words.number(count)} waiting for you`,
    failedCount: (count) => `${words.number(count)} failed`,
    open: 'Open',
    openCompany: (name) => `Open ${name}`,
    syncNow: 'Sync now',
    retryFailed: (count) => (count === 0 ? 'Retry failed' : `Retry failed (${words.number(count)})`),
    problems: 'Last problems',
    noProblems: 'No problems',
    pauseHour: 'Pause for an hour',
    pauseUntilResumed: 'Pause until resumed',
    resume: 'Resume',
    companies: 'Companies',
    settings: 'Settings',
    startAtLogin: 'Start with the computer',
    quit: 'Quit',
    edit: 'Edit',
    view: 'View',
    window: 'Window',
    help: 'Help',
    roles: {
      about: 'About Billdr → QuickBooks',
      hide: 'Hide',
      hideOthers: 'Hide Others',
      unhide: 'Show All',
      undo: 'Undo',
      redo: 'Redo',
      cut: 'Cut',
      copy: 'Copy',
      paste: 'Paste',
      selectAll: 'Select All',
      resetZoom: 'Actual Size',
      zoomIn: 'Zoom In',
      zoomOut: 'Zoom Out',
      togglefullscreen: 'Full Screen',
      forceReload: 'Load Anew',
      toggleDevTools: 'Developer Tools',
      minimize: 'Minimize',
      zoom: 'Zoom',
      front: 'Bring All to Front',
      close: 'Close',
    },
    practiceBooks: 'Books of the practice company',
    crashReports: 'Crash reports',
    allProblems: 'Every problem explained',
    runFinished: (sent, company) => `${documents(sent)} sent to the books of ${company}`,
    runWithTrouble: (trouble, sent, company) =>
      `${company}: ${documents(sent)} sent, ${words.number(trouble)} could not be`,
    trouble: (count, company) => `${company}: ${documents(count)} could not be sent`,
    documentWaits: (name, count) => `${name} has been waiting for you for ${days(count)}`,
    documentsWait: (count, most, company) =>
      `${company}: ${documents(count)} waiting for you, the oldest for ${days(most)}`,
    waitsBody: 'Nothing of it is in QuickBooks until you decide. Click to see what each needs.',
    connectionEnds: (company, count) =>
      count <= 0
        ? `The QuickBooks connection of ${company} ends today`
        : `The QuickBooks connection of ${company} ends in ${days(count)}`,
    connectionEnded: (company) => `The QuickBooks connection of ${company} has ended`,
    connectionBody: 'Nothing is sent without it. Click to sign in again; your choices are kept.',
    updateReady: (version) => `Version ${version} is ready`,
    updateRestart: (version) => `Restart to update to ${version}…`,
    updateNotes: 'What is new:',
    updateNow: 'Restart now',
    updateLater: 'When I quit',
    crashClose: 'Go on',
    troubleTitle: 'The window could not be shown',
    troubleBody:
      'Your documents are safe, and what was being sent goes on by itself. Open the window again. If it stays like this, restart the computer, or install the program anew: its data stay.',
    troubleAgain: 'Open the window again',
    troubleLog: 'Show the log',
    takeOver: 'Take over',
    dataFolderTitle: 'The data folder cannot be used',
    dataFolderBody: (folder, reason) =>
      `${folder} cannot be written (${reason}). Give this user the right to write there, or free some space, and start the program again. Nothing was sent.`,
    saveCopy: 'Save a copy',
    copyNotSaved: (file) => `${file} could not be written. Choose another folder, or free some space there.`,
    temporaryTitle: 'The folder for temporary files cannot be used',
    temporaryBody: (folder, reason) =>
      `Nothing can be written in ${folder} (${reason}), which programs need while they run. Free some space there, or give this user the right to write there, and start the program again. Nothing was sent.`,
    linkRefused: 'That link leads to a place that this program does not open.',
  }
}

const fr = (words: Words): ShellWords => {
  const documents = (count: number): string =>
    count < 2 ? `${words.number(count)} document` : `${words.number(count)} documents`
  const days = (count: number): string => (count === 1 ? 'un jour' : `${words.number(count)} jours`)
  return {
    appName: 'Billdr → QuickBooks',
    waitingCount: (count) => `${words.number(count)} en attente de vous`,
    failedCount: (count) => (count < 2 ? `${words.number(count)} en échec` : `${words.number(count)} en échec`),
    open: 'Ouvrir',
    openCompany: (name) => `Ouvrir ${name}`,
    syncNow: 'Synchroniser maintenant',
    retryFailed: (count) => (count === 0 ? 'Réessayer les échecs' : `Réessayer les échecs (${words.number(count)})`),
    problems: 'Derniers problèmes',
    noProblems: 'Aucun problème',
    pauseHour: 'Pause d’une heure',
    pauseUntilResumed: 'Pause jusqu’à la reprise',
    resume: 'Reprendre',
    companies: 'Entreprises',
    settings: 'Paramètres',
    startAtLogin: 'Démarrer avec l’ordinateur',
    quit: 'Quitter',
    edit: 'Édition',
    view: 'Affichage',
    window: 'Fenêtre',
    help: 'Aide',
    roles: {
      about: 'À propos de Billdr → QuickBooks',
      hide: 'Masquer',
      hideOthers: 'Masquer les autres',
      unhide: 'Tout afficher',
      undo: 'Annuler',
      redo: 'Rétablir',
      cut: 'Couper',
      copy: 'Copier',
      paste: 'Coller',
      selectAll: 'Tout sélectionner',
      resetZoom: 'Taille réelle',
      zoomIn: 'Agrandir',
      zoomOut: 'Réduire',
      togglefullscreen: 'Plein écran',
      forceReload: 'Recharger',
      toggleDevTools: 'Outils de développement',
      minimize: 'Placer dans la barre des tâches',
      zoom: 'Réduire ou agrandir',
      front: 'Tout ramener au premier plan',
      close: 'Fermer',
    },
    practiceBooks: 'Livres de l’entreprise d’exercice',
    crashReports: 'Rapports d’incident',
    allProblems: 'Tous les problèmes expliqués',
    runFinished: (sent, company) =>
      sent < 2
        ? `${documents(sent)} envoyé dans les livres de ${company}`
        : `${documents(sent)} envoyés dans les livres de ${company}`,
    runWithTrouble: (trouble, sent, company) =>
      sent < 2
        ? `${company} : ${documents(sent)} envoyé, ${words.number(trouble)} en échec`
        : `${company} : ${documents(sent)} envoyés, ${words.number(trouble)} en échec`,
    trouble: (count, company) =>
      count < 2
        ? `${company} : ${documents(count)} n’a pas pu être envoyé`
        : `${company} : ${documents(count)} n’ont pas pu être envoyés`,
    documentWaits: (name, count) => `${name} vous attend depuis ${days(count)}`,
    documentsWait: (count, most, company) =>
      `${company} : ${documents(count)} en attente de vous, le plus ancien depuis ${days(most)}`,
    waitsBody: 'Rien n’en est dans QuickBooks tant que vous n’avez pas décidé. Cliquez pour voir ce qu’il faut.',
    connectionEnds: (company, count) =>
      count <= 0
        ? `La connexion QuickBooks de ${company} prend fin aujourd’hui`
        : `La connexion QuickBooks de ${company} prend fin dans ${days(count)}`,
    connectionEnded: (company) => `La connexion QuickBooks de ${company} a pris fin`,
    connectionBody: 'Rien n’est envoyé sans elle. Cliquez pour vous reconnecter ; vos choix sont conservés.',
    updateReady: (version) => `La version ${version} est prête`,
    updateRestart: (version) => `Redémarrer pour passer à ${version}…`,
    updateNotes: 'Nouveautés :',
    updateNow: 'Redémarrer maintenant',
    updateLater: 'Quand je quitterai',
    crashClose: 'Continuer',
    troubleTitle: 'La fenêtre n’a pas pu s’afficher',
    troubleBody:
      'Vos documents sont en sécurité, et ce qui était en cours d’envoi continue de lui-même. Rouvrez la fenêtre. Si rien ne change, redémarrez l’ordinateur ou réinstallez le programme : ses données restent.',
    troubleAgain: 'Rouvrir la fenêtre',
    troubleLog: 'Voir le journal',
    takeOver: 'Reprendre',
    dataFolderTitle: 'Le dossier de données est inutilisable',
    dataFolderBody: (folder, reason) =>
      `Impossible d’écrire dans ${folder} (${reason}). Donnez à cet utilisateur le droit d’y écrire ou libérez de l’espace, puis relancez le programme. Rien n’a été envoyé.`,
    saveCopy: 'Enregistrer une copie',
    copyNotSaved: (file) => `Impossible d’écrire ${file}. Choisissez un autre dossier ou libérez de l’espace.`,
    temporaryTitle: 'Le dossier des fichiers temporaires est inutilisable',
    temporaryBody: (folder, reason) =>
      `Impossible d’écrire dans ${folder} (${reason}), dont les programmes ont besoin pendant qu’ils tournent. Libérez-y de l’espace ou donnez à cet utilisateur le droit d’y écrire, puis relancez le programme. Rien n’a été envoyé.`,
    linkRefused: 'Ce lien mène à un endroit que ce programme n’ouvre pas.',
  }
}

/** The desktop's words in the language of the given ones, its numbers in their manner. */
export function shellWords(words: Words): ShellWords {
  return words.language === 'fr' ? fr(words) : en(words)
}
