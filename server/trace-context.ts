import type { TraceFields } from '../datasources/channels.ts';
import type { Fields } from './channels.ts';

/** Version, trace id, parent id and flags (W3C Trace Context, section 3.2); future versions may append more after another dash. */
const TRACEPARENT = /^(?!ff)([0-9a-f]{2})-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-[!-~]*)?$/;
/** One vendor's entry, `key=value` (section 3.3.1.3). */
const MEMBER = /^[a-z0-9][\w*/@-]{0,255}=[ -+\--<>-~]{0,255}[!-+\--<>-~]$/;
const MAX_MEMBERS = 32;
const MAX_LENGTH = 512;

/** The trace that a request says it belongs to, as it is to be passed on; null if there is none or it is invalid. */
export function traceOf({ traceparent, tracestate }: Fields): TraceFields | null {
  if (typeof traceparent !== 'string' || !isTraceparent(traceparent)) return null;
  // An invalid state is dropped, but the trace is kept (section 4.3).
  return isTracestate(tracestate) ? { traceparent, tracestate } : { traceparent };
}

function isTraceparent(text: string): boolean {
  const [, version, more] = (text.length <= MAX_LENGTH && TRACEPARENT.exec(text)) || [];
  return version !== undefined && !(version === '00' && more !== undefined);
}

function isTracestate(value: unknown): value is string {
  if (typeof value !== 'string' || value.length > MAX_LENGTH) return false;
  const members = value.split(',').map((member) => member.trim());
  const named = members.filter((member) => member !== '');
  return named.length > 0 && members.length <= MAX_MEMBERS && named.every((member) => MEMBER.test(member));
}
