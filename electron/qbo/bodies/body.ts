/** What is sent to QuickBooks as JSON, in the fields' names of its API. */
export type Body = Record<string, unknown>
