import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ExecutionResult } from 'graphql';
import { createHandler, type RequestContext } from 'graphql-sse/lib/use/fastify';
import type { Request, RequestParams, Response } from 'graphql-sse';
import { clientOf } from '../client.ts';
import { PublicError } from '../errors.ts';
import type { Gateway } from './gateway.ts';
import { UnauthenticatedError } from '../identity/refusals.ts';
import { EVENT_STREAM } from '../media-type.ts';
import { holderOf } from '../rate/caller.ts';
import type { Stream } from '../streams/streams.ts';
import { EventStream } from './event-stream.ts';
import { lifetimeOf } from './reply-lifetime.ts';
import { runChecked } from './operation.ts';
import { openStream } from './open-stream.ts';

const EXPIRED =
  'Your credentials have expired. Reconnect with new ones, and resume after the last cursor that you have.';

const STREAM_HEADERS = {
  'content-type': `${EVENT_STREAM}; charset=utf-8`,
  'cache-control': 'no-store',
  'x-accel-buffering': 'no',
};

/**
 * Serves operations as Server-Sent Events (GraphQL over SSE, distinct connections mode), so that `curl -N` shows them. A GET may only read,
 * because any page can send one without a preflight. The refusal of an operation is an event as well, because browsers withhold the body of
 * any other status from the page.
 */
export function sseHandler(
  gateway: Gateway,
): (request: FastifyRequest, reply: FastifyReply) => Promise<void> {
  const handle = createHandler({
    // Distinct connections only: null means no token and no shared stream.
    authenticate: () => null,
    onSubscribe: async (request, params) =>
      (await streamResponse(gateway, request, params)) ??
      singleResult(gateway, request, runSingle(gateway, request, params)),
  });
  return async (request, reply) => {
    // graphql-sse compares the whole field and does not understand lists and parameters.
    request.headers.accept = EVENT_STREAM;
    reply.hijack();
    try {
      await handle(request, reply);
    } catch (err) {
      gateway.log.error({ err, requestId: request.id }, 'an event stream broke off');
      reply.raw.destroy();
    }
  };
}

type StreamRequest = Request<FastifyRequest, RequestContext>;

/** The stream of a long-lived operation; null if it is not one. */
async function streamResponse(
  gateway: Gateway,
  request: StreamRequest,
  params: RequestParams,
): Promise<Response | AsyncGenerator<ExecutionResult> | null> {
  const { raw, context } = request;
  const { reply } = context;
  const requestId = raw.id;
  let stream: Stream | null = null;
  const events = new EventStream({
    pingMs: gateway.pingMs,
    after: () => stream?.after ?? null,
    onLeave: () => stream?.leave(),
    expired: () => PublicError.from(new UnauthenticatedError(EXPIRED), requestId, gateway.log),
    cut: () => reply.raw.destroy(),
  });
  const opened = await openStream(
    gateway,
    {
      ...params,
      client: clientOf(raw.headers),
      transport: 'sse',
      after: lastEventId(raw),
      principal: raw.principal,
      account: gateway.budgets.accountOf(raw.principal, raw.ip),
      holder: holderOf(raw.principal, raw.ip),
      requestId,
    },
    events.sink,
  );
  if (opened.is === 'stream') {
    ({ stream } = opened);
    // Its request stays in memory for as long as it is open.
    raw.body = undefined;
    if (reply.raw.destroyed) stream.leave();
    else gateway.deadPeers.watch(raw.raw.socket);
    return [events.body, { status: 200, statusText: 'OK', headers: STREAM_HEADERS }];
  }
  await events.body.return(undefined);
  return opened.is === 'refused'
    ? singleResult(gateway, request, Promise.resolve({ errors: opened.errors }))
    : null;
}

/** The last event that a returning client received. */
function lastEventId({ headers }: FastifyRequest): string | null {
  const last = headers['last-event-id'];
  return typeof last === 'string' && last !== '' ? last : null;
}

function runSingle(
  gateway: Gateway,
  { method, raw, context: { reply } }: StreamRequest,
  params: RequestParams,
): Promise<ExecutionResult> {
  const scope = { requestId: raw.id, signal: lifetimeOf(reply, gateway).signal };
  const { headers, principal } = raw;
  const account = gateway.budgets.accountOf(principal, raw.ip);
  const origin = { transport: 'sse', headers, principal, account } as const;
  return runChecked(gateway, { ...params, readOnly: method === 'GET' }, scope, origin);
}

/** A stream with a single result, which graphql-sse sends as it is, starting the response before the result is ready. */
async function* singleResult(
  { unsent }: Gateway,
  { raw }: StreamRequest,
  result: Promise<ExecutionResult>,
): AsyncGenerator<ExecutionResult> {
  const value = await result;
  // It is written once it has been yielded, before the next turn.
  setImmediate(() => unsent.noteSocket(raw.raw.socket));
  yield value;
}
