import type { FaultRule } from './faults.ts'
import {
  errorPage,
  gatewayTimeout,
  jsonReply,
  notAuthorized,
  streamTimeout,
  throttled,
  tokenExpired,
  tokenExpiredXml,
  type Reply,
} from '../http/reply.ts'
import { pacificMillis } from '../company/times.ts'

/** What a fault does instead of the right answer. */
export type Act = { do: 'cut' } | { do: 'nothing' } | { do: 'answer'; reply: Reply } | { do: 'wait'; ms: number }

function retryAfter(rule: FaultRule): Record<string, string> {
  return rule.retryAfterSeconds === undefined ? {} : { 'Retry-After': String(rule.retryAfterSeconds) }
}

/** `right` is the answer that the request would have had; null before it took effect. */
export function actOf(rule: FaultRule, right: Reply | null, token: string, now: Date): Act {
  const answer = (reply: Reply): Act => ({ do: 'answer', reply })
  switch (rule.kind) {
    case 'reset':
      return { do: 'cut' }
    case 'hang':
      return { do: 'nothing' }
    case 'slow':
      return { do: 'wait', ms: rule.delayMs ?? 1_000 }
    case 'error':
      return answer({ ...errorPage(rule.status ?? 500), headers: retryAfter(rule) })
    case 'gateway-timeout':
      return answer(gatewayTimeout(now))
    case 'throttle':
      return answer({ ...throttled(now, rule.status ?? 429), headers: retryAfter(rule) })
    case 'expired':
      return answer(tokenExpired(token, now))
    case 'expired-xml':
      return answer(tokenExpiredXml(now))
    case 'forbidden':
      return answer(notAuthorized(now))
    case 'html':
      return answer(errorPage(200))
    case 'no-attachable':
      return answer(jsonReply(200, { AttachableResponse: [{}], time: pacificMillis(now) }))
    case 'stream-timeout':
      return answer(streamTimeout(rule.status ?? 504))
    case 'empty':
      return answer({ status: 200, contentType: 'application/json;charset=utf-8', body: '', headers: {} })
    case 'other-envelope':
      return answer(jsonReply(200, { BatchItemResponse: [], time: pacificMillis(now) }))
    case 'truncated': {
      const whole = Buffer.from(right?.body ?? '{"Invoice":{"Id":"1","SyncToken":"0"}}')
      return answer({
        status: right?.status ?? 200,
        contentType: right?.contentType ?? 'application/json',
        body: whole.subarray(0, Math.floor(whole.length / 2)),
        headers: {},
      })
    }
    case 'system-fault':
      return answer(
        jsonReply(
          rule.status ?? 200,
          fault(
            {
              code: '10000',
              message: 'An application error has occurred while processing your request',
              detail: 'System Failure Error: java.lang.NullPointerException',
              element: 'SystemFailureError',
              type: 'SystemFault',
            },
            now,
          ),
        ),
      )
    case 'refuse':
      return answer(jsonReply(rule.status ?? 400, fault(rule.fault ?? { code: '6000' }, now)))
  }
}

function fault(
  given: NonNullable<FaultRule['fault']>,
  now: Date,
): {
  Fault: { Error: { Message: string; Detail: string; code: string; element: string }[]; type: string }
  time: string
} {
  const {
    code,
    message = 'A fault that was asked for',
    detail = `${message} (${code})`,
    element = '',
    type = 'ValidationFault',
  } = given
  return { Fault: { Error: [{ Message: message, Detail: detail, code, element }], type }, time: pacificMillis(now) }
}
