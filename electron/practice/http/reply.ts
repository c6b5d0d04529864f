import { randomBytes } from 'node:crypto'
import type { Fields } from '../entities/json.ts'
import { faultOf, type Refusal } from '../entities/refusal.ts'
import { pacificMillis } from '../company/times.ts'
import { gatewayXml } from './xml.ts'

/** An answer before it goes out. */
export interface Reply {
  status: number
  contentType: string
  body: string | Buffer
  headers: Record<string, string>
}

const JSON_TYPE = 'application/json;charset=utf-8'

/** A correlation id in Intuit's form. */
export function newTid(now: Date): string {
  return `1-${Math.floor(now.getTime() / 1000).toString(16)}-${randomBytes(12).toString('hex')}`
}

export function jsonReply(status: number, body: Fields, headers: Record<string, string> = {}): Reply {
  // The gateway's 401 says no charset (VCR).
  const contentType = status === 401 ? 'application/json' : JSON_TYPE
  return { status, contentType, body: JSON.stringify(body), headers }
}

export function faultReply(refusals: readonly Refusal[], language: 'en' | 'fr', now: Date): Reply {
  // Of an id that is none, the answer says no time (VCR).
  const time: Fields = refusals[0]?.code === '2030' ? {} : { time: pacificMillis(now) }
  return jsonReply(refusals[0]?.status ?? 400, { Fault: faultOf(refusals, language), ...time })
}

/** The gateway's own envelope, all in lower case (facts §2.1, shape 2). */
function gatewayReply(status: number, message: string, code: string, detail: string, type: string, now: Date): Fields {
  return {
    warnings: null,
    intuitObject: null,
    fault: {
      error: [
        { message: `message=${message}; errorCode=00${code}; statusCode=${status}`, detail, code, element: null },
      ],
      type,
    },
    report: null,
    queryResponse: null,
    batchItemResponse: [],
    attachableResponse: [],
    syncErrorResponse: null,
    requestId: null,
    time: now.getTime(),
    status: null,
    cdcresponse: [],
  }
}

const AUTHENTICATE = { 'WWW-Authenticate': 'Bearer realm="Intuit", error="invalid_token"' }

/** 401 of an access token that has ended (3200). The detail echoes a part of the token, as the real one does. */
export function tokenExpired(token: string, now: Date): Reply {
  return jsonReply(
    401,
    gatewayReply(401, 'AuthenticationFailed', '3200', `Token expired: ${token.slice(0, 12)}...`, 'AUTHENTICATION', now),
    AUTHENTICATE,
  )
}

export function tokenMalformed(now: Date): Reply {
  return jsonReply(
    401,
    gatewayReply(
      401,
      'ApplicationAuthenticationFailed',
      '3200',
      'Malformed bearer token: too short or too long',
      'AUTHENTICATION',
      now,
    ),
    AUTHENTICATE,
  )
}

export function tokenMissing(now: Date): Reply {
  return jsonReply(
    401,
    gatewayReply(401, 'EmptyField', '3202', 'Field is empty: OAuth token', 'AUTHENTICATION', now),
    AUTHENTICATE,
  )
}

/** 403 of a grant that was revoked, or belongs to another company (3100): refreshing does not help. */
export function notAuthorized(now: Date): Reply {
  return jsonReply(
    403,
    gatewayReply(
      403,
      'ApplicationAuthorizationFailed',
      '3100',
      'The application is not authorized for this company',
      'AUTHORIZATION',
      now,
    ),
  )
}

export function throttled(now: Date, status = 429): Reply {
  return {
    status,
    contentType: 'application/xml;charset=utf-8',
    headers: {},
    body: gatewayXml(
      '3001',
      `message=ThrottleExceeded; errorCode=003001; statusCode=${status}`,
      'The request limit was reached.  Try again later',
      pacificMillis(now),
    ),
  }
}

/** The 401 as some gateways word it, in XML though JSON was asked for. */
export function tokenExpiredXml(now: Date): Reply {
  return {
    status: 401,
    contentType: 'application/xml;charset=utf-8',
    headers: AUTHENTICATE,
    body: gatewayXml(
      '3200',
      'message=ApplicationAuthenticationFailed; errorCode=003200; statusCode=401',
      null,
      pacificMillis(now),
      'AUTHENTICATION',
    ),
  }
}

export function gatewayTimeout(now: Date): Reply {
  return {
    status: 504,
    contentType: 'application/xml;charset=utf-8',
    headers: {},
    body: gatewayXml('6002', 'message=GatewayTimeout; errorCode=006002; statusCode=504', null, pacificMillis(now)),
  }
}

const PAGE =
  '<!DOCTYPE html><html><head><title>QuickBooks</title></head><body><h1>We are working on it</h1><p>Please try again later.</p></body></html>'

/** A page in the place of an answer. */
export function errorPage(status: number): Reply {
  return { status, contentType: 'text/html;charset=UTF-8', body: PAGE, headers: {} }
}

/** The gateway gives up with its own words: no Fault, no JSON, no XML (JUB). */
export function streamTimeout(status: number): Reply {
  return { status, contentType: 'text/plain', body: 'stream timeout', headers: {} }
}
