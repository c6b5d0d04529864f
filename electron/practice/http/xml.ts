import { isFields, type Fields, type Json } from '../entities/json.ts'

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' }

/** Text made safe inside XML and HTML, attributes included. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
}

function element(name: string, value: Json): string {
  if (Array.isArray(value)) return value.map((each) => element(name, each)).join('')
  if (value === null) return ''
  if (!isFields(value)) return `<${name}>${escaped(String(value))}</${name}>`
  if ('value' in value && Object.keys(value).every((key) => key === 'value' || key === 'name' || key === 'type')) {
    const attributes = ['name', 'type']
      .flatMap((key) => (typeof value[key] === 'string' ? [` ${key}="${escaped(value[key])}"`] : []))
      .join('')
    return `<${name}${attributes}>${escaped(String(value['value']))}</${name}>`
  }
  if (name === 'Error')
    return `<Error code="${escaped(String(value['code'] ?? ''))}">${element('Message', value['Message'] ?? null)}${element('Detail', value['Detail'] ?? null)}</Error>`
  return `<${name}>${Object.entries(value)
    .map(([key, each]) => element(key, each))
    .join('')}</${name}>`
}

/** The XML that QuickBooks answers to who did not ask for JSON. */
export function intuitXml(answer: Fields, time: string): string {
  const inner = Object.entries(answer)
    .filter(([name]) => name !== 'time')
    .map(([name, value]) => element(name, value))
    .join('')
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<IntuitResponse xmlns="http://schema.intuit.com/finance/v3" time="${time}">${inner}</IntuitResponse>`
}

/** A fault of the gateway, which is XML whatever was asked for (facts §2.1, shape 3). */
export function gatewayXml(
  code: string,
  message: string,
  detail: string | null,
  time: string,
  type = 'SERVICE',
): string {
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<IntuitResponse time="${time}" xmlns="http://schema.intuit.com/finance/v3">
  <Fault type="${type}">
    <Error code="${code}">
      <Message>${escaped(message)}</Message>${detail === null ? '' : `\n      <Detail>${escaped(detail)}</Detail>`}
    </Error>
  </Fault>
</IntuitResponse>
`
}
