import { openSource } from '../../electron/billdr/open-source.ts'

/** Asks the local API at ORIGIN who it is, and prints what came of it. */
const opened = await openSource(process.env['ORIGIN'] ?? '', { apiKey: 'key' })
const checked = opened.ok ? await opened.value.check() : opened
console.log(JSON.stringify(checked.ok ? ['reached'] : [checked.problem.code]))
