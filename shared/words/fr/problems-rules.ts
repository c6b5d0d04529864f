import type en from '../en/problems-rules.ts'

export default {
  draft: {
    title: 'Encore un brouillon dans Billdr',
    explanation:
      'Les brouillons ne sont jamais envoyés. Le document part de lui-même vers QuickBooks dès qu’il est soumis ou approuvé dans Billdr.',
  },
  rejected: {
    title: 'Refusée dans Billdr',
    explanation:
      'Une dépense refusée n’a pas sa place dans les livres. Elle ne part vers QuickBooks que si elle est approuvée dans Billdr.',
  },
  'voided-before-sent': {
    title: 'Annulée dans Billdr et absente de QuickBooks',
    explanation: 'Le document est annulé dans Billdr et QuickBooks n’en a aucun : il n’y a rien à faire.',
  },
  'ignored-changed': {
    title: 'Changé dans Billdr depuis que vous l’ignorez',
    explanation:
      'Vous l’avez ignoré le {{at, instant}}, avec la raison « {{reason}} ». Billdr en dit maintenant autre chose. Cessez de l’ignorer, pour qu’il parte comme les autres, ou ignorez-le tel qu’il est maintenant.',
  },
  'cancelled-and-removed': {
    title: 'Annulé dans Billdr',
    explanation:
      'Le bon de commande {{number}} est annulé dans Billdr; il ne figure donc pas dans QuickBooks : il n’a jamais été envoyé, ou il y a été supprimé.',
  },
  'client-without-project': {
    title: 'Aucun projet pour l’instant',
    explanation:
      '{{name}} est créé dans QuickBooks avec le premier de ses projets qui y va. Pour l’y avoir dès maintenant, créez le client ou choisissez celui qui existe déjà dans QuickBooks.',
  },
  'project-without-documents': {
    title: 'Aucun document depuis la date de début',
    explanation:
      '{{name}} était dans Billdr avant la connexion de QuickBooks. Le projet est créé avec son premier document daté de la date de début ou d’après. Pour l’y avoir dès maintenant, créez-le ou choisissez celui qui existe déjà dans QuickBooks.',
  },
  'professional-unused': {
    title: 'Sur aucun document pour l’instant',
    explanation:
      '{{name}} est créé dans QuickBooks avec sa première dépense ou son premier bon de commande. Pour l’y avoir dès maintenant, créez le fournisseur ou choisissez celui qui existe déjà.',
  },
  'cost-code-unmatched': {
    title: 'Le code de coût {{code}} n’est pas associé',
    explanation:
      'On ne sait pas encore où va {{code}} {{name}} dans QuickBooks. Choisissez son compte ou son article; les documents qui l’utilisent attendent jusque-là.',
  },
  'document-cost-code-unmatched': {
    title: 'Le code de coût {{code}} n’est pas encore associé',
    explanation:
      'Une ligne de ce document utilise le code de coût {{code}} {{name}}, qui n’a encore ni compte ni article dans QuickBooks. Choisissez-en un et le document partira de lui-même.',
  },
  'default-missing': {
    title: 'Il manque un compte par défaut',
    explanation:
      'Ce document a besoin du choix par défaut « {{which, default}} », qui n’est pas encore fait. Choisissez-le dans les paramètres, sous « Comptes et articles par défaut », et le document partira de lui-même.',
  },
  'billed-to-client': {
    title: 'Déjà facturé au client',
    explanation:
      'Dans QuickBooks, une ligne de {{number}} figure sur une facture au client; rien n’y a donc été changé ni supprimé. Retirez-la d’abord de cette facture, gardez ce que QuickBooks contient, ou ignorez-le ici.',
  },
  'paid-bill-lowered': {
    title: '{{paid, money}} y est payé, Billdr dit maintenant {{wanted, money}}',
    explanation:
      'Dans QuickBooks, {{paid, money}} est payé sur la facture à payer {{number}}, et dans Billdr elle n’est plus que de {{wanted, money}}. Rien n’a été changé. Corrigez d’abord le paiement dans QuickBooks, ou gardez ce que QuickBooks contient.',
  },
  'paid-bill-removed': {
    title: '{{paid, money}} est payé sur cette facture dans QuickBooks',
    explanation:
      'La facture à payer {{number}} de {{total, money}} a un paiement de {{paid, money}} dans QuickBooks, et dans Billdr elle ne compte plus ou est d’un autre fournisseur. Rien n’a été supprimé ni changé. Retirez d’abord le paiement dans QuickBooks, ou ignorez-la ici pour l’y garder.',
  },
  'bill-paid-otherwise': {
    title: 'Payée autrement dans Billdr que dans QuickBooks',
    explanation:
      'La facture à payer {{number}} a été payée d’ici ({{paid, money}}), comme Billdr le disait alors. Billdr dit maintenant qu’elle a été payée autrement, ou pas encore. Rien n’a été changé dans QuickBooks. Corrigez-y ce paiement et gardez ce que QuickBooks contient; ou supprimez-le là-bas, et ce que Billdr dit maintenant suivra de lui-même.',
  },
  'bill-payment-unapplied': {
    title: 'Le paiement est dans QuickBooks, mais pas sur sa facture',
    explanation:
      '{{total, money}} a été comptabilisé comme payé au fournisseur, et seulement {{applied, money}} compte sur cette facture; quelqu’un l’a payée au même moment. Ouvrez le paiement dans QuickBooks et corrigez-le, ou supprimez-le.',
  },
  'order-received': {
    title: 'Des lignes de ce bon figurent sur une facture',
    explanation:
      'Dans QuickBooks, des lignes du bon de commande {{number}} ont été mises sur une facture à payer, et Billdr les a changées ou retirées depuis. Rien n’a été changé. Retirez-les d’abord de la facture dans QuickBooks, ou gardez ce que QuickBooks contient.',
  },
  'rate-missing': {
    title: 'QuickBooks n’a pas de taux {{currency}} pour ce jour',
    explanation:
      'Ce document est en {{currency}}, et QuickBooks ne donne aucun taux de change vers {{home}} pour le {{day, day}}. Sans taux, il serait comptabilisé un pour un; il n’a donc pas été envoyé. Entrez le taux dans QuickBooks, sous Devises, puis réessayez.',
  },
  'account-for-currency-missing': {
    title: 'Quel compte pour {{currency}} ?',
    explanation:
      'Pour ce document, « {{which, default}} » doit être un compte tenu en {{currency}}, et QuickBooks en a {{count, number}} d’actifs pour cela{{accounts}}. Choisissez-en un dans les paramètres, sous « Comptes et articles par défaut », ou ajoutez-le dans QuickBooks; le document partira ensuite de lui-même.',
  },
  'contact-in-other-currency': {
    title: '{{name}} est en {{kept}}, le document en {{currency}}',
    explanation:
      'QuickBooks donne à chaque client et fournisseur une seule devise, pour toujours, et ne prend aucun document dans une autre. Choisissez la fiche de {{name}} tenue en {{currency}}, en l’ajoutant d’abord dans QuickBooks au besoin, ou vérifiez la devise dans Billdr.',
  },
  'mapping-not-found': {
    title: 'QuickBooks n’a pas de « {{name}} »',
    explanation:
      '« {{name}} » a été choisi ici, mais QuickBooks n’a aucune fiche active de ce nom ou de ce numéro. Choisissez-en une autre, ou réactivez-la dans QuickBooks.',
  },
  'waits-for': {
    title: 'Attend {{what}}',
    explanation:
      'Il ne peut aller dans QuickBooks qu’après {{what}}, qui n’y est pas encore. Dès qu’il y sera, celui-ci suivra de lui-même.',
  },
  'waits-for-answer': {
    title: 'Attend votre réponse au sujet de {{what}}',
    explanation:
      'Ce qu’il devient dépend de la question posée au sujet de {{what}}. Répondez-y; celui-ci suivra de lui-même, ou la question vous sera posée pour lui à son tour.',
  },
  'invoice-before-start': {
    title: 'Sa facture {{number}} est d’avant la date de départ',
    explanation:
      'Les documents d’avant le {{syncFrom, day}} ne sont pas envoyés d’ici, et la facture {{number}} en est un : il n’y a encore rien sur quoi mettre ce paiement. Si QuickBooks a cette facture, liez-la, et le paiement suivra de lui-même; si le paiement est aussi dans QuickBooks, ignorez-le ici. Ou choisissez une date de départ plus ancienne.',
  },
  'invoice-voided': {
    title: 'Sa facture {{number}} est annulée',
    explanation:
      'La facture {{number}} est annulée dans {{where}} : ce paiement n’a plus rien à payer, et rien n’en est envoyé maintenant. Ce qui a été envoyé avant l’annulation reste dans QuickBooks au compte du client. Supprimez-le dans Billdr ou rattachez-le là-bas à une autre facture; la suite se fait d’elle-même. S’il n’en concerne aucune, ignorez-le ici.',
  },
  'lines-missing': {
    title: 'Aucune ligne',
    explanation:
      'QuickBooks n’accepte aucun document sans ligne. Ajoutez-en une dans Billdr, ou ignorez le document ici.',
  },
  'supplier-missing': {
    title: 'Aucun fournisseur choisi',
    explanation:
      'QuickBooks exige un fournisseur pour une dépense impayée et pour un bon de commande, et Billdr n’en nomme aucun. Choisissez le fournisseur dans Billdr.',
  },
  'before-sync-from': {
    title: 'Antérieur à la date de départ',
    explanation:
      'Il est daté du {{date, day}}; les documents comptent à partir du {{syncFrom, day}}. Rien n’est envoyé, à moins que vous ne déplaciez la date de départ.',
  },
  'invoice-edited': {
    title: 'Modifiée dans Billdr après l’envoi',
    explanation:
      'La facture {{number}} est dans QuickBooks, et une facture qui s’y trouve ne peut pas être modifiée. Annulez-la dans Billdr, ou remettez-la en brouillon et supprimez-la dans QuickBooks; puis soumettez-la de nouveau. D’ici là, QuickBooks garde ce qu’il contient. Si vous l’y avez modifiée comme Billdr le dit, réessayez : elle se règle d’elle-même dès que les deux concordent. Ou laissez-la telle quelle : la question revient à la prochaine modification dans Billdr.',
  },
  'credit-edited': {
    title: 'Modifiée dans Billdr après l’envoi',
    explanation:
      'La note de crédit {{number}} est dans QuickBooks telle qu’elle a été envoyée, et y reste. Annulez-la dans Billdr et émettez-en une nouvelle, ou remettez-la en brouillon et supprimez-la dans QuickBooks.',
  },
  'back-to-draft': {
    title: 'Redevenue un brouillon dans Billdr, encore dans QuickBooks',
    explanation:
      'Supprimez {{docNumber}} dans QuickBooks; la suppression est remarquée d’elle-même. Ses paiements y restent, sans facture, jusqu’à ce que la nouvelle arrive. Quand le document sera de nouveau soumis dans Billdr, il sera envoyé comme un nouveau document.',
  },
  'removed-in-billdr': {
    title: 'Supprimée dans Billdr, encore dans QuickBooks',
    explanation:
      '{{number}} n’existe plus dans Billdr, mais QuickBooks l’a encore. Une facture n’est jamais supprimée sans vous : annulez-la ou supprimez-la dans QuickBooks (ses paiements y restent, sans facture), ou ignorez-la ici pour l’y garder.',
  },
  unlinked: {
    title: 'Délié de QuickBooks',
    explanation:
      'Vous avez retiré son lien; ce que QuickBooks a reste tel quel. Liez-le de nouveau ou à un autre. Si vous le créez de nouveau, ce qui a déjà été envoyé est reconnu là où il se trouve encore : rien n’est doublé.',
  },
  'not-as-sent': {
    title: 'QuickBooks n’a pas tout pris',
    explanation:
      'QuickBooks l’a accepté, mais montre autre chose que ce qui a été envoyé ({{fields, differences}}). Corrigez-le dans QuickBooks, envoyez-le de nouveau ou laissez-le tel qu’il y est.',
  },
  'others-hang-on-it': {
    title: 'Le travail de quelqu’un en dépend dans QuickBooks',
    explanation:
      'Modifier {{type, target}} {{docNumber}} comme le dit Billdr, ou le retirer des livres, déferait ce qui y est lié : {{what, hanging}}. Cela ne vient pas de Billdr; rien n’a donc été touché. Défaites-le dans QuickBooks s’il doit partir, et le reste se fera de lui-même.',
  },
  'replaced-still-there': {
    title: 'Son document précédent est encore dans QuickBooks',
    explanation:
      'Payé autrement dans Billdr, il est devenu un nouveau document dans QuickBooks. Le précédent ({{type, target}} {{docNumber}}) n’a pas été retiré : {{why, hanging}}. Tant qu’il y est, le coût y figure deux fois. Retirez-le dans QuickBooks ou défaites ce qui le retient, et le reste se fera de lui-même.',
  },
  'reconciled-there': {
    title: '{{type, targetAtStart}} {{number}} : rapprochement déjà fait',
    explanation:
      '{{type, targetAtStart}} {{number}} figure sur un relevé bancaire rapproché dans QuickBooks, et les données de Billdr demandent de {{does, does}}. Rien n’a été touché. Ne le faites que si vous refaites ce rapprochement; sinon laissez-le ici, ou changez-le dans QuickBooks.',
  },
  'bank-matched-there': {
    title: '{{type, targetAtStart}} {{number}} : jumelage avec la banque',
    explanation:
      '{{type, targetAtStart}} {{number}} correspond à une ligne du flux bancaire dans QuickBooks, et les données de Billdr demandent de {{does, does}}. Rien n’a été touché. Faites-le quand même, défaites d’abord le jumelage dans QuickBooks, ou laissez-le ici.',
  },
  'tax-filed-there': {
    title: '{{type, targetAtStart}} {{number}} : période de taxe déjà produite',
    explanation:
      'La taxe a été déclarée jusqu’au {{until, day}}, et les données de Billdr demandent de {{does, does}} ({{type, target}} {{number}}), ce qui changerait cette déclaration. Rien n’a été touché. Ne le faites que si la déclaration est modifiée; sinon laissez-le ici.',
  },
  'entered-there': {
    title: '{{type, targetAtStart}} {{number}} : saisie faite dans QuickBooks',
    explanation:
      '{{type, targetAtStart}} {{number}} ne vient pas d’ici : c’est une saisie faite dans QuickBooks, liée à ce document. Les données de Billdr demandent de {{does, does}}. Rien n’a été touché. Faites-le quand même, ou ignorez ce document ici pour le laisser tel quel.',
  },
  'edited-there': {
    title: '{{type, targetAtStart}} {{number}} : changement fait dans QuickBooks',
    explanation:
      'Depuis l’envoi, quelqu’un a changé ceci dans QuickBooks : {{fields, differences}} ({{type, target}} {{number}}), et les données de Billdr demandent maintenant de {{does, does}}. Rien n’a été touché. Faites-le quand même, ou ignorez ce document ici pour le laisser tel qu’il est là-bas.',
  },
  'marked-twice': {
    title: 'Deux documents de QuickBooks disent être celui-ci',
    explanation:
      'QuickBooks a plusieurs documents qui portent la marque de {{number}}, comme lorsque quelqu’un en copie un. Lequel a été envoyé de Billdr n’est pas certain; aucun n’a donc été touché. Choisissez-le; les autres ne seront pas touchés.',
  },
  'changed-in-quickbooks': {
    title: 'Modifié dans Billdr et dans QuickBooks',
    explanation:
      'Depuis l’envoi, quelqu’un l’a modifié dans QuickBooks ({{fields, differences}}), et Billdr l’a modifié aussi. Rien n’a été écrasé. Choisissez la version qui compte.',
  },
  'number-twice-in-billdr': {
    title: 'Le numéro {{number}} sert deux fois dans Billdr',
    explanation:
      'Un autre document de Billdr porte aussi le numéro {{number}} et passe en premier. Changez le numéro dans Billdr, ou envoyez celui-ci sous le prochain numéro libre.',
  },
  'id-rewritten': {
    title: 'Le même, sous un autre identifiant?',
    explanation:
      'Les données de Billdr ont un nouvel élément {{id}}, et n’ont plus {{earlier}}, qui lui ressemble : un tableur a peut-être récrit l’identifiant, ou un autre programme l’a donné. Rien n’a été envoyé ni retiré, et les documents qui le nomment restent tels quels. Dites si c’est le même ou un autre; la réponse peut valoir pour toute la table.',
  },
  'awaits-review': {
    title: 'Attend votre accord : {{does, asked}}',
    explanation:
      'Vous avez choisi de voir ceci avant l’envoi à QuickBooks. C’est fait dès que vous l’approuvez tel que montré; ce qui change ensuite dans Billdr est redemandé.',
  },
  undone: {
    title: 'Annulé',
    explanation:
      'Annulé par {{by}} le {{at, instant}} : QuickBooks est comme avant cet envoi. Ceci n’y retourne que si vous le dites.',
  },
  'looks-entered-already': {
    title: 'C’est peut-être déjà dans QuickBooks',
    explanation:
      'Quelqu’un, ou le flux bancaire, y a saisi {{type, target}} {{number}} : {{measure, measure}}. Rien n’a été envoyé. {{answer, sameThere}}, envoyez-le quand même si c’en est un autre, ou ignorez-le ici.',
  },
  'already-paid-there': {
    title: 'Déjà payé dans QuickBooks : {{type, target}} {{number}}',
    explanation:
      '{{paid, money}} y a été payé par quelqu’un d’autre, et il reste {{open, money}} à payer. Rien n’a été envoyé, sinon il serait payé deux fois. Liez-le à ce paiement si c’est le même, envoyez-le quand même si c’en est un autre, ou laissez les choses telles quelles.',
  },
  'contact-inactive': {
    title: '{{name}} a été retiré de QuickBooks',
    explanation:
      'La fiche à laquelle {{name}} était lié a été supprimée ou rendue inactive dans QuickBooks. Liez-le à une autre fiche, ou créez-le de nouveau.',
  },
  'total-negative': {
    title: 'Le montant est nul ou négatif',
    explanation:
      'QuickBooks n’accepte ni document inférieur à zéro ni paiement nul, et {{number}} en est un. Corrigez-le dans Billdr; ce qui est rendu à un client y est une note de crédit.',
  },
  'tax-code-missing': {
    title: 'Quel code de taxe veut dire « pas encore de taxe » sur les {{side, taxSide}}?',
    explanation:
      'Les montants sont envoyés avant taxes, et hors des États-Unis QuickBooks exige un code de taxe sur chaque ligne. QuickBooks n’a aucun code actif pour les {{side, taxSide}} qui dise « hors champ », et les autres figurent dans la déclaration de taxes. Choisissez-en un dans les paramètres, et tout continue.',
  },
  'waits-for-purchase-orders': {
    title: 'Attend que l’entreprise ait des bons de commande',
    explanation:
      'QuickBooks n’offre pas de bons de commande à cette entreprise; c’est dit une seule fois, au bon {{number}}. Dès qu’ils seront offerts, celui-ci partira avec lui.',
  },
  'waits-for-confirmation': {
    title: 'Attend votre accord',
    explanation:
      'Il fait partie d’un changement retenu jusqu’à ce que vous le confirmiez (voir l’avis au-dessus de la liste). Rien n’a été envoyé.',
  },
  'waits-for-connection': {
    title: 'Attend QuickBooks',
    explanation: 'Il est prêt et part de lui-même dès que l’entreprise est connectée à QuickBooks.',
  },
  'starting-number-taken': {
    title: 'Le numéro {{number}} est déjà utilisé',
    explanation:
      'QuickBooks a déjà une facture {{number}}; la numérotation ne peut donc pas s’y poursuivre. Choisissez un numéro libre.',
  },
  'nothing-to-link': {
    title: 'Rien à faire pour {{key}}',
    explanation: 'Cette fiche n’existe pas, ou cela ne s’applique pas à son genre. Vérifiez-la dans la file d’attente.',
  },
  'linked-already': {
    title: 'Déjà lié à une autre fiche',
    explanation: '{{type, targetAtStart}} {{id}} dans QuickBooks appartient à {{key}}. Déliez d’abord cette fiche-là.',
  },
  'link-differs': {
    title: 'Ce document a un autre {{fields, differences}}',
    explanation:
      'Billdr dit {{ours}}, {{beforeTax, money}} avant taxes et {{withTax, money}} taxes comprises; {{type, target}} {{number}} dans QuickBooks dit {{theirs}}, {{amount, money}}. Rien n’a été lié. Si c’est bien le même, liez-le en le confirmant : les deux resteront différents.',
  },
  'link-not-found': {
    title: 'QuickBooks n’a pas de {{type, target}} {{id}}',
    explanation:
      'Rien n’a été lié. Vérifiez le numéro : il figure dans l’adresse de la page du document dans QuickBooks.',
  },
  'payment-rest-unapplied': {
    title: '{{applied, money}} appliqués à la facture {{number}}, {{rest, money}} gardés jusqu’à l’ajout des taxes',
    explanation:
      'Le paiement a été reçu avec ses taxes, et la facture dans QuickBooks ne les a pas encore toutes. Le reste attend comme montant non appliqué, et s’applique de lui-même dès que les taxes y sont.',
  },
  'payment-rest-deposited': {
    title:
      '{{applied, money}} appliqués à la facture {{number}}, {{rest, money}} gardés : le paiement est dans un dépôt',
    explanation:
      'QuickBooks ne change rien à un paiement inclus dans un dépôt bancaire; le reste n’est donc pas appliqué d’ici. Retirez-le du dépôt dans QuickBooks : le reste s’applique alors de lui-même, et le paiement peut être déposé de nouveau.',
  },
  'payment-on-account': {
    title: '{{rest, money}} au compte du client : la facture {{number}} est annulée',
    explanation:
      'La facture {{number}} est annulée, et ce qui a été reçu pour elle reste dans QuickBooks au compte du client. S’il revient à une autre facture, dites-le dans Billdr; s’il est à rembourser, faites-le dans QuickBooks.',
  },
  'payment-kept-there': {
    title: '{{applied, money}} appliqués à la facture {{number}}, {{rest, money}} appliqués à rien dans QuickBooks',
    explanation:
      'Quelqu’un a saisi ce paiement dans QuickBooks, ou l’y a retiré de la facture; il n’est donc pas appliqué d’ici. Appliquez le reste à la facture dans QuickBooks s’il lui revient; sinon, dites-le dans Billdr.',
  },
  'payment-elsewhere': {
    title: '{{elsewhere, money}} paient autre chose dans QuickBooks',
    explanation:
      'Dans Billdr, tout ce paiement est pour la facture {{number}}. Dans QuickBooks, {{applied, money}} sont sur cette facture, et quelqu’un a mis {{elsewhere, money}} sur d’autres documents. C’est laissé ainsi. Si ce montant revient à la facture {{number}}, remettez-l’y dans QuickBooks; sinon, corrigez le paiement dans Billdr.',
  },
  'order-open-there': {
    title: 'Fermé dans Billdr, ouvert dans QuickBooks',
    explanation:
      'Le bon de commande {{number}} est fermé dans Billdr. Il a été envoyé comme fermé, et QuickBooks le garde ouvert tant que ses articles ne sont pas arrivés. Fermez-le là-bas si rien d’autre n’est attendu.',
  },
  'payment-without-invoice': {
    title: '{{rest, money}} au compte du client : la facture {{number}} n’est pas dans QuickBooks',
    explanation:
      'Ce qui a été reçu pour la facture {{number}} reste dans QuickBooks au compte du client, parce que cette facture n’y est pas (ou plus). Dès qu’elle y sera, le paiement s’y appliquera de lui-même.',
  },
  'payment-overpays': {
    title: '{{applied, money}} appliqués à la facture {{number}}, {{rest, money}} gardés : plus qu’elle n’a à payer',
    explanation:
      'Taxes comprises, la facture {{number}} a moins à payer dans QuickBooks que la somme de ses paiements et de ses notes de crédit. Le surplus reste au compte du client comme montant non appliqué. S’il revient à une autre facture, dites-le dans Billdr; s’il est à rembourser, faites-le dans QuickBooks.',
  },
  'credit-not-applied': {
    title: 'Non appliquée à la facture {{invoice}}',
    explanation:
      'La note de crédit {{number}} est dans QuickBooks, mais pas sur la facture {{invoice}} : cette facture n’y est pas ou n’a plus rien à payer, ou la note de crédit a servi ailleurs. Ce qui en reste demeure ouvert au compte du client.',
  },
  'paid-here-open-there': {
    title: 'Payée dans Billdr, {{open, money}} encore dus dans QuickBooks',
    explanation:
      'Billdr considère la facture {{number}} comme payée, et QuickBooks y montre {{open, money}} à payer. Des {{received, money}} reçus ou crédités dans Billdr, {{applied, money}} y sont appliqués dans QuickBooks, {{kept, money}} n’y sont appliqués à rien, {{elsewhere, money}} y paient d’autres documents, et {{missing, money}} ne sont pas dans QuickBooks. Chaque paiement dit ce que devient sa part. Corrigez dans QuickBooks ce que quelqu’un y a changé, ou corrigez les paiements dans Billdr.',
  },
  'bill-open-there': {
    title: 'Payée dans Billdr, {{open, money}} encore dus dans QuickBooks',
    explanation:
      'Billdr dit que {{number}} est payé. Dans QuickBooks, {{paid, money}} sont payés sur la facture à payer, et {{open, money}} restent dus. Si tout a été payé, payez-y le reste; sinon, corrigez dans Billdr.',
  },
  'open-here-paid-there': {
    title: 'Payé dans QuickBooks, {{open, money}} encore dus dans Billdr',
    explanation:
      'QuickBooks ne montre plus rien à payer sur {{number}} : {{paid, money}} y sont allés par {{by, hanging}}. Billdr a encore {{open, money}} à payer. Si le paiement a bien eu lieu, indiquez-le dans Billdr; si cet argent va ailleurs, retirez-le dans QuickBooks.',
  },
  'tax-rounding-cent': {
    title: 'Un cent d’arrondi : {{billdr, money}} de taxes dans Billdr, {{quickbooks, money}} dans QuickBooks',
    explanation:
      'QuickBooks calcule les taxes ligne par ligne et arrondit chacune; Billdr arrondit la somme. Il ne reste rien à ajouter.',
  },
  'purchase-tax-not-there': {
    title: 'Sa taxe de {{tax, money}} n’est pas dans QuickBooks',
    explanation:
      'Elle est partie avant taxes, et QuickBooks n’ajoute aucune taxe aux achats aux États-Unis. On a payé {{total, money}}. Ajoutez {{tax, money}} à ses lignes dans QuickBooks; les dépenses envoyées ou modifiées à partir de maintenant contiennent leur taxe.',
  },
  'payment-other-currency': {
    title: 'Le paiement nomme une autre devise que sa facture',
    explanation:
      'Le paiement est en {{found}}, et la facture {{number}} est en {{currency}}. Dans QuickBooks, un paiement a la devise de sa facture, et rien n’est envoyé : son montant passerait pour du {{currency}}. Corrigez le montant ou la devise là d’où viennent les données, ou entrez le paiement à la main dans QuickBooks et ignorez-le ici.',
  },
  'amount-rounded': {
    title: '« {{value}} » a été arrondi au cent',
    explanation:
      'Dans les données, ce montant dépasse le cent juste, ou y manque, de moins d’un millième de cent, comme les programmes en laissent en calculant. C’est le montant arrondi au cent qui va dans QuickBooks. Il n’y a rien à faire.',
  },
  'dated-ahead': {
    title: 'Date à venir : {{date, day}}',
    explanation:
      'Le document va dans QuickBooks à cette date, et les rapports ne le comptent qu’à partir de ce jour. Si la date comporte une faute de frappe, corrigez-la dans Billdr. Seul un document daté de plus d’un an à l’avance est retenu.',
  },
  'due-before-date': {
    title: 'Échéance avant la date du document',
    explanation:
      'Le document est daté du {{date, day}} et son échéance est le {{due, day}} : QuickBooks le montre en retard dès le départ. Si l’une des deux dates comporte une faute de frappe, corrigez-la dans Billdr.',
  },
  'guard-export-shrank': {
    title: '{{count}} fiches manquent dans l’exportation',
    explanation:
      'Dans la dernière exportation de Billdr, il manque {{count}} des {{known}} fiches qui y étaient. Il peut s’agir d’une exportation incomplète; rien n’a donc été supprimé ni annulé. Si elles ont vraiment été retirées de Billdr, confirmez; sinon, exportez de nouveau.',
  },
  'guard-many-removals': {
    title: '{{count}} documents seraient annulés ou supprimés',
    explanation:
      'Plus de {{limit}} documents seraient annulés ou supprimés d’un coup dans QuickBooks; aucun ne l’a été. Vérifiez-les dans la liste, puis confirmez.',
  },
  'guard-removes-another': {
    title: 'Ce qui serait annulé ou supprimé est peut-être un autre document',
    explanation:
      'Billdr a annulé ou retiré ce qui a été lié à la main à un document de QuickBooks d’un autre montant, client ou fournisseur. Rien n’a été annulé ni supprimé. Vérifiez-le dans la liste : déliez-le si c’en est un autre, ou confirmez.',
  },
  'guard-export-older': {
    title: 'Cette exportation est plus ancienne que la précédente',
    explanation:
      'Elle date du {{exportedAt, instant}}, la dernière lue du {{last, instant}}. Rien n’en a été pris. Exportez de nouveau, ou confirmez si c’est bien elle qui compte.',
  },
  'guard-other-company': {
    title: 'Cette exportation est celle d’une autre entreprise',
    explanation:
      'Elle porte le nom {{found}} ({{foundId}}), et l’entreprise est ici {{expected}} : rien n’en a été pris. Choisissez la bonne exportation, ou confirmez si l’entreprise a vraiment été remplacée.',
  },
  'company-unknown': {
    title: 'Il n’y a pas d’entreprise « {{id}} » ici',
    explanation:
      'Ce dossier de données n’a aucune entreprise de ce nom. La commande « companies » en donne la liste, « add-company » en crée une.',
  },
  'company-exists': {
    title: 'Il y a déjà une entreprise « {{id}} »',
    explanation: 'Rien n’a été changé. Choisissez un autre identifiant, ou servez-vous de l’entreprise qui existe.',
  },
  'company-id-refused': {
    title: '« {{id}} » ne peut pas identifier une entreprise',
    explanation: 'Un identifiant a au plus 100 caractères, aucune barre oblique, et ne commence pas par une espace.',
  },
  'mappings-missing': {
    title: 'Le fichier de correspondances est introuvable',
    explanation: 'Il n’y a pas de fichier {{file}}. Vérifiez son nom et son dossier; rien n’a été changé.',
  },
  'mappings-unreadable': {
    title: 'Le fichier de correspondances est inutilisable',
    explanation: '{{file}} : {{reason}}. Rien n’a été changé.',
  },
  'data-folder-busy': {
    title: 'L’application est déjà ouverte',
    explanation:
      'Une autre copie travaille dans ce dossier de données; celle-ci s’est donc arrêtée. Servez-vous de la fenêtre ouverte, ou fermez-la d’abord.',
  },
  'data-folder-elsewhere': {
    title: 'Un autre ordinateur utilise peut-être ce dossier de données',
    explanation:
      'Sur {{host}}, l’application y a travaillé pour la dernière fois à {{at}}. Si elle y est encore ouverte, servez-vous-en là-bas ou fermez-la. Sinon, ou si ce dossier est une copie, reprenez-le : répondez « Reprendre », ou lancez la commande avec --take-over. Après quinze minutes de silence de {{host}}, le dossier se libère de lui-même.',
  },
  'data-folder-unwritable': {
    title: 'Impossible d’écrire dans le dossier de données',
    explanation:
      'Rien ne peut être gardé dans {{folder}} ({{reason}}); rien n’est donc envoyé. Libérez de l’espace ou corrigez les autorisations du dossier; tout reprend de soi-même.',
  },
  'data-folder-unreadable': {
    title: 'Impossible de lire le dossier de données',
    explanation:
      'Les fichiers de {{folder}} n’ont pas pu être lus ({{reason}}). Vérifiez le disque et les autorisations du dossier; rien n’a été changé.',
  },
  'guard-data-lost': {
    title: 'Une partie de ce qui était gardé ici s’est perdue',
    explanation:
      'Une partie des données de cette entreprise n’a pas pu être relue au démarrage. Toutes les données de Billdr et de QuickBooks sont lues de nouveau, et QuickBooks est consulté avant tout envoi. Des décisions prises ici dernièrement peuvent manquer : parcourez la liste, puis confirmez avoir lu ceci.',
  },
  'company-asleep': {
    title: 'Cette entreprise reste en veille',
    explanation:
      'Le programme s’est arrêté deux fois de suite pendant qu’il travaillait sur les données de cette entreprise ({{location}}); elle est donc laissée de côté : rien n’en est lu ni envoyé, et les autres continuent. « Réessayer » la reprend une fois. Si le programme s’arrête encore, envoyez-nous le rapport de plantage.',
  },
  'company-stopped': {
    title: 'L’application a rencontré une erreur dans cette entreprise',
    explanation:
      'Un imprévu est survenu pendant le travail sur cette entreprise ({{reason}}); rien de douteux n’a été envoyé, et les autres continuent. Elle réessaie d’elle-même. Si cela persiste, envoyez-nous le rapport.',
  },
  'data-folder-not-allowed': {
    title: 'Votre bureau garde ces données ailleurs',
    explanation:
      'Sur cet ordinateur, les données ne peuvent se trouver que dans {{within}}, et {{folder}} n’y est pas. Omettez --data-dir ou nommez un dossier qui s’y trouve; la personne qui s’occupe de l’ordinateur peut le modifier.',
  },
  'data-folder-synced': {
    title: 'Le dossier de données se trouve dans {{service}}',
    explanation:
      '{{service}} copie {{folder}} pendant que l’application y écrit, et peut remettre un fichier plus ancien ou celui d’un autre ordinateur : celui-ci ne saurait plus alors ce qu’il a envoyé. Gardez les données sur cet ordinateur seulement : fermez l’application, sortez le dossier de {{service}} et relancez-la avec le nouvel emplacement (--data-dir). Pour un deuxième ordinateur, connectez-y la même entreprise.',
  },
  'data-folder-on-network': {
    title: 'Le dossier de données se trouve sur un autre ordinateur',
    explanation:
      '{{folder}} est atteint par le réseau. S’il manque au milieu d’une synchronisation, ce qui vient d’être envoyé ne peut être noté qu’à son retour, et l’application retient tout jusque-là; deux ordinateurs ne peuvent pas non plus savoir avec certitude lequel y travaille. Gardez les données sur cet ordinateur : fermez l’application, déplacez le dossier et relancez-la avec le nouvel emplacement (--data-dir).',
  },
  'data-folder-newer': {
    title: 'Les données viennent d’une version plus récente',
    explanation:
      'Une version plus récente de l’application a travaillé dans {{folder}}. Réinstallez cette version; rien n’a été changé.',
  },
  'data-recovered': {
    title: 'Des données abîmées ont été mises de côté',
    explanation:
      'Un fichier était abîmé au démarrage. Le dernier bon état est utilisé, le fichier abîmé est gardé à côté, et QuickBooks est consulté avant tout nouvel envoi.',
  },
  'desktop-only': {
    title: 'Seule l’application de bureau peut le faire',
    explanation:
      'Cette fenêtre est affichée par un navigateur, qui ne démarre pas avec l’ordinateur et ne se met pas à jour de lui-même.',
  },
  'start-at-login-refused': {
    title: 'Le système n’a pas accepté',
    explanation:
      'Le démarrage avec l’ordinateur n’a pas pu être modifié ({{reason}}). Tout reste comme avant; les réglages du système permettent aussi de le changer.',
  },
  'set-by-firm': {
    title: 'Fixé par votre bureau',
    explanation: 'C’est fixé pour tout cet ordinateur. La personne qui s’en occupe peut le modifier.',
  },
  'proxy-address-refused': {
    title: 'Ce n’est pas l’adresse d’un serveur mandataire',
    explanation: '« {{address}} » ne peut pas servir. Une adresse ressemble à http://proxy.bureau:8080.',
  },
} satisfies { [code in keyof typeof en]: { title: string; explanation: string } }
