import type en from '../en/problems-source.ts'

export default {
  'source-missing': {
    title: 'Les données ne sont plus là où elles étaient',
    explanation:
      'Il n’y a rien à l’emplacement {{location}}. Le dossier a peut-être été déplacé ou renommé, ou le lecteur n’est pas branché. Indiquez où se trouvent les données, ou réessayez quand le lecteur sera de retour.',
  },
  'source-not-there': {
    title: 'Il n’y a encore rien à cet endroit',
    explanation:
      'Il n’y a encore rien à {{location}}; le chemin existe jusqu’à {{there}}. Vérifiez comment il est écrit, ou choisissez le dossier avec « Parcourir ». S’il arrive plus tard, il sera lu dès qu’il y sera.',
  },
  'source-address-unfinished': {
    title: 'Est-ce une adresse ?',
    explanation:
      '{{location}} ressemble à une adresse Web sans son début. Écrivez-la en entier, comme {{address}}; pour un dossier, écrivez le chemin complet ou choisissez-le avec « Parcourir ».',
  },
  'source-path-unfinished': {
    title: 'Il manque le début du chemin',
    explanation:
      '{{location}} n’est que la fin d’un chemin, et rien ne dit où il commence. Écrivez-le à partir du disque ou du dossier personnel (~), ou choisissez le dossier avec « Parcourir ».',
  },
  'source-not-a-zip': {
    title: 'C’est un fichier, et non un zip',
    explanation:
      '{{file}} n’est ni un dossier ni le zip d’une exportation. Choisissez le dossier où se trouvent les tableaux, ou le zip; rien n’a été lu.',
  },
  'source-table-other-format': {
    title: '{{file}} n’est pas ce que dit son nom',
    explanation:
      '{{file}} ({{table, table}}) n’est pas un tableau du format de son nom : il contient {{found, content}}. Rien n’en a été lu, et rien n’est considéré comme supprimé pour autant. Enregistrez-le en CSV ou en classeur Excel (.xlsx), sous ce nom.',
  },
  'source-lines-missing': {
    title: '{{table, table}} : des lignes manquent',
    explanation:
      '{{table, table}} n’a aucune ligne pour {{count, number}} documents de {{from, table}} dont le montant n’est pas nul : {{ids}}. Le fichier a peut-être été coupé. Aucun n’est envoyé ni modifié pour autant. Mettez-y le fichier entier.',
  },
  'source-unreadable': {
    title: 'Impossible d’ouvrir les données',
    explanation:
      'Cet ordinateur ne permet pas à l’application de lire {{file}}. Vérifiez les autorisations du dossier, ou choisissez un autre emplacement.',
  },
  'source-incomplete': {
    title: 'L’exportation est en cours d’écriture',
    explanation:
      'L’exportation n’est pas encore complète : {{file}} manque ou ne correspond pas à la liste que Billdr écrit à la fin. Rien n’a été lu, et une nouvelle lecture se fera d’elle-même. Si cela persiste, refaites l’exportation dans Billdr.',
  },
  'source-format': {
    title: 'Ce n’est pas une exportation de Billdr',
    explanation:
      'Ces données s’annoncent comme « {{found}} », alors qu’une exportation de Billdr PRO s’appelle « {{expected}} ». Rien n’a été lu. Choisissez le dossier, le fichier zip ou l’adresse qui contient l’exportation.',
  },
  'source-version': {
    title: 'Cette exportation est plus récente que l’application',
    explanation:
      'L’exportation est de la version {{found}}, et cette application lit la version {{supported}}. Rien n’a été lu. Mettez l’application à jour.',
  },
  'source-manifest': {
    title: 'L’exportation ne dit pas ce qu’elle contient',
    explanation:
      'Dans {{file}}, « {{field}} » manque ou n’a pas de sens (« {{value}} »); rien n’a donc été lu. Refaites l’exportation dans Billdr.',
  },
  'source-empty': {
    title: 'Il n’y a encore rien à lire',
    explanation:
      'Aucune table de Billdr ne s’y trouve : ni exportation, ni fichiers comme factures.csv ou clients.xlsx. Placez-y l’exportation, ou choisissez un autre emplacement.',
  },
  'source-one-deeper': {
    title: 'Les données sont plus bas, dans le dossier {{folder}}',
    explanation:
      'L’emplacement choisi ne contient lui-même aucune table de Billdr, mais son dossier {{folder}} en contient. Choisissez ce dossier comme emplacement des données.',
  },
  'source-busy': {
    title: 'Un fichier est ouvert dans un autre programme',
    explanation:
      'Un autre programme utilise {{file}}, qui ne peut donc pas être lu pour l’instant. Fermez-le dans ce programme (Excel, par exemple); un nouvel essai se fera de lui-même.',
  },
  'source-locked': {
    title: 'Le fichier zip est protégé par un mot de passe',
    explanation:
      '{{file}} ne s’ouvre pas sans son mot de passe, et l’application ne le demande jamais. Décompressez-le dans un dossier, ou refaites le fichier zip sans mot de passe.',
  },
  'source-twin-files': {
    title: 'Deux fichiers pour une même place',
    explanation:
      '{{file}} : il ne doit y en avoir qu’un, et rien ne dit lequel est le bon. Retirez celui qui n’est plus à jour, puis réessayez.',
  },
  'source-other-company': {
    title: 'Ces données sont celles d’une autre entreprise',
    explanation:
      'Les données viennent d’une autre entreprise de Billdr que celle dont on tient ici les livres. Rien n’en a été envoyé. Choisissez les données de cette entreprise, ou confirmez que le changement est voulu.',
  },
  'source-table-missing': {
    title: 'Il manque une table à l’exportation',
    explanation:
      'L’exportation ne contient pas : {{table, table}}. Tout le reste a été lu, et rien n’est considéré comme supprimé pour autant. Refaites l’exportation dans Billdr.',
  },
  'source-records-missing': {
    title: '{{table, table}} : des fiches manquent',
    explanation:
      'Il manque à {{table, table}} {{count, number}} des fiches auxquelles se rapporte {{from, table}} : {{ids}}. Le fichier a été coupé, ou n’est pas là. Elles n’ont pas été lues, et rien n’est considéré comme supprimé pour autant. Remettez-y le fichier complet.',
  },
  'source-records-not-read': {
    title: '{{table, table}} : des fiches n’ont pas été lues',
    explanation:
      '{{count, number}} fiches de {{table, table}} n’ont pas été lues, parce que {{from, table}}, qui en contient une partie, ne peut pas être lu en entier : {{ids}}. Aucune n’est lue à moitié, et rien n’est considéré comme supprimé pour autant. Corrigez d’abord {{from, table}}.',
  },
  'source-table-gone': {
    title: '{{table, table}} n’est plus là',
    explanation:
      '{{table, table}} était là pour la dernière fois le {{since, instant}}, et manque depuis. Rien n’est considéré comme supprimé pour autant ; {{count, number}} de ses fiches restent comme elles étaient. Remettez le fichier ; s’il devait disparaître, choisissez de nouveau l’emplacement des données dans les paramètres.',
  },
  'source-table-shrunk': {
    title: '{{table, table}} a moins de fiches qu’avant',
    explanation:
      '{{table, table}} avait {{count, number}} fiches de plus à la dernière lecture complète, le {{since, instant}}, et n’en apporte aucune nouvelle. Il manque : {{ids}}. Le fichier a peut-être été coupé. Rien n’est considéré comme supprimé pour autant. Remettez-y le fichier complet, si elles en font partie.',
  },
  'source-table-unreadable': {
    title: 'Une table ne peut pas être lue jusqu’au bout',
    explanation:
      '{{file}} ({{table, table}}) n’a plus de sens à partir de la rangée {{row, number}}. Ce qui précède et les autres tables ont été lus, et rien n’est considéré comme supprimé pour autant. {{place, again}}',
  },
  'source-table-unknown': {
    title: 'Billdr envoie une table que ce programme ne connaît pas',
    explanation:
      'Parmi les données de {{location}} se trouvent des éléments de « {{table}} ». Ils sont laissés de côté, tout le reste a été lu, et rien n’est considéré comme supprimé pour autant. Mettez ce programme à jour; si rien ne change, écrivez au soutien technique.',
  },
  'source-too-large': {
    title: 'Des données trop volumineuses pour être vraies',
    explanation:
      '{{file}} dépasse la limite de taille, de rangées ou d’imbrication. La lecture s’est arrêtée là, pour ne pas bloquer l’ordinateur. {{place, again}} Une période plus courte prend aussi moins de place.',
  },
  'source-reading-ended': {
    title: 'La lecture des données s’est interrompue',
    explanation:
      'La partie de l’application qui lit {{location}} s’est arrêtée avant la fin : les données demandent plus de mémoire qu’une lecture ne peut en prendre, ou l’application y a rencontré une erreur. Rien n’en a été retenu, tout reste comme c’était, et les autres entreprises continuent. Un nouvel essai se fera plus tard. Si cela persiste, exportez une période plus courte, ou envoyez-nous le rapport d’erreur.',
  },
  'source-unsafe-path': {
    title: 'Un nom de fichier mène hors de l’exportation',
    explanation:
      'L’exportation nomme le fichier « {{path}} », qui mènerait hors de son dossier ou n’est pas un nom permis. Il n’a pas été ouvert. Refaites l’exportation dans Billdr.',
  },
  'source-refused': {
    title: 'L’adresse locale de Billdr refuse la clé',
    explanation:
      '{{location}} n’a pas accepté la clé. Saisissez la clé de nouveau dans les paramètres, puis réessayez.',
  },
  'source-host-refused': {
    title: 'Cette adresse n’est pas sur votre réseau',
    explanation:
      'Les données ne se lisent que sur cet ordinateur ou sur votre réseau privé, et {{host}} n’y est pas. Choisissez une autre adresse, ou autorisez celle-ci dans les paramètres si vous lui faites confiance.',
  },
  'source-not-https': {
    title: 'Cette adresse ne protège pas la clé',
    explanation:
      '{{host}} n’est ni cet ordinateur ni sur votre réseau privé, et son adresse commence par http : la clé et les documents voyageraient à découvert. Choisissez son adresse https.',
  },
  'source-location-unclear': {
    title: 'Cet emplacement ne se comprend pas',
    explanation:
      '{{location}} ne désigne ni dossier, ni zip, ni adresse de cet ordinateur. Choisissez le dossier lui-même; rien n’a été changé.',
  },
  'source-answer-broken': {
    title: 'La réponse ne vient pas de Billdr',
    explanation:
      'La réponse de {{location}} est illisible; rien n’en a été retenu. Vérifiez que l’adresse est bien celle du service local de Billdr et qu’il est à jour.',
  },
  'source-unreachable': {
    title: 'L’adresse locale de Billdr ne répond pas',
    explanation:
      '{{location}} est injoignable pour l’instant. Un nouvel essai se fera de lui-même; si cela persiste, vérifiez que le service fonctionne.',
  },
  'source-columns-unknown': {
    title: 'Des colonnes sont à associer',
    explanation:
      'Dans {{file}} ({{table, table}}), aucune colonne n’a été reconnue pour : {{columns, columns}}. Indiquez une fois lesquelles ce sont; le choix sera retenu.',
  },
  'source-date-ambiguous': {
    title: 'Quelle partie de la date est le jour?',
    explanation:
      '{{table, table}} : rien dans le fichier ne montre si le jour ou le mois vient d’abord. {{readings, dateReadings}}. Indiquez une fois lequel des deux; d’ici là, rien de cela n’est envoyé ni modifié.',
  },
  'source-sheets-not-read': {
    title: '{{file}} : plus d’une feuille contient {{table, table}}',
    explanation:
      'Dans {{file}}, la feuille « {{sheet}} » a été lue. Ces feuilles ont les mêmes colonnes, et rien n’en a été lu : {{sheets}}. Réunissez leurs rangées sur une seule feuille, ou indiquez à la page des colonnes quelle feuille compte.',
  },
  'file-not-read': {
    title: '{{file}} n’a pas été lu',
    explanation:
      '{{file}} se trouve avec les données et y ressemble, mais son nom n’est pas celui d’une table, ou l’exportation ne le mentionne pas. Rien n’en a été lu. Indiquez à la page des colonnes quelle table il contient, ou qu’il ne compte pas.',
  },
  'number-ambiguous': {
    title: 'Quel signe précède les cents?',
    explanation:
      '{{table, table}} : rien dans le fichier ne montre si les décimales viennent après un point ou une virgule. {{readings, readings}}. Indiquez une fois lequel des deux; d’ici là, rien de cela n’est envoyé ni modifié.',
  },
  'source-letters-unclear': {
    title: 'Dans quel alphabet ce fichier est-il écrit ?',
    explanation:
      '{{table, table}} : le fichier ne dit pas comment ses lettres accentuées sont écrites, et elles ont un sens de plus d’une façon, ou d’aucune. {{samples, alphabets}}. Dites une fois, à la page des colonnes, laquelle est la bonne ; d’ici là, aucune fiche avec de telles lettres n’est envoyée ni modifiée.',
  },
  'record-field-missing': {
    title: 'Champ vide : {{field, field}}',
    explanation:
      '{{table, table}}, rangée {{row, number}} : il n’y a rien dans « {{field, field}} », où il faut {{expected, expected}}. Rien ne sera envoyé tant que ce n’est pas rempli dans {{place, place}}.',
  },
  'record-field-invalid': {
    title: 'Champ illisible : {{field, field}}',
    explanation:
      '{{table, table}}, rangée {{row, number}} : « {{field, field}} » contient « {{value}} », où il faut {{expected, expected}}. Rien ne sera envoyé tant que ce n’est pas corrigé dans {{place, place}}.',
  },
  'record-unreadable': {
    title: 'Une fiche est illisible',
    explanation:
      '{{table, table}}, rangée {{row, number}} : ce n’est pas une fiche avec son propre identifiant, et rien ne dit ce que c’est. Les autres ont été lus. {{place, again}}',
  },
  'record-too-large': {
    title: 'Une fiche est trop volumineuse pour être juste',
    explanation:
      '{{table, table}}, rangée {{row, number}} : cette fiche dépasse la limite de taille, de colonnes ou d’imbrication, et n’a pas été lue; les autres l’ont été. Raccourcissez son contenu dans {{place, place}}.',
  },
  'record-swallows-rows': {
    title: 'Il manque un guillemet',
    explanation:
      '{{table, table}}, rangée {{row, number}} : une cellule contient d’autres rangées entières du tableau, parce qu’il manque un guillemet avant ou après elle. Ni cette fiche ni ces rangées n’ont été lues, et rien ne compte comme supprimé pour autant. Mettez le guillemet dans le fichier, puis relisez-le.',
  },
  'record-cells-too-many': {
    title: 'Une rangée a plus de cellules que le tableau n’a de colonnes',
    explanation:
      '{{table, table}}, rangée {{row, number}} : cette rangée a plus de cellules que le tableau n’a de colonnes, comme lorsqu’un montant tel que 1,234.50 ou 100,50 est écrit sans guillemets et que sa virgule le coupe en deux. On ne peut savoir quelle valeur va dans quelle colonne, et rien de la rangée n’est lu. Mettez le montant entre guillemets, ou retirez la cellule en trop, puis relisez le fichier.',
  },
  'record-amount-cut': {
    title: 'Deux cellules sont peut-être un seul montant',
    explanation:
      '{{table, table}}, rangée {{row, number}} : « {{value}} » y est écrit sans guillemets, et sa virgule sépare deux cellules dont la première seule serait « {{field, field}} ». On ne peut savoir si c’est un montant ou deux valeurs, et rien de la rangée n’est lu. Mettez le montant entre guillemets ; si ce sont deux valeurs, écrivez la première avec ses cents (100.00). Puis relisez le fichier.',
  },
  'record-cell-format': {
    title: 'Une cellule montre autre chose que son nombre',
    explanation:
      '{{table, table}}, rangée {{row, number}} : la cellule de « {{field, field}} » contient le nombre {{value}}, et son format dans le classeur montre « {{shows}} ». On ne peut savoir ce qui est voulu, et rien de la rangée n’est lu. Donnez à la cellule un format ordinaire de nombre ou de texte dans le classeur, regardez ce qui y est alors écrit, et enregistrez.',
  },
  'record-broken-in-two': {
    title: 'Une rangée est coupée en deux',
    explanation:
      '{{table, table}}, rangée {{row, number}} : cette rangée et sa voisine ont ensemble les cellules d’une seule rangée, comme lorsqu’un programme de courriel coupe une longue ligne, peut-être au milieu d’un montant. Aucune des moitiés n’est lue. Remettez les deux moitiés sur une seule ligne dans le fichier, ou prenez le fichier lui-même et non ce que le courriel en montre ; puis relisez-le.',
  },
  'record-cut-off': {
    title: 'Le fichier finit peut-être au milieu de sa dernière rangée',
    explanation:
      '{{table, table}}, rangée {{row, number}} : le fichier finit ici sans fin de ligne, alors que ses autres rangées ou les autres fichiers sont écrits autrement, comme lorsqu’un fichier a été coupé. Une partie d’un montant, d’une date ou d’un texte manque peut-être, et rien de cette rangée n’est lu. Remettez le fichier entier ; s’il est entier, appuyez sur Entrée à la fin de sa dernière rangée et enregistrez-le.',
  },
  'record-id-twice': {
    title: 'Deux fiches ont le même identifiant',
    explanation:
      '{{table, table}}, rangée {{row, number}} : l’identifiant « {{value}} » a déjà servi plus haut. Aucune des deux n’est envoyée, faute de pouvoir les distinguer. {{place, again}}',
  },
  'record-totals-differ': {
    title: 'Les montants ne concordent pas',
    explanation:
      '{{table, table}}, rangée {{row, number}} : « {{field, field}} » indique {{stated, money}}, mais la somme de ses parties donne {{computed, money}}. Rien ne sera envoyé tant que les montants ne concordent pas dans {{place, place}}.',
  },
  'record-reference-missing': {
    title: 'Renvoi introuvable : {{field, field}}',
    explanation:
      'Il renvoie à « {{value}} », qui n’existe pas dans {{table, table}}. Le document attend l’arrivée de cette fiche; vérifiez-la dans Billdr si cela persiste.',
  },
  'record-reference-removed': {
    title: '« {{name}} » n’est plus dans Billdr',
    explanation:
      'Le document renvoie à « {{name}} » ({{field, field}}), supprimé dans Billdr. Rattachez-le là-bas à autre chose, ou supprimez-le. Ce qui est déjà dans QuickBooks y reste d’ici là tel qu’il a été envoyé.',
  },
  'record-currency': {
    title: 'Une autre devise que celle des livres',
    explanation:
      'Ce document n’est pas dans la devise des livres QuickBooks de l’entreprise, et seuls les documents dans cette devise sont envoyés. Vérifiez la devise dans Billdr, ou saisissez le document à la main dans QuickBooks et ignorez-le ici.',
  },
  'attachment-missing': {
    title: 'Il manque un reçu dans les données',
    explanation:
      '{{fileName}} figure dans la liste, mais n’est pas là. Le document lui-même peut partir; le reçu suivra dès que le fichier sera trouvé.',
  },
  'attachment-damaged': {
    title: 'Un reçu est arrivé endommagé',
    explanation:
      '{{fileName}} n’est pas le fichier que Billdr a indiqué : sa taille ou son contenu diffère. Le document lui-même peut partir; le reçu suivra dès que le bon fichier sera là.',
  },
  'attachment-type-refused': {
    title: 'QuickBooks n’accepte pas ce type de fichier',
    explanation:
      'Ce reçu est d’un type que QuickBooks n’accepte pas. Le document lui-même peut partir. Ajoutez le reçu dans Billdr en PDF ou en image, ou ignorez-le ici.',
  },
  'attachment-too-large': {
    title: 'Ce reçu est trop volumineux',
    explanation:
      'QuickBooks accepte les fichiers jusqu’à 100 Mo, et celui-ci est plus gros. Le document lui-même peut partir. Ajoutez une version plus légère dans Billdr, ou ignorez-la ici.',
  },
  'attachment-empty': {
    title: 'Ce reçu est vide',
    explanation:
      '{{fileName}} ne contient rien : il n’y a rien à envoyer. Le document lui-même peut partir. Ajoutez de nouveau le reçu dans Billdr, ou ignorez-le ici.',
  },
  'attachment-content-differs': {
    title: 'Ce reçu n’est pas ce que dit son nom',
    explanation:
      'Le nom de {{fileName}} annonce un fichier {{ending}}, mais il contient autre chose : QuickBooks ne pourrait pas l’afficher. Le document lui-même peut partir. Ajoutez de nouveau le reçu dans Billdr, ou ignorez-le ici.',
  },
  'attachment-picture-too-large': {
    title: 'Cette image est trop grande pour être convertie',
    explanation:
      'QuickBooks n’accepte pas les images {{type}}, et {{fileName}} a trop de pixels pour devenir ici un JPEG. Le document lui-même peut partir. Ajoutez-la dans Billdr en JPEG ou en PDF, ou ignorez-la ici.',
  },
  'attachment-not-converted': {
    title: 'Cette image n’a pas pu être convertie',
    explanation:
      'QuickBooks n’accepte pas les images {{type}}, et {{fileName}} n’a pas pu devenir ici un JPEG; le fichier est peut-être endommagé. Le document lui-même peut partir. Ajoutez-la dans Billdr en JPEG ou en PDF, ou ignorez-la ici.',
  },
  'receipt-gone': {
    title: 'Un reçu n’est plus dans QuickBooks',
    explanation:
      '{{fileName}} a été envoyé, et n’est pas joint au document dans QuickBooks tel qu’il a été envoyé : quelqu’un l’y a supprimé, remplacé ou renommé, ou QuickBooks n’en a gardé qu’une partie. Envoyez-le de nouveau, ou ignorez-le ici.',
  },
} satisfies Record<keyof typeof en, { title: string; explanation: string }>
