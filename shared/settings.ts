import { z } from 'zod'

const isoDay = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .refine((day) => !Number.isNaN(Date.parse(day)))

/** A QuickBooks account by its id ("id:57") or full name; absent: the default of the mappings. */
const account = z.string().trim().min(1).max(500).optional()

/** How a payment can have been received; each may have an account of its own. */
export const PAYMENT_METHODS = ['cash', 'cheque', 'card', 'bank_transfer', 'e_transfer', 'other'] as const

const REVIEWS = ['off', 'removals', 'all'] as const
/** For one kind of document; absent or empty: as `review` says. */
const reviewOfKind = z.enum([...REVIEWS, '']).optional()

/** The settings of one company, by the names of `settings --set`. */
export const settingsSchema = z.strictObject({
  /** ISO day: older documents stay held. */
  syncFrom: isoDay.nullable().default(null),
  /** Where the company's invoice numbering continues. */
  nextInvoiceNumber: z.string().trim().min(1).max(21).nullable().default(null),
  /** Seconds between two looks at the source. */
  pollSeconds: z.number().int().min(5).max(86_400).default(60),
  /** More voids and deletions than this in one run ask first. */
  maxRemovals: z.number().int().min(0).max(100_000).default(10),
  /** QuickBooks id or name of the tax code on untaxed lines outside the US. */
  taxCode: z.string().trim().min(1).max(100).nullable().default(null),
  /** The same for what is bought; null: as `taxCode` says. */
  purchaseTaxCode: z.string().trim().min(1).max(100).nullable().default(null),
  /** US: the tax of an expense is part of each line's cost, or has lines of its own. */
  purchaseTax: z.enum(['cost', 'line']).default('cost'),
  /** What waits for a yes before it goes: nothing, what deletes, voids or overwrites, or everything. */
  review: z.enum(REVIEWS).default('off'),
  'review.invoice': reviewOfKind,
  'review.credit': reviewOfKind,
  'review.payment': reviewOfKind,
  'review.expense': reviewOfKind,
  'review.purchase-order': reviewOfKind,
  /** Accounts for payments by how they were received. */
  'deposit.cash': account,
  'deposit.cheque': account,
  'deposit.card': account,
  'deposit.bank_transfer': account,
  'deposit.e_transfer': account,
  'deposit.other': account,
  language: z.enum(['en', 'fr']).nullable().default(null),
  /** A host of the local API, with its port or for every port, that is allowed beyond this computer and the private network. */
  allowedHost: z
    .string()
    .trim()
    .regex(/^[a-z0-9.-]{1,253}(?::\d{1,5})?$/i)
    .nullable()
    .default(null),
})

export type Settings = z.infer<typeof settingsSchema>

const { shape } = settingsSchema

/** An empty text takes the choice away. */
function orNone(choice: typeof account) {
  return choice.or(z.literal(''))
}

/** Some of the settings: what is not named stays as it is (the defaults of the whole do not come into it). */
export const settingsChangeSchema = z.strictObject({
  syncFrom: shape.syncFrom.unwrap().optional(),
  nextInvoiceNumber: shape.nextInvoiceNumber.unwrap().optional(),
  pollSeconds: shape.pollSeconds.unwrap().optional(),
  maxRemovals: shape.maxRemovals.unwrap().optional(),
  taxCode: shape.taxCode.unwrap().optional(),
  purchaseTaxCode: shape.purchaseTaxCode.unwrap().optional(),
  purchaseTax: shape.purchaseTax.unwrap().optional(),
  review: shape.review.unwrap().optional(),
  'review.invoice': reviewOfKind,
  'review.credit': reviewOfKind,
  'review.payment': reviewOfKind,
  'review.expense': reviewOfKind,
  'review.purchase-order': reviewOfKind,
  'deposit.cash': orNone(shape['deposit.cash']),
  'deposit.cheque': orNone(shape['deposit.cheque']),
  'deposit.card': orNone(shape['deposit.card']),
  'deposit.bank_transfer': orNone(shape['deposit.bank_transfer']),
  'deposit.e_transfer': orNone(shape['deposit.e_transfer']),
  'deposit.other': orNone(shape['deposit.other']),
  language: shape.language.unwrap().optional(),
  allowedHost: shape.allowedHost.unwrap().optional(),
})
export type SettingName = keyof Settings

export function defaultSettings(): Settings {
  return settingsSchema.parse({})
}

/**
 * Reads one `key=value` of the command line. An empty value sets the default.
 * Answers null where the name is unknown or the value is not allowed.
 */
export function parseSetting(text: string): Partial<Settings> | null {
  const at = text.indexOf('=')
  const name = text.slice(0, at)
  const value = text.slice(at + 1).trim()
  if (at < 1 || !Object.hasOwn(settingsSchema.shape, name)) return null
  const numeric = name === 'pollSeconds' || name === 'maxRemovals'
  const wanted = value === '' ? undefined : numeric ? (/^\d+$/.test(value) ? Number(value) : value) : value
  const parsed = settingsSchema.safeParse({ [name]: wanted })
  return parsed.success ? { [name]: parsed.data[name as SettingName] } : null
}
