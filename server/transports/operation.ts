import { HeaderMap, type GraphQLRequest } from '@apollo/server';
import type { ExecutionResult, FormattedExecutionResult } from 'graphql';
import type { Requester } from '../../datasources/scope.ts';
import type { Context } from '../../resolvers/context.ts';
import type { Principal } from '../../resolvers/principal.ts';
import type { Engine } from '../engine.ts';
import { PublicError, requestRefusal } from '../errors.ts';
import type { Gateway } from './gateway.ts';
import { attachState } from '../operation-state.ts';
import type { Account } from '../rate/account.ts';
import { sourceFault } from '../limits/source.ts';
import type { Fields, Transport } from '../channels.ts';
import { arrivalOf } from '../arrival.ts';
import { withRequestEvents } from './request-events.ts';

/** An operation as WebSocket and SSE clients send it. */
export interface OperationParams {
  readonly query?: unknown;
  readonly operationName?: string | null | undefined;
  readonly variables?: Record<string, unknown> | null | undefined;
  readonly extensions?: Record<string, unknown> | null | undefined;
  /** Whether only queries may run, because another page could have forged the request. */
  readonly readOnly: boolean;
}

/** Where an operation comes from: its transport, its caller, and the header fields that identify its client and its trace. */
export interface Origin {
  readonly transport: Transport;
  readonly headers: Fields;
  readonly principal: Principal;
  /** The account that pays for it; null if there is no limit. */
  readonly account: Account | null;
}

/**
 * Runs an operation through the same checks and the same engine as over HTTP. Never throws: its single result has no `data` if the
 * operation was refused before it ran.
 */
export async function runChecked(
  gateway: Gateway,
  params: OperationParams,
  requester: Requester,
  origin: Origin,
): Promise<ExecutionResult> {
  const { transport, headers } = origin;
  const run = () => gateway.load.during(() => runObserved(gateway, params, requester, origin));
  return withRequestEvents({ transport, headers, requestId: requester.requestId, batch: null }, run);
}

async function runObserved(
  gateway: Gateway,
  params: OperationParams,
  requester: Requester,
  { transport, headers, principal, account }: Origin,
): Promise<ExecutionResult> {
  const arrival = arrivalOf(transport, headers, requester.requestId, principal);
  try {
    const query = typeof params.query === 'string' ? params.query : '';
    const fault = sourceFault(query);
    if (fault !== null) throw requestRefusal('OPERATION_TOO_LARGE', fault);
    const request = {
      // Both protocols require a string here; an empty one stands for a persisted operation.
      ...(query === '' ? {} : { query }),
      ...(params.operationName ? { operationName: params.operationName } : {}),
      ...(params.variables ? { variables: params.variables } : {}),
      ...(params.extensions ? { extensions: params.extensions } : {}),
    };
    const context = attachState(gateway.contextFor(requester, principal), { arrival, account });
    const { engine } = gateway;
    const { data, errors, extensions } = await runOperation(engine, request, context, params.readOnly);
    return {
      ...(errors ? { errors: errors.map((error) => new PublicError(error)) } : {}),
      ...(data === undefined ? {} : { data }),
      ...(extensions ? { extensions } : {}),
    };
  } catch (error) {
    return { errors: [PublicError.from(error, requester.requestId, gateway.log)] };
  }
}

/** Runs an operation and returns its single result. If `readOnly`, anything but a query is refused, including persisted operations. */
async function runOperation(
  engine: Engine,
  request: GraphQLRequest,
  contextValue: Context,
  readOnly: boolean,
): Promise<FormattedExecutionResult> {
  // Apollo Server only allows queries over GET, and checks once it knows the document, wherever that came from.
  const http = { method: 'GET', headers: new HeaderMap(), search: '', body: null };
  const { body } = await engine.executeOperation(readOnly ? { ...request, http } : request, { contextValue });
  return body.kind === 'single' ? body.singleResult : body.initialResult;
}
