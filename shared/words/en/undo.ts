/** English for what taking a run back does, and why something stays. */
export default {
  does: {
    delete: 'Delete in QuickBooks',
    void: 'Void in QuickBooks',
    restore: 'Put back as it was',
    unlink: 'Unlink',
    keep: 'Stays',
  },
  why: {
    touched: 'It was changed in QuickBooks since.',
    used: 'Something else in QuickBooks was made from it.',
    paid: 'A payment that does not go with it was entered on it.',
    deposited: 'It is part of a bank deposit.',
    closed: 'The books are closed for its date.',
    gone: 'It is not in QuickBooks any more.',
    removed: 'What was voided or deleted in QuickBooks cannot be brought back there.',
    later: 'A later run changed it: take that one back first.',
    'not-known': 'What it showed before is not known here.',
    refused: 'QuickBooks did not allow it.',
  },
  contactsStay: 'Customers, suppliers and accounts stay.',
}
