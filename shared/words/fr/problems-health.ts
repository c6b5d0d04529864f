import type en from '../en/problems-health.ts'

/** Le français des réglages qui causent des ennuis, par les codes du catalogue des problèmes. */
export default {
  'health-subscription-ended': {
    title: 'L’abonnement à QuickBooks est terminé',
    explanation:
      'Selon QuickBooks, l’abonnement de {{name}} est terminé ou impayé. On peut encore consulter les livres, mais ils ne prennent plus de documents. Renouvelez-le dans QuickBooks; tout ce qui attend partira ensuite de lui-même.',
  },
  'health-other-country': {
    title: 'Billdr et QuickBooks sont dans des pays différents',
    explanation:
      'Dans Billdr, l’entreprise est au pays {{billdr}}; l’entreprise QuickBooks est au pays {{quickbooks}}. Les taxes et les devises n’y fonctionnent pas de la même façon. Vérifiez que c’est la bonne entreprise QuickBooks avant tout envoi.',
  },
  'health-one-currency': {
    title: 'QuickBooks tient ses livres en {{home}} seulement',
    explanation:
      'Les documents en {{currency}} (il y en a {{count, number}}) sont retenus, car cette entreprise QuickBooks n’utilise pas plusieurs devises. Activez Multidevise dans les paramètres de QuickBooks (on ne peut plus le désactiver ensuite), ou corrigez la devise dans Billdr.',
  },
  'health-books-closed': {
    title: 'Les livres sont fermés jusqu’au {{until, day}}',
    explanation:
      'Des documents de cette période (il y en a {{count, number}}) ne sont pas encore dans QuickBooks et ne peuvent pas y aller. Rouvrez la période dans QuickBooks, sous Avancé dans les paramètres du compte, ou reportez la date à partir de laquelle les documents sont envoyés.',
  },
  'health-starts-in-closed-books': {
    title: 'La date de départ tombe dans des livres fermés',
    explanation:
      'Les documents sont envoyés à partir du {{syncFrom, day}}, mais les livres sont fermés jusqu’au {{until, day}} : un document daté entre les deux serait retenu. Une date de départ après la fermeture l’évite.',
  },
  'health-custom-numbers-off': {
    title: 'QuickBooks donne ses propres numéros',
    explanation:
      '« Numéros d’opération personnalisés » est désactivé : QuickBooks peut numéroter lui-même les factures, et le numéro de Billdr ne serait pas celui de la facture. Activez-le dans les paramètres de QuickBooks, sous Ventes.',
  },
  'health-auto-apply-payments': {
    title: 'QuickBooks applique les paiements lui-même',
    explanation:
      'Avec « Appliquer automatiquement les paiements », ce qui reste d’un paiement va à une facture que QuickBooks choisit, même si elle n’est pas payée dans Billdr. Désactivez-le dans les paramètres de QuickBooks, sous Avancé, pour que les paiements restent là où Billdr les a mis.',
  },
  'health-auto-apply-credits': {
    title: 'QuickBooks applique les notes de crédit lui-même',
    explanation:
      'Avec « Appliquer automatiquement les crédits », un crédit va à la plus ancienne facture ouverte avant de pouvoir être appliqué à celle que Billdr indique. Désactivez-le dans les paramètres de QuickBooks, sous Avancé.',
  },
  'health-purchase-orders-off': {
    title: 'Ce forfait QuickBooks n’a pas de bons de commande',
    explanation:
      'Les bons de commande ({{count, number}} en attente) demandent QuickBooks en ligne Plus ou Avancé, avec les bons de commande activés sous Dépenses dans ses paramètres. Tous les autres documents partent.',
  },
  'health-bills-off': {
    title: 'Ce forfait QuickBooks n’a pas de factures à payer',
    explanation:
      'Les dépenses impayées ({{count, number}} en attente) deviennent des factures à payer, et cette entreprise QuickBooks n’en a pas. Il faut QuickBooks en ligne Essentiel ou un forfait supérieur.',
  },
  'health-billable-off': {
    title: 'Les dépenses facturables sont désactivées dans QuickBooks',
    explanation:
      'Les dépenses que Billdr marque comme facturables ({{count, number}} en attente) partent comme dépenses ordinaires de leur projet. Pour les facturer au client dans QuickBooks, activez « Suivre les dépenses facturables » dans ses paramètres, sous Dépenses, avant leur envoi.',
  },
  'health-tax-code-missing': {
    title: 'Aucun code de taxe pour les {{side, taxSide}} avant taxes',
    explanation:
      'Les documents partent sans taxe et, hors des États-Unis, QuickBooks veut sur chaque ligne un code qui le dit. Aucun code actif pour les {{side, taxSide}} ne dit « hors champ » : ces documents sont retenus. Choisissez le code dans les paramètres.',
  },
  'health-sales-tax-off': {
    title: 'La taxe de vente est désactivée dans QuickBooks',
    explanation:
      'Billdr a calculé des taxes sur des documents (il y en a {{count, number}}), mais cette entreprise QuickBooks n’en tient pas : on ne peut pas les y ajouter. Si l’entreprise facture des taxes, configurez-les dans QuickBooks, sous Taxes.',
  },
  'health-sales-tax-unfinished': {
    title: 'La configuration de la taxe de vente n’est pas terminée',
    explanation:
      'Cette entreprise QuickBooks doit calculer la taxe elle-même, mais sa configuration n’a pas été terminée : on ne peut pas ajouter de taxe aux factures (dans Billdr, {{count, number}} en portent). Terminez-la dans QuickBooks, sous Taxes.',
  },
  'health-class-tracking': {
    title: 'QuickBooks tient des catégories',
    explanation:
      'Billdr ne connaît pas les catégories : les documents partent sans catégorie et figurent sous « Non précisé » dans les rapports par catégorie. Celle que vous ajoutez dans QuickBooks reste, même quand le document de Billdr est renvoyé.',
  },
  'health-location-tracking': {
    title: 'QuickBooks tient des emplacements',
    explanation:
      'Billdr ne connaît pas les emplacements : les documents partent sans emplacement et figurent sous « Non précisé » dans les rapports par emplacement. Celui que vous ajoutez dans QuickBooks reste.',
  },
  'health-default-missing': {
    title: 'Aucun compte ni article choisi : {{which, default}}',
    explanation:
      'Des documents en attente (il y en a {{count, number}}) ont besoin de « {{which, default}} », et rien n’est choisi. Choisissez-le sous « Comptes et articles par défaut » : ils partiront d’eux-mêmes.',
  },
  'health-default-gone': {
    title: 'QuickBooks n’a pas « {{name}} »',
    explanation:
      'Il est choisi comme « {{which, default}} », mais QuickBooks n’a aucun compte ni article actif de ce nom. Choisissez-en un autre, ou réactivez-le dans QuickBooks.',
  },
  'health-account-type': {
    title: '« {{name}} » n’est pas du bon type de compte',
    explanation:
      'Il est choisi comme « {{which, default}} », mais dans QuickBooks il est du type « {{type}} », que QuickBooks refuse à cet endroit. Choisissez-en un autre sous « Comptes et articles par défaut ».',
  },
  'health-item-not-bought': {
    title: '« {{name}} » ne peut être que vendu',
    explanation:
      'Il est choisi pour les bons de commande, mais dans QuickBooks il n’a pas de compte de dépenses. Cochez « J’achète ce produit d’un fournisseur » dans QuickBooks, ou choisissez un autre article.',
  },
  'health-cost-codes': {
    title: 'Des codes de coût ne sont pas associés',
    explanation:
      'Des documents attendent un compte ou un article pour leur code de coût. Codes encore à associer : {{count, number}}, le premier étant {{code}}. Associez-les à la page Codes de coût.',
  },
} satisfies Record<keyof typeof en, { title: string; explanation: string }>
