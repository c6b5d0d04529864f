import type { Fields } from './json.ts'

interface Words {
  message: string
  detail: string
}

/** Why QuickBooks says no: one entry of a Fault. The texts depend on the company's language, the code never does. */
export interface Refusal {
  code: string
  status: number
  type: 'ValidationFault' | 'SystemFault' | 'AuthorizationFault'
  /** Null: the answer has no `element` at all, as recorded for queries. */
  element: string | null
  en: Words
  fr: Words
}

/** A value, or why there is none. */
export type Result<T> = { value: T } | { refused: Refusal[] }

export function isRefused<T>(result: Result<T>): result is { refused: Refusal[] } {
  return 'refused' in result
}

export function refused(...refusals: Refusal[]): { refused: Refusal[] } {
  return { refused: refusals }
}

function make(code: string, element: string | null, en: [string, string], fr: [string, string] = en): Refusal {
  return {
    code,
    element,
    status: 400,
    type: 'ValidationFault',
    en: { message: en[0], detail: en[1] },
    fr: { message: fr[0], detail: fr[1] },
  }
}

const DUPLICATE_NUMBER = 'You must specify a different number. This number has already been used.'
const DUPLICATE_NUMBER_FR = 'Vous devez indiquer un nombre différent. Ce numéro a déjà été utilisé.'
const MADE_INACTIVE =
  "Something you're trying to use has been made inactive. Check the fields with accounts, customers, items, vendors or employees."
const MADE_INACTIVE_FR =
  'Un élément que vous essayez d’utiliser est devenu inactif. Vérifiez les champs des comptes, clients, articles, fournisseurs ou employés.'

/** `element` is `<path>` of what is missing, as in "Line.DetailType". */
export function missing(element: string): Refusal {
  return make(
    '2020',
    element,
    [
      'Required param missing, need to supply the required value for the API',
      `Required parameter ${element} is missing in the request`,
    ],
    [
      'Paramètre requis manquant, vous devez fournir la valeur requise',
      `Le paramètre requis ${element} est absent de la demande`,
    ],
  )
}

export function unsupportedProperty(name: string, javaClass: string, known: readonly string[]): Refusal {
  const list = known.map((each) => `"${each}"`).join(', ')
  return make('2010', null, [
    'Request has invalid or unsupported property',
    `Property Name:Unrecognized field "${name}" (Class com.intuit.schema.finance.v3.${javaClass}), not marked as ` +
      `ignorable (${known.length} known properties: ${list}) specified is unsupported or invalid`,
  ])
}

export function unreadableBody(why: string): Refusal {
  return make('2010', null, [
    'Request has invalid or unsupported property',
    `Property Name:${why} specified is unsupported or invalid`,
  ])
}

export function invalidId(supplied: string): Refusal {
  return make('2030', 'Id', ['Invalid ID', `Id should be a valid number. Supplied value:${supplied}`])
}

export function invalidCharacters(element: string): Refusal {
  return make('2040', element, [
    'Invalid String. The string specified has unsupported characters',
    `Property Name:${element} specified has characters that are not supported (colon, tab or new line)`,
  ])
}

export function wrongLength(element: string, minimum: number, maximum: number, supplied: number): Refusal {
  return make('2050', element, [
    'String length specified does not match the supported length',
    `String length is either shorter or longer than supported by specification. Min:${minimum}, Max:${maximum}, supplied length:${supplied}. ${element}`,
  ])
}

export function invalidDate(element: string, supplied: string): Refusal {
  return make('2060', element, [
    'Invalid Date',
    `Invalid date format, or date does not exist. Supplied value:${supplied}`,
  ])
}

export function invalidNumber(element: string, supplied: string): Refusal {
  return make('2070', element, ['Invalid Number', `${element} should be a valid number. Supplied value:${supplied}`])
}

export function invalidAmount(element: string, supplied: string): Refusal {
  return make('2080', element, ['Invalid Amount', `${element} should be a valid amount. Supplied value:${supplied}`])
}

export function invalidRequestId(supplied: string): Refusal {
  return make('2130', 'requestid', [
    'Invalid Request Id',
    `The format of the request id is not valid. Supplied value:${supplied}`,
  ])
}

export function invalidEnumeration(element: string, supplied: string): Refusal {
  return make('2170', element, ['Invalid Enumeration', `Invalid Enumeration : ${supplied}`])
}

export function invalidEmail(element: string): Refusal {
  return make('2210', element, ['Invalid e-mail', 'E-mail address does not conform to the RFC822 standard.'])
}

export function negativeAmount(element: string): Refusal {
  return make('2290', element, ['Invalid amount', 'Line amounts may not be negative'])
}

/** `table` is QuickBooks' inner name of the list: Accounts, Names, Items, Klasses … */
export function invalidReference(table: string, id: string): Refusal {
  return make(
    '2500',
    '',
    ['Invalid Reference Id', `Invalid Reference Id : ${table} element id ${id} not found`],
    ['ID de référence non valide', `ID de référence non valide : ${table} element id ${id} not found`],
  )
}

/** A row from before a reset of the company: the same code as an unknown one, with another text (AHO 7.3). */
export function deadReference(): Refusal {
  return make(
    '2500',
    '',
    ['Invalid Reference Id', `Invalid Reference Id : ${MADE_INACTIVE}`],
    ['ID de référence non valide', `ID de référence non valide : ${MADE_INACTIVE_FR}`],
  )
}

export function notFound(): Refusal {
  return make(
    '610',
    '',
    ['Object Not Found', `Object Not Found : ${MADE_INACTIVE}`],
    ['Objet introuvable', `Objet introuvable : ${MADE_INACTIVE_FR}`],
  )
}

export function cannotBeLinked(detail: string): Refusal {
  return make('620', '', ['Txn ID cannot be linked', `Transaction cannot be linked : ${detail}`])
}

export function badParent(detail: string): Refusal {
  return make('700', 'ParentRef', ['Invalid parent', detail])
}

export function ownParent(): Refusal {
  return make('900', 'ParentRef', ['Invalid parent', 'A record can not be its own parent.'])
}

export function batchTooLarge(supplied: number): Refusal {
  return make('1040', null, ['Batch size exceeded', `The maximum number of batch items is 30. Supplied: ${supplied}`])
}

export function unsupportedOperation(what: string): Refusal {
  return make('500', null, ['Unsupported Operation', `Operation ${what} is not supported.`])
}

export function voidNotSupported(): Refusal {
  return { ...unsupportedOperation('void'), element: 'Operation' }
}

export function unparsableQuery(detail: string): Refusal {
  return make('4000', null, ['Error parsing query', `QueryParserError: ${detail}`])
}

export function invalidQuery(detail: string): Refusal {
  return make('4001', null, ['Invalid query', `QueryValidationError: ${detail}`])
}

export function staleObject(userName: string): Refusal {
  return make(
    '5010',
    '',
    [
      'Stale Object Error',
      `Stale Object Error : You and ${userName} were working on this at the same time. ${userName} finished before you did, so your work was not saved.`,
    ],
    [
      'Erreur d’objet périmé',
      `Erreur d’objet périmé : Vous et ${userName} travailliez là-dessus en même temps. ${userName} a terminé avant vous, votre travail n’a donc pas été enregistré.`,
    ],
  )
}

export function permissionDenied(): Refusal {
  return make(
    '5020',
    '',
    ['Permission Denied Error', 'Permission Denied Error : You do not have permission to access this feature.'],
    [
      'Erreur d’autorisation refusée',
      'Erreur d’autorisation refusée : Vous n’avez pas l’autorisation d’accéder à cette fonction.',
    ],
  )
}

export function featureNotSupported(what: string): Refusal {
  return make('5030', '', ['Feature Not Supported Error', `Feature Not Supported Error : ${what}`])
}

/** The code of many causes: its text is all that tells them apart. */
export function businessRule(text: string, french: string = text): Refusal {
  return make(
    '6000',
    '',
    ['A business validation error has occurred while processing your request', `Business Validation Error: ${text}`],
    ['Une erreur de validation s’est produite lors du traitement de votre demande', `Erreur de validation : ${french}`],
  )
}

/** A business rule with a code of its own. */
export function ruleWithCode(code: string, message: string, detail: string, element = ''): Refusal {
  return make(code, element, [message, detail])
}

export function duplicateDocNumber(docNumber: string, txnType: { en: string; fr: string }, txnId: string): Refusal {
  return make(
    '6140',
    '',
    [
      'Duplicate Document Number Error',
      `Duplicate Document Number Error : ${DUPLICATE_NUMBER} DocNumber=${docNumber} is assigned to TxnType=${txnType.en} with TxnId=${txnId}`,
    ],
    [
      'Numéro de document en double',
      `Numéro de document en double : ${DUPLICATE_NUMBER_FR} DocNumber=${docNumber} is assigned to TxnType=${txnType.fr} with TxnId=${txnId}`,
    ],
  )
}

export function duplicateName(id: string): Refusal {
  return make(
    '6240',
    null,
    ['Duplicate Name Exists Error', `The name supplied already exists. : Id=${id}`],
    ['Nom en double', `Ce nom existe déjà. : Id=${id}`],
  )
}

export function periodClosed(withPassword: boolean): Refusal {
  return withPassword
    ? make(
        '6210',
        '',
        [
          'Account Period Closed, Cannot Update Through Services API',
          'The account period has closed and the account books cannot be updated through through the QBO Services API. Please use the QBO website to make these changes.',
        ],
        [
          'Période comptable fermée',
          'La période comptable est fermée : les livres ne peuvent être modifiés que dans QuickBooks.',
        ],
      )
    : make(
        '6200',
        '',
        ['Account Period Closed', 'The transaction date falls into an account period that has been closed.'],
        ['Période comptable fermée', 'La date de l’opération tombe dans une période fermée.'],
      )
}

export function companyStatus(): Refusal {
  return {
    ...make('6190', '', [
      'Invalid Company Status',
      'Subscription period has ended or canceled or there was a billing problem',
    ]),
    status: 400,
  }
}

/** What QuickBooks answers, with HTTP 200, to the void of a bill. */
export function systemFailure(): Refusal {
  return {
    ...make('10000', 'SystemFailureError', [
      'An application error has occurred while processing your request',
      'System Failure Error: java.lang.UnsupportedOperationException',
    ]),
    status: 200,
    type: 'SystemFault',
  }
}

/** The Fault of an answer, in the company's language. */
export function faultOf(refusals: readonly Refusal[], language: 'en' | 'fr'): Fields {
  return {
    Error: refusals.map((each) => ({
      Message: each[language].message,
      Detail: each[language].detail,
      code: each.code,
      ...(each.element === null ? {} : { element: each.element }),
    })),
    type: refusals[0]?.type ?? 'ValidationFault',
  }
}
