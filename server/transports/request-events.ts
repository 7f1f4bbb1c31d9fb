import type { MaybePromise } from '../../datasources/maybe-promise.ts';
import { callersTrace } from '../../datasources/channels.ts';
import { requests, type Request } from '../channels.ts';
import { traceOf } from '../trace-context.ts';

/**
 * Runs the work for a request so that diagnostics subscribers can follow it from start to end. Without subscribers, calls to systems carry
 * the caller's own trace, in which the gateway then does not appear (W3C Trace Context, section 4.3: a participant that records nothing
 * passes the trace on).
 */
export function withRequestEvents<T>(request: Request, work: () => MaybePromise<T>): MaybePromise<T> {
  if (requests.hasSubscribers) return requests.tracePromise(async () => work(), request);
  const trace = traceOf(request.headers);
  return trace ? callersTrace.run(trace, work) : work();
}
