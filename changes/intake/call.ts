import { randomUUID } from 'node:crypto';
import { unkept, type Shared } from '../../datasources/scope.ts';

/** A read of a system for the log, which ends with `signal`. It has an id like any request's, by which the system's own log tells of it. */
export function callFor(signal: AbortSignal): Shared {
  return unkept({ requestId: randomUUID(), signal });
}
