import { randomUUID } from 'node:crypto';
import { backgroundCall, type Shared } from '../../datasources/scope.ts';

/** The scope of a read that is made for the log; it ends with `signal`. Like a client request it has an id, which the system can log. */
export function callFor(signal: AbortSignal): Shared {
  return backgroundCall({ requestId: randomUUID(), signal });
}
