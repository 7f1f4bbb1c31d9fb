import type { MaybePromise } from '../../datasources/maybe-promise.ts';
import { callersTrace } from '../../datasources/observed.ts';
import { requests, type Request } from '../observed.ts';
import { traceOf } from '../trace-context.ts';

/**
 * Answers what whoever observes the process may follow from here to its end. Where nobody does, systems are told of the caller's own trace,
 * in which the gateway is then not to be seen (W3C Trace Context, section 4.3: who records nothing passes it on).
 */
export function observed<T>(request: Request, work: () => MaybePromise<T>): MaybePromise<T> {
  if (requests.hasSubscribers) return requests.tracePromise(async () => work(), request);
  const trace = traceOf(request.headers);
  return trace ? callersTrace.run(trace, work) : work();
}
