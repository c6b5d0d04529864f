/** Français (Québec) des problèmes de connexion et des refus de QuickBooks, selon les codes du catalogue. */
export default {
  // La connexion.
  'not-connected': {
    title: 'Non connecté à QuickBooks',
    explanation:
      'Cette entreprise n’a pas de connexion QuickBooks sur cet ordinateur : rien ne peut donc être envoyé. Connectez-vous à QuickBooks; ce qui attend partira ensuite de lui-même.',
  },
  'connection-ended': {
    title: 'La connexion à QuickBooks a pris fin',
    explanation:
      'QuickBooks n’accepte plus cette connexion : elle a été retirée dans QuickBooks, refaite ailleurs, ou est restée inutilisée 100 jours. Reconnectez-vous; vos correspondances et l’historique sont conservés et rien n’est envoyé en double.',
  },
  'connection-unconfirmed': {
    title: 'Est-ce la bonne entreprise QuickBooks?',
    explanation:
      'Cet ordinateur garde une connexion à {{name}}, mais les données d’ici ne disent pas que c’est celle de cette entreprise. Rien n’est envoyé par elle. Connectez-vous à QuickBooks pour dire de quelle entreprise il s’agit; rien n’est envoyé en double.',
  },
  'connection-ends-soon': {
    title: 'La connexion à QuickBooks prend fin le {{date, day}}',
    explanation:
      'À partir de ce jour, rien n’est envoyé. Reconnectez-vous avant : vos correspondances et l’historique sont conservés.',
  },
  'connection-ends-for-good': {
    title: 'La connexion à QuickBooks prend fin le {{date, day}}, après cinq ans',
    explanation:
      'Intuit met fin à toute connexion après cinq ans, même utilisée chaque jour. À partir de ce jour, rien n’est envoyé. Reconnectez-vous avant : vos correspondances et l’historique sont conservés.',
  },
  'connection-forbidden': {
    title: 'QuickBooks ne nous donne plus accès à cette entreprise',
    explanation:
      'La personne qui a fait la connexion n’a plus accès à l’entreprise, l’application a été retirée dans QuickBooks, ou les clés sont celles de l’autre environnement (essai ou production). Voyez l’administrateur de l’entreprise, puis reconnectez-vous.',
  },
  'sign-in-refused': {
    title: 'L’accès n’a pas été accordé',
    explanation:
      'La page de QuickBooks a été fermée par « Non merci » ou « Annuler » : rien n’a été connecté. Recommencez et choisissez « Connecter » quand vous serez prêt.',
  },
  'sign-in-mismatch': {
    title: 'Cette réponse n’appartient pas à la connexion en cours',
    explanation:
      'L’adresse vient d’une autre tentative ou d’une plus ancienne; elle n’a pas été utilisée. Copiez l’adresse complète de la dernière page ouverte par la connexion, ou recommencez.',
  },
  'sign-in-failed': {
    title: 'QuickBooks n’a pas terminé la connexion',
    explanation:
      'La connexion s’est terminée sans réponse utilisable ({{reason}}). Rien n’a été connecté. Recommencez; si cela se répète, vérifiez que l’adresse de redirection de l’application Intuit est celle qu’affichent les paramètres.',
  },
  'sign-in-code-used': {
    title: 'Cette connexion a déjà servi ou a trop tardé',
    explanation:
      'QuickBooks donne un code valable une seule fois, pendant quelques minutes. Celui-ci a déjà servi ou est trop vieux. Recommencez la connexion.',
  },
  'redirect-port-taken': {
    title: 'Un autre programme occupe le port {{wanted}}',
    explanation:
      'Après la connexion, le navigateur revient à un port de cet ordinateur, et Intuit ne connaît que {{wanted}}, qu’un autre programme occupe en ce moment. Avec le port {{port}}, Intuit refusera la connexion. Fermez l’autre programme et connectez-vous de nouveau, ou inscrivez l’adresse avec le port {{port}} chez Intuit.',
  },
  'sign-in-expired': {
    title: 'La connexion n’a pas été terminée à temps',
    explanation:
      'Aucune réponse n’est revenue du navigateur et l’application a cessé d’attendre. Rien n’a été connecté. Recommencez quand vous serez prêt.',
  },
  'sign-in-cancelled': {
    title: 'La connexion a été annulée',
    explanation: 'Vous avez arrêté la connexion : rien n’a été connecté. Recommencez quand vous serez prêt.',
  },
  'sign-in-other-company': {
    title: 'Vous avez ouvert une autre entreprise QuickBooks',
    explanation:
      'Cette entreprise était connectée à l’entreprise QuickBooks {{expected}} et vous avez choisi {{realmId}}. Rien n’est envoyé tant que vous n’avez pas dit si c’est voulu : les documents iraient dans les livres de l’autre entreprise.',
  },
  'app-keys-missing': {
    title: 'Il manque les clés de l’application Intuit',
    explanation:
      'Pour se connecter à QuickBooks, il faut l’identifiant client et le secret client de votre application Intuit. Entrez-les dans les paramètres; ils sont gardés dans le trousseau de cet ordinateur.',
  },
  'app-keys-wrong': {
    title: 'Intuit n’accepte pas les clés de l’application',
    explanation:
      'L’identifiant ou le secret client est erroné, a été remplacé, ou appartient à l’autre environnement (essai ou production). Corrigez-les dans les paramètres, puis reconnectez-vous.',
  },
  'environment-unknown': {
    title: 'De quel QuickBooks s’agit-il?',
    explanation:
      'La variable QBO_ENVIRONMENT dit « {{value}} », et seuls « production », « sandbox » et « practice » existent. Rien n’a été envoyé. Corrigez-la ou retirez-la.',
  },
  'address-refused': {
    title: 'Cette adresse QuickBooks n’est pas permise',
    explanation:
      'La variable {{name}} mène à « {{host}} ». Les jetons ne vont que chez Intuit (en https) ou sur cet ordinateur : rien n’a été envoyé. Retirez-la ou corrigez-la.',
  },
  'relay-refused': {
    title: 'L’adresse de la page de connexion ne convient pas',
    explanation:
      '« {{host}} » n’est pas une adresse https. Avec des clés de production, Intuit renvoie la connexion à une page https; indiquez son adresse complète, telle qu’elle est inscrite chez Intuit, ou laissez vide pour des clés d’essai.',
  },
  'keychain-missing': {
    title: 'Cet ordinateur n’a pas de trousseau utilisable',
    explanation:
      'Les jetons de QuickBooks ne sont gardés que dans le trousseau du système, jamais dans un fichier : la connexion n’est pas encore possible. Installez ou démarrez ce qui manque ({{install}}), puis réessayez.',
  },
  'keychain-locked': {
    title: 'Le trousseau est verrouillé',
    explanation:
      'Le système n’a pas donné accès à son trousseau, où se trouvent les jetons de QuickBooks. Déverrouillez-le (il demande peut-être votre mot de passe dans une autre fenêtre), puis réessayez.',
  },
  offline: {
    title: 'QuickBooks est injoignable',
    explanation:
      'Aucune liaison n’a pu être ouverte : rien n’est parti. Vérifiez la connexion Internet; l’envoi reprend de lui-même dès son retour.',
  },
  'certificate-not-trusted': {
    title: 'Cet ordinateur ne reconnaît pas le certificat',
    explanation:
      'La connexion est protégée par un certificat que cet ordinateur ne reconnaît pas ({{cause}}) : rien n’a été envoyé. Un réseau d’entreprise ou un antivirus qui inspecte les échanges fait cela : la personne qui s’occupe du réseau peut ajouter son certificat au système, puis « Réessayer » continue. Sur un réseau inconnu, n’allez pas plus loin.',
  },
  'clock-wrong': {
    title: 'La date de cet ordinateur semble fausse',
    explanation:
      'Selon la date de cet ordinateur, le certificat de l’autre côté n’est pas valide aujourd’hui ({{cause}}) : rien n’a été envoyé. Réglez la date, l’heure et le fuseau horaire dans les paramètres du système, puis appuyez sur « Réessayer ». Si tout est juste, le certificat lui-même a pris fin; l’exploitant de ce service le renouvelle.',
  },
  'proxy-refused': {
    title: 'Le serveur mandataire du bureau ne laisse rien passer',
    explanation:
      'Ce réseau mène à Internet par un serveur mandataire (proxy), qui a refusé le chemin vers QuickBooks ({{cause}}) : rien n’a été envoyé. La personne qui s’occupe du réseau peut y autoriser intuit.com. Si cet ordinateur atteint Internet sans lui, choisissez « Aucun serveur mandataire » dans les paramètres.',
  },
  'proxy-sign-in': {
    title: 'Le serveur mandataire du bureau demande une identification',
    explanation:
      'Ce réseau mène à Internet par un serveur mandataire (proxy) qui demande un nom et un mot de passe : rien n’a été envoyé. Entrez-les dans les paramètres, sous « Réseau »; ils vont dans le trousseau. La personne qui s’occupe du réseau les connaît. L’envoi reprend de lui-même.',
  },
  'proxy-not-spoken': {
    title: 'Ce programme ne parle pas avec le serveur mandataire du bureau',
    explanation:
      'Ce réseau mène à Internet par un serveur mandataire (proxy) d’un genre que ce programme ne parle pas ({{how}}) : rien n’a été envoyé. Il parle les serveurs HTTP et HTTPS, avec nom et mot de passe s’ils en demandent. La personne qui s’occupe du réseau peut en nommer un ou laisser passer intuit.com directement; entrez-le dans les paramètres, sous « Réseau ».',
  },
  'network-sign-in-page': {
    title: 'Le réseau demande d’abord une connexion',
    explanation:
      'Une page de ce réseau (un proxy, un réseau d’invités) a répondu à la place de QuickBooks, avec l’état {{status}}. Ouvrez une page web dans le navigateur, connectez-vous au réseau, puis appuyez sur « Réessayer ». Ce qui était en cours est recherché avant tout nouvel envoi.',
  },
  'another-copy-sends': {
    title: 'Une autre copie de ce programme envoie à cette entreprise QuickBooks',
    explanation:
      'Elle fonctionne sur cet ordinateur avec un autre dossier de données, et une seule envoie à la fois, pour que rien ne parte deux fois. Celle-ci reprend d’elle-même dès que l’autre a terminé. Si personne n’a besoin de l’autre copie, fermez-la.',
  },
  'company-paused': {
    title: 'QuickBooks a fermé cette entreprise pour l’instant',
    explanation:
      'L’abonnement QuickBooks de l’entreprise est terminé ou impayé, ou Intuit y fait de l’entretien. Rien n’a été inscrit. Ouvrez QuickBooks pour savoir de quoi il s’agit, puis réessayez.',
  },
  throttled: {
    title: 'QuickBooks nous demande d’attendre',
    explanation:
      'Trop de demandes sont arrivées pour cette entreprise en une minute, peut-être aussi d’une autre application. L’envoi reprend de lui-même dans {{seconds}} s; rien n’est perdu.',
  },

  // QuickBooks a dit non, ou rien de fiable.
  'outcome-unknown': {
    title: 'On ne sait pas si QuickBooks l’a reçu',
    explanation:
      'La liaison s’est coupée avant la réponse. Le document est cherché dans QuickBooks avant tout nouvel envoi, pour qu’il n’y soit jamais en double.',
  },
  'quickbooks-busy': {
    title: 'QuickBooks a eu de la difficulté à répondre',
    explanation:
      'QuickBooks a signalé une erreur interne ou n’a pas répondu à temps. Un nouvel essai se fait de lui-même, après vérification, pour que rien ne soit inscrit en double.',
  },
  'quickbooks-keeps-failing': {
    title: 'QuickBooks répond chaque fois à celui-ci par une erreur interne',
    explanation:
      'L’envoi a été tenté lors de cinq synchronisations et QuickBooks ne l’a jamais accepté : chaque fois, il a répondu par une erreur interne ou n’a pas répondu, alors que le reste passait. Une recherche a été faite chaque fois : il n’est pas dans QuickBooks. Quelque chose dans son contenu gêne peut-être QuickBooks : simplifiez-le dans Billdr, ou réessayez plus tard.',
  },
  'quickbooks-refused': {
    title: 'QuickBooks l’a refusé',
    explanation:
      'QuickBooks indique : « {{said}} » Rien n’a été inscrit. Corrigez ce qui est nommé, dans QuickBooks ou dans Billdr, puis réessayez.',
  },
  'quickbooks-answer-broken': {
    title: 'La réponse ne vient pas de QuickBooks',
    explanation:
      'Quelque chose entre ici et QuickBooks (page d’entretien, pare-feu, serveur mandataire) a répondu à sa place. Le document est cherché avant tout nouvel envoi.',
  },
  stale: {
    title: 'Quelqu’un l’a modifié dans QuickBooks au même moment',
    explanation:
      'Le document a changé dans QuickBooks depuis notre dernière lecture : notre modification n’a pas été enregistrée. Il est relu et comparé avant tout nouvel envoi.',
  },
  'reference-inactive': {
    title: 'Un élément utilisé est inactif dans QuickBooks',
    explanation:
      'Un compte, un article, un client ou un fournisseur de ce document a été rendu inactif ou supprimé dans QuickBooks. Réactivez-le là-bas ou choisissez-en un autre ici, puis réessayez.',
  },
  'reference-missing': {
    title: 'Un élément utilisé n’est plus dans QuickBooks',
    explanation:
      'QuickBooks ne connaît plus un compte, un article, un client ou un fournisseur de ce document (« {{said}} »). Choisissez-en un autre, puis réessayez.',
  },
  'parent-refused': {
    title: 'QuickBooks n’accepte pas ce rattachement',
    explanation:
      'Le client ou le compte au-dessus ne convient pas : il manque, c’est le même, ses factures le retiennent, ou il y aurait plus de cinq niveaux. QuickBooks indique : « {{said}} » Choisissez un autre client ou modifiez-le dans QuickBooks.',
  },
  'linked-elsewhere': {
    title: 'D’autres documents le retiennent dans QuickBooks',
    explanation:
      'Il est lié à d’autres opérations, comme un paiement ou une facture : QuickBooks ne permet ni de le lier, ni de le modifier, ni de le supprimer. Défaites ce lien dans QuickBooks, puis réessayez.',
  },
  'balance-open': {
    title: 'Il reste un solde dans QuickBooks',
    explanation:
      'QuickBooks ne laisse pas partir un client ou un fournisseur qui a un solde ouvert ou une dépense à refacturer. Réglez cela dans QuickBooks, puis réessayez.',
  },
  'payment-deposited': {
    title: 'Le paiement fait déjà partie d’un dépôt bancaire',
    explanation:
      'QuickBooks ne modifie ni ne supprime un paiement inclus dans un dépôt; rien n’a donc été modifié. Retirez-le du dépôt dans QuickBooks, puis réessayez.',
  },
  'payment-settled': {
    title: 'Le paiement a déjà été traité',
    explanation:
      'Il est passé par un service de paiement par carte ou par banque et il est réglé : QuickBooks ne le modifie ni ne le supprime plus. Faites la correction dans QuickBooks, puis ignorez-le ici.',
  },
  'bank-matched': {
    title: 'Il est rapproché d’une opération bancaire',
    explanation:
      'Dans QuickBooks, ce document est jumelé à une ligne du flux bancaire d’un autre compte. Défaites le jumelage dans QuickBooks (Opérations bancaires), puis réessayez.',
  },
  'inventory-date': {
    title: 'La date précède le début du stock de l’article',
    explanation:
      'Un article en stock de ce document n’est compté dans QuickBooks qu’à partir d’une date ultérieure. Changez la date de début de l’article dans QuickBooks ou la date du document dans Billdr, puis réessayez.',
  },
  'feature-off': {
    title: 'Cette entreprise QuickBooks n’a pas cette fonction',
    explanation:
      'Le forfait ou les paramètres de l’entreprise n’offrent pas ce que ce document demande, ou la personne connectée n’y a pas droit. Activez la fonction dans QuickBooks ou voyez l’administrateur, puis réessayez.',
  },
  'billable-refused': {
    title: 'QuickBooks refuse de le rendre facturable',
    explanation:
      'Une dépense facturable exige un client sur la ligne et l’option des dépenses facturables dans QuickBooks (Paramètres › Dépenses). QuickBooks indique : « {{said}} »',
  },
  'account-type-refused': {
    title: 'Le compte choisi ne convient pas ici',
    explanation:
      'QuickBooks veut un autre type de compte, ou un article, sur une ligne de ce document (« {{said}} »). Choisissez-en un autre pour ce code de coût, puis réessayez.',
  },
  'text-refused': {
    title: 'QuickBooks n’accepte pas un texte',
    explanation:
      'Un nom, un numéro ou une note est trop long, vide ou contient des caractères refusés par QuickBooks (« {{said}} »). Changez-le dans Billdr, puis réessayez.',
  },
  'amount-refused': {
    title: 'QuickBooks n’accepte pas un montant',
    explanation:
      'Un montant, une quantité ou un taux est hors limites, négatif là où il ne peut l’être, ou ne correspond pas au calcul (« {{said}} »). Vérifiez les lignes dans Billdr, puis réessayez.',
  },
  'date-refused': {
    title: 'QuickBooks n’accepte pas une date',
    explanation:
      'Une date de ce document est impossible pour QuickBooks (« {{said}} »). Corrigez-la dans Billdr, puis réessayez.',
  },
  'contact-detail-refused': {
    title: 'Une adresse courriel ou Web n’est pas valide',
    explanation:
      'QuickBooks refuse l’adresse courriel ou l’adresse Web de ce contact (« {{said}} »). Corrigez-la dans Billdr, puis réessayez.',
  },
  'tax-refused': {
    title: 'QuickBooks n’accepte pas le code de taxe',
    explanation:
      'Le code de taxe d’une ligne ne peut pas servir pour ce document (« {{said}} »). Choisissez un autre code pour les lignes sans taxe, puis réessayez.',
  },
  'program-fault': {
    title: 'L’application a envoyé ce que QuickBooks ne comprend pas',
    explanation:
      'C’est une erreur de l’application, pas la vôtre; rien n’a été inscrit. Code {{code}} {{element}} : « {{said}} » Transmettez-le au soutien technique; les autres documents continuent.',
  },

  // Règles de la synchronisation que QuickBooks peut signaler lui-même.
  'deleted-in-quickbooks': {
    title: 'Il a été supprimé dans QuickBooks',
    explanation:
      'Le document envoyé n’est plus dans QuickBooks. Créez-le de nouveau, liez celui-ci à un autre document là-bas, ou laissez-le de côté.',
  },
  'number-taken': {
    title: 'Le numéro {{number}} est déjà utilisé dans QuickBooks',
    explanation:
      'Un autre document porte ce numéro dans QuickBooks. Comparez les deux : liez-le à celui-là si c’est le même, prenez le prochain numéro libre sinon, ou laissez-le de côté.',
  },
  'name-taken': {
    title: 'Le nom est déjà utilisé dans QuickBooks',
    explanation:
      'Un client, un fournisseur, un employé ou un article porte ce nom dans QuickBooks, qui n’accepte chaque nom qu’une fois. Liez-le si c’est le même, ou changez le nom dans Billdr.',
  },
  'books-closed': {
    title: 'Les livres sont fermés à cette date',
    explanation:
      'La date tombe dans une période fermée dans QuickBooks, où rien ne peut être ajouté ni modifié. Rouvrez la période dans QuickBooks ou changez la date dans Billdr, puis réessayez.',
  },
  'purchase-orders-off': {
    title: 'Les bons de commande ne sont pas offerts dans cette entreprise',
    explanation:
      'Les bons de commande exigent QuickBooks en ligne Plus ou Avancé, avec l’option activée (Paramètres › Dépenses). Activez-la ou changez de forfait, puis réessayez; d’ici là, ils restent ici.',
  },
}
