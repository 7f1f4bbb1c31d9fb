import type { Cursor } from '../../changes/event.ts';
import type { Principal } from '../../resolvers/principal.ts';
import type { Account } from '../rate/account.ts';
import type { Client } from '../client.ts';
import { PublicError, publicError } from '../errors.ts';
import type { Gateway } from '../gateway.ts';
import { openedOperations } from '../observed.ts';
import { asksFor, questionFault } from '../limits/told-cost.ts';
import { hashIn } from '../safe-list/safe-list.ts';
import { RefusedError } from '../standing/check.ts';
import type { Sink } from '../standing/outbox.ts';
import type { Stream } from '../standing/standing.ts';
import type { OperationParams } from './operation.ts';

/** What came of a request for an operation: it stands, it was refused, or it is one that is answered once. */
export type Opened =
  | { readonly is: 'standing'; readonly stream: Stream }
  | { readonly is: 'refused'; readonly errors: readonly PublicError[] }
  | { readonly is: 'single' };

/** A request for an operation that may stand. */
export interface AskedToStand extends Pick<
  OperationParams,
  'query' | 'operationName' | 'variables' | 'extensions'
> {
  readonly client: Client;
  /** The last event that the client has, where its transport tells. */
  readonly after: Cursor | null;
  readonly principal: Principal;
  /** Who pays for it; null where there is no limit. */
  readonly account: Account | null;
  readonly requestId: string;
}

/**
 * The way in for all operations that come over WebSocket and SSE, which the safe list has to let pass. Begins one that stands; its results
 * go to `sink`. Never rejects.
 */
export async function openStanding(gateway: Gateway, asked: AskedToStand, sink: Sink): Promise<Opened> {
  const { documents, standing, standingOperations, safeList } = gateway;
  try {
    const { operationName, extensions, client, after, principal, account } = asked;
    const query = typeof asked.query === 'string' ? asked.query : '';
    const fault = safeList.faultOfAsked({ query, extensions, operationName }, client);
    if (fault) throw fault;
    // Both protocols want a text; an empty one stands for an operation that comes by its hash.
    const text = query === '' ? safeList.textOf(hashIn(extensions) ?? '') : query;
    const operation = standingOperations.find(text ?? '', operationName || undefined);
    // What it would cost, the engine says of all operations.
    const unclear = questionFault({ extensions: extensions ?? {} });
    if (unclear) throw unclear;
    if (!operation || asksFor({ extensions: extensions ?? {} }, 'dryRun')) return { is: 'single' };
    const variables = asked.variables ?? {};
    const cost = operation.cost.of(variables);
    // What it takes to begin is paid for, and what it is told that it missed; not what it tells later, which many may share.
    const refusal = documents.costFault(cost) ?? (await account?.charge(cost));
    if (refusal) throw refusal;
    const stream = await standing
      .open({ operation, variables, after, principal, account }, sink)
      .catch(async (error: unknown) => {
        await account?.refund();
        throw error;
      });
    const { hash, document, definition } = operation;
    openedOperations.tell({
      operation: { hash, name: definition.name?.value ?? null, document },
      variables,
      client,
    });
    return { is: 'standing', stream };
  } catch (error) {
    const errors = error instanceof RefusedError ? error.errors : [error];
    return {
      is: 'refused',
      errors: errors.map((one) => new PublicError(publicError(one, asked.requestId, gateway.log))),
    };
  }
}
