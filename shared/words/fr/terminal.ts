import type en from '../en/terminal.ts'

export default {
  connected: 'Connecté à {{name}} ({{realmId}})',
  connection: {
    connected: 'Connecté à QuickBooks : {{name}}',
    'not-connected': 'Non connecté à QuickBooks : connectez-vous avec « connect »',
    ended: 'La connexion à QuickBooks a pris fin : connectez-vous de nouveau',
    offline: 'QuickBooks est injoignable pour l’instant',
  },
  lastRead: 'Données de Billdr lues {{at}}',
  synced: 'Envoyés : {{sent}}, refusés : {{failed}}',
  count: '{{state}} : {{count, number}}',
  documents_one:
    '{{there, number}} document sur {{count, number}} dans QuickBooks ; à voir : {{needs, number}} ; en attente : {{waiting, number}}',
  documents_other:
    '{{there, number}} documents sur {{count, number}} dans QuickBooks ; à voir : {{needs, number}} ; en attente : {{waiting, number}}',
  byState: 'Avec les contacts et les codes de coût : {{counts}}',
  undo: {
    unknown:
      'Il n’y a pas d’envoi {{run}}. « runs » les énumère; un document est désigné par sa clé, comme invoice:i-1.',
    ask: 'Défaire ceci dans les livres de {{company}}? (oui/non)',
    nobody: 'Personne ne peut répondre ici : dites --yes pour défaire ceci. Rien n’a été envoyé.',
    no: 'Rien n’a été défait.',
  },
  confirmed: 'Confirmé pour {{company}} : {{count, number}}. La prochaine synchronisation s’en charge.',
  badSetting: 'Ce réglage n’existe pas, ou n’accepte pas cette valeur : {{text}}',
  badState: 'Il n’y a pas d’état « {{state}} »; il y a {{states}}',
  badKey: 'Ce n’est pas une clé : {{text}}. Une clé ressemble à invoice:i-1001',
  reasonMissing: 'Dites pourquoi il est laissé de côté : --reason <texte>',
  whichCompany: 'Quelle entreprise? Indiquez --company <id>',
  foundAgain:
    'La liste des entreprises était abîmée ou avait disparu. Retrouvées d’après leurs dossiers : {{ids}}. La langue de l’application est de nouveau celle par défaut.',
  auditColumn: {
    at: 'Quand',
    who: 'Qui',
    what: 'Quoi',
    key: 'Fiche',
    number: 'Numéro',
    party: 'Client ou fournisseur',
    amount: 'Montant',
    currency: 'Devise',
    quickbooks: 'Dans QuickBooks',
    reason: 'Raison',
  },
  auditWhole_one: '{{count}} entrée, intacte',
  auditWhole_other: '{{count}} entrées, intactes',
  auditBroken: 'L’historique est rompu à la ligne {{line}} : {{why}}',
  auditWhy: {
    changed: 'elle n’est pas telle qu’elle a été écrite, ou ne fait pas suite à la ligne précédente.',
    missing: 'des lignes qui la précédaient manquent.',
    reordered: 'elle n’est pas à sa place. Elle a été ajoutée, répétée ou déplacée.',
    truncated: 'l’historique s’arrête avant elle, alors qu’il comptait d’autres lignes.',
    'head-missing':
      'la note qui dit où finit l’historique avait disparu; des lignes qui la précédaient ont pu être retirées.',
    rewritten:
      'ce n’est pas la ligne qui se trouvait là. L’historique a été modifié, et sa chaîne recalculée en conséquence.',
    cut: 'l’historique s’arrête avant elle, alors qu’il comptait d’autres lignes. Elles ont été retirées, ou une ancienne copie de l’historique a été remise seule.',
    gone: 'l’historique a disparu, alors que des actions y étaient inscrites.',
    'seal-wrong':
      'sa fin ne correspond pas à la clé du trousseau. L’historique a été modifié hors du programme, et sa chaîne recalculée en conséquence.',
    'seal-gone':
      'sa fin n’est pas sous la clé que cet ordinateur a pour lui. L’historique a été modifié hors du programme, ou remis à partir d’une copie plus ancienne que la clé.',
  },
  auditKey: {
    sealed: 'Sa fin est sous la clé du trousseau.',
    sealedTo:
      'Jusqu’à l’entrée {{to}}, sa fin est sous la clé du trousseau; les suivantes ne le sont pas encore, et seule leur chaîne les protège.',
    unsealed:
      'Il n’est pas encore sous une clé du trousseau : seule sa chaîne le protège. La prochaine synchronisation lui en donne une.',
    'key-elsewhere':
      'Sa clé n’est pas dans ce trousseau (le dossier de données vient d’un autre ordinateur, ou le trousseau a été vidé) : seule sa chaîne le protège. La prochaine synchronisation lui donne une nouvelle clé.',
    'keychain-locked': 'Le trousseau n’a pas répondu, et sa clé n’a pu être demandée : seule sa chaîne le protège.',
    'keychain-missing': 'Il n’y a pas de trousseau ici, donc pas de clé : seule sa chaîne le protège.',
    practice: 'L’entreprise d’essai n’a pas de clé dans le trousseau : seule sa chaîne le protège.',
  },
  health: {
    stops: 'Arrête des documents',
    harms: 'A des conséquences',
    hint: 'Bon à savoir',
    well: 'Aucun réglage de QuickBooks ne fait obstacle',
  },
  sides: '{{field}} : Billdr maintenant {{billdr}}; envoyé {{sent}}; QuickBooks {{quickbooks}} (lu {{read}})',
  sidesUnsent: '{{field}} : Billdr maintenant {{billdr}}; QuickBooks {{quickbooks}} (lu {{read}})',
  other: 'Dans QuickBooks : {{type, target}} {{about}} (id {{id}}).',
  otherSame: 'Si c’est le même document : link {{key}} {{id}}',
  phase: {
    reading: 'Lecture des données de Billdr…',
    looking: 'Consultation de QuickBooks…',
    sending: 'Envoi : {{done}} sur {{total}}, {{rate}} par seconde, encore {{left}} s',
    pausing: 'QuickBooks a demandé une pause; la suite reprend d’elle-même',
  },
  ended: {
    'another-copy-sends':
      'Elle fonctionne sur cet ordinateur avec un autre dossier de données, et une seule envoie à la fois, pour que rien ne parte deux fois. Cette synchronisation s’arrête ici; relancez-la dès que l’autre a terminé.',
    throttled:
      'Trop de demandes sont arrivées pour cette entreprise en une minute, peut-être aussi d’une autre application. Rien n’est perdu : cette synchronisation s’arrête ici, et la prochaine reprend où elle s’est arrêtée.',
    offline:
      'Aucune liaison n’a pu être ouverte. Vérifiez la connexion Internet. Cette synchronisation s’arrête ici, et la prochaine reprend où elle s’est arrêtée.',
    'quickbooks-busy':
      'QuickBooks a signalé une erreur interne ou n’a pas répondu à temps. Cette synchronisation s’arrête ici. La prochaine vérifie d’abord ce qui est arrivé, pour que rien ne soit inscrit en double, et reprend où celle-ci s’est arrêtée.',
    'source-unreachable':
      '{{location}} est injoignable pour l’instant : rien de nouveau n’a été lu. Vérifiez que le service fonctionne; la prochaine synchronisation fait un nouvel essai.',
    'source-busy':
      'Un autre programme utilise {{file}}, qui ne peut donc pas être lu. Fermez-le là-bas (dans Excel, par exemple); la prochaine synchronisation fait un nouvel essai.',
    'source-incomplete':
      'L’exportation n’est pas encore complète : {{file}} manque ou ne correspond pas à la liste que Billdr écrit à la fin. Rien n’a été lu; la prochaine synchronisation l’examine de nouveau. Si cela persiste, refaites l’exportation dans Billdr.',
  },
} satisfies typeof en
