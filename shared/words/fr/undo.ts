/** Français pour l’annulation d’un envoi, et pourquoi quelque chose reste. */
export default {
  does: {
    delete: 'Supprimer dans QuickBooks',
    void: 'Annuler dans QuickBooks',
    restore: 'Remettre comme avant',
    unlink: 'Délier',
    keep: 'Reste',
  },
  why: {
    touched: 'Modifié dans QuickBooks depuis.',
    used: 'Autre chose en a été tiré dans QuickBooks.',
    paid: 'Un paiement qui n’en fait pas partie y a été saisi.',
    deposited: 'Il fait partie d’un dépôt bancaire.',
    closed: 'Les livres sont fermés à sa date.',
    gone: 'N’est plus dans QuickBooks.',
    removed: 'Ce qui a été annulé ou supprimé dans QuickBooks ne peut pas y revenir.',
    later: 'Un envoi plus récent l’a modifié : défaites d’abord celui-là.',
    'not-known': 'Ce qu’il montrait avant n’est pas connu ici.',
    refused: 'QuickBooks ne l’a pas permis.',
  },
  contactsStay: 'Les clients, les fournisseurs et les comptes restent.',
}
