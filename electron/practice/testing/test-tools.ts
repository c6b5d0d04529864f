import type { ArrivedRequest, Connection, Inside, RequestWatch, TestTools } from '../http/watch.ts'
import { callControl, makeControls, type PracticeControls } from './controls.ts'
import { actOf } from './fault-acts.ts'
import { Faults, nameOf, type FaultPlan, type FaultRule } from './faults.ts'
import { RequestLog } from './request-log.ts'

export interface TestToolsOptions {
  faults?: FaultPlan | null
  /** Requests that the log keeps. */
  logLength?: number
}

/** Logs every request of a practice company and spoils those that the plan of faults names. */
export function makeTestTools(
  inside: Inside,
  options: TestToolsOptions = {},
): { tools: TestTools; controls: PracticeControls } {
  const faults = new Faults(options.faults ?? null)
  const log = new RequestLog(options.logLength ?? 20_000)
  const controls = makeControls({ ...inside, faults, log })
  return {
    controls,
    tools: {
      watch: (request, connection) => watch(inside, faults, log, request, connection),
      control: (body) => callControl(controls, body),
    },
  }
}

function watch(
  { core }: Inside,
  faults: Faults,
  log: RequestLog,
  request: ArrivedRequest,
  connection: Connection,
): RequestWatch {
  const { method, path, query, operation, entity, body, token, intuitTid } = request
  const isSecret = operation === 'token' || operation === 'revoke' || operation === 'authorize'
  const text = operation === 'upload' ? `(${body.length} bytes)` : body.toString('utf8')
  const row = log.add({
    at: core.clock().toISOString(),
    method,
    path,
    query: isSecret ? {} : Object.fromEntries(query),
    operation,
    entity,
    requestId: query.get('requestid'),
    body: isSecret ? '' : text,
    effect: null,
    status: null,
    fault: null,
    intuitTid,
  })
  const sent = operation === 'upload' ? body.toString('latin1') : text
  const rule = faults.next({ method, path, entity, operation, body: sent })
  row.fault = rule ? nameOf(rule) : null

  /** Acts out a fault; false where the request goes on (it was only late). */
  const spoil = async (met: FaultRule, right: Parameters<RequestWatch['instead']>[0]): Promise<boolean> => {
    const act = actOf(met, right, token, core.clock())
    switch (act.do) {
      case 'cut':
        connection.cut()
        return true
      case 'nothing':
        return true // the connection stays open until the client, or close(), ends it
      case 'answer':
        row.status = act.reply.status
        connection.send(act.reply)
        return true
      case 'wait':
        await waited(act.ms, connection)
        return false
    }
  }
  return {
    async instead(right) {
      if (!rule || (rule.when ?? 'before') !== (right === null ? 'before' : 'after')) return false
      return spoil(rule, right)
    },
    tookEffect(effect) {
      row.effect = effect
    },
    answered(status) {
      row.status = status
    },
  }
}

/** Resolves after so many ms, or when the connection is closed: the same one carries further requests. */
async function waited(ms: number, connection: Connection): Promise<void> {
  await new Promise<void>((resolve) => {
    const over = (): void => {
      clearTimeout(timer)
      forget()
      resolve()
    }
    const timer = setTimeout(over, ms)
    const forget = connection.onClose(over)
  })
}
