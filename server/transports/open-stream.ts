import type { Cursor } from '../../changes/event.ts';
import type { Principal } from '../../resolvers/principal.ts';
import type { Account } from '../rate/account.ts';
import type { Client } from '../client.ts';
import { PublicError, publicErrors, shortened } from '../errors.ts';
import type { Gateway } from './gateway.ts';
import { openedOperations, type Transport } from '../channels.ts';
import { publishRefused } from '../arrival.ts';
import { isRequested, costExtensionFault } from '../limits/cost-report.ts';
import { hashIn } from '../safe-list/safe-list.ts';
import { RefusedOperationError, typeOf, type LongLivedOperation } from '../streams/operations.ts';
import type { Sink } from '../streams/outbox.ts';
import type { Stream } from '../streams/streams.ts';
import type { OperationParams } from './operation.ts';

/** The outcome of a request for an operation: it is open, it was refused, or it is one that is answered once. */
export type Opened =
  | { readonly is: 'stream'; readonly stream: Stream }
  | { readonly is: 'refused'; readonly errors: readonly PublicError[] }
  | { readonly is: 'single' };

/** A request for an operation that may be long-lived. */
export interface StreamedOperation extends Pick<
  OperationParams,
  'query' | 'operationName' | 'variables' | 'extensions'
> {
  readonly client: Client;
  readonly transport: Transport;
  /** The last event that the client has, if its transport reports it. */
  readonly after: Cursor | null;
  readonly principal: Principal;
  /** The account that pays for it; null if there is no limit. */
  readonly account: Account | null;
  /** The caller whose share of all streams it counts towards; null for none. */
  readonly holder: string | null;
  readonly requestId: string;
}

/** Refusals that are no fault of the client's. It pays for its own mistakes and for old cursors, as finding them takes work. */
const REFUNDED: ReadonlySet<string> = new Set([
  'CLOSING',
  'TOO_MANY_OPERATIONS',
  'CHANGES_UNAVAILABLE',
  'INTERNAL_SERVER_ERROR',
]);

/**
 * The entry point for all operations that arrive over WebSocket and SSE, including the safe list check. Opens a long-lived operation, whose
 * results go to `sink`. Never rejects.
 */
export async function openStream(gateway: Gateway, asked: StreamedOperation, sink: Sink): Promise<Opened> {
  const { validator, streams, longLivedOperations, safeList } = gateway;
  let operation: LongLivedOperation | null = null;
  let opening = 0;
  try {
    const { operationName, extensions, client, transport, after, principal, account, holder } = asked;
    const query = typeof asked.query === 'string' ? asked.query : '';
    const fault = safeList.faultOfRequest({ query, extensions, operationName }, client);
    if (fault) throw fault;
    // Both protocols require a string; an empty one stands for an operation sent by its hash.
    const text = query === '' ? safeList.textOf(hashIn(extensions) ?? '') : query;
    let paid = 0;
    const pay = async (cost: number): Promise<void> => {
      const refusal = cost > 0 && (await account?.charge(cost));
      if (refusal) throw refusal;
      paid += cost;
    };
    operation = await longLivedOperations.find(text ?? '', operationName || undefined, pay);
    // Left to the engine, which reports the cost of any operation.
    const unclear = costExtensionFault({ extensions: extensions ?? {} });
    if (unclear) throw unclear;
    if (!operation || isRequested({ extensions: extensions ?? {} }, 'dryRun')) return { is: 'single' };
    const variables = asked.variables ?? {};
    const cost = operation.cost.of(variables);
    // Opening it is charged, and so are the events it missed and a live query's later runs, but not new events, which many clients may share.
    const refusal = validator.costFault(cost);
    if (refusal) throw refusal;
    opening = Math.max(cost, 1) - paid;
    await pay(opening);
    const stream = await streams.open({ operation, variables, after, principal, account, holder }, sink);
    openedOperations.publish({
      operation: { ...namesOf(operation), document: operation.document },
      type: typeOf(operation),
      variables,
      client,
      transport,
    });
    return { is: 'stream', stream };
  } catch (error) {
    const faults = error instanceof RefusedOperationError ? error.errors : [error];
    const errors = publicErrors(faults, asked.requestId, gateway.log).map(
      (one) => new PublicError(shortened(one)),
    );
    // The check of the document is not refunded: it was made, and need not be made again.
    if (
      opening > 0 &&
      errors.some(({ extensions: { code } }) => typeof code === 'string' && REFUNDED.has(code))
    )
      await asked.account?.refund();
    const known = operation && { ...namesOf(operation), type: typeOf(operation) };
    publishRefused({ ...asked, caller: asked.principal, operation: known }, errors);
    return { is: 'refused', errors };
  }
}

function namesOf({ hash, definition }: LongLivedOperation): {
  readonly hash: string;
  readonly name: string | null;
} {
  return { hash, name: definition.name?.value ?? null };
}
