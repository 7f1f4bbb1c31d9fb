import type { Principal } from '../resolvers/principal.ts';
import {
  answeredOperations,
  refusedOperations,
  type AnsweredOperation,
  type Fields,
  type RefusedOperation,
  type Transport,
} from './channels.ts';
import { clientOf, type Client } from './client.ts';

/** How, from whom and when an operation arrived. */
export interface Arrival {
  readonly requestId: string;
  readonly caller: string;
  readonly transport: Transport;
  readonly client: Client;
  /** By `performance.now()`. */
  readonly at: number;
}

/** Records how an operation arrived; null if there are no subscribers. */
export function arrivalOf(
  transport: Transport,
  headers: Fields,
  requestId: string,
  { name: caller }: Principal,
): Arrival | null {
  if (!answeredOperations.hasSubscribers) return null;
  return { transport, client: clientOf(headers), at: performance.now(), requestId, caller };
}

/** Publishes an operation that was answered. */
export function publishAnswered(
  { at, requestId, caller, transport, client }: Arrival,
  answered: Pick<
    AnsweredOperation,
    'name' | 'type' | 'hash' | 'document' | 'variables' | 'by' | 'errors' | 'codes'
  >,
): void {
  answeredOperations.publish({
    ...answered,
    requestId,
    caller,
    transport,
    client,
    ms: performance.now() - at,
  });
}

/** Publishes an operation that was refused, for the first of these errors. `caller` is null if it was not known yet. */
export function publishRefused(
  {
    transport,
    requestId,
    client,
    operation,
    caller,
  }: Omit<RefusedOperation, 'caller' | 'code'> & {
    readonly caller: Principal | null;
  },
  [error]: readonly { readonly extensions?: Readonly<Record<string, unknown>> | undefined }[],
): void {
  if (!refusedOperations.hasSubscribers) return;
  const code = String(error?.extensions?.['code']);
  refusedOperations.publish({ transport, requestId, client, operation, caller: caller?.name ?? null, code });
}
