import { Readable } from 'node:stream';
import { HeaderMap } from '@apollo/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Requester } from '../../datasources/scope.ts';
import type { Context } from '../../resolvers/context.ts';
import type { KnownOperation } from '../answers/operations.ts';
import { operationRequestOf, type OperationRequest } from '../answers/operation-request.ts';
import { clientOf } from '../client.ts';
import type { Gateway } from './gateway.ts';
import { GRAPHQL_TYPE, JSON_TYPE, preferredType } from '../media-type.ts';
import { arrivalOf, publishAnswered, type Arrival } from '../arrival.ts';
import { attachState } from '../operation-state.ts';
import type { Account } from '../rate/account.ts';
import { lifetimeOf } from './reply-lifetime.ts';
import { operationFault } from './request-fault.ts';
import { sendAnswer } from './send-answer.ts';
import { refuse, sendBusy } from './send-fault.ts';

const NO_CODES: readonly string[] = [];

/** An HTTP request that is being answered. */
interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly gateway: Gateway;
  /** What diagnostics subscribers follow; null without subscribers. */
  readonly arrival: Arrival | null;
}

/** A request whose operation is known, and may take the fast path. */
interface KnownRequest {
  readonly asked: OperationRequest;
  readonly operation: KnownOperation;
}

/**
 * Tries the fast path first: a cached answer, or an operation that the engine has accepted before, run by its plan. Anything unusual about
 * the request or its execution goes to the engine, in the same context.
 */
export function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  gateway: Gateway,
): undefined | FastifyReply | Promise<FastifyReply> {
  const arrival = arrivalOf('http', request.headers, request.id, request.principal);
  const exchange = { request, reply, gateway, arrival };
  const asked = operationRequestOf(request);
  if (!asked) return answerByEngine(exchange);
  const operation = gateway.operations.find(asked);
  if (operation) return answerKnown(exchange, { asked, operation });
  if (operation === null) return answerByEngine(exchange);
  return answerUnknown(exchange, asked);
}

/** Only the first request of an operation goes to the engine; those that arrive while it is checked wait for that. */
function answerUnknown(exchange: Exchange, asked: OperationRequest): FastifyReply | Promise<FastifyReply> {
  const { operations } = exchange.gateway;
  const { firstChecks } = operations;
  const check = firstChecks.running(asked);
  if (!check) return runCounted(exchange, () => runFirst(exchange, asked));
  return check.then((status) => {
    const operation = operations.find(asked);
    if (operation) return answerKnown(exchange, { asked, operation }) ?? exchange.reply;
    // Its caller could not pay for the check, which others may be able to.
    return status === 429 ? answerUnknown(exchange, asked) : answerByEngine(exchange);
  });
}

async function runFirst(exchange: Exchange, asked: OperationRequest): Promise<FastifyReply> {
  const { reply, gateway } = exchange;
  await gateway.operations.firstChecks.during(asked, async () => {
    await runEngine(exchange, null);
    return reply.statusCode;
  });
  return reply;
}

function answerKnown(
  exchange: Exchange,
  { asked, operation }: KnownRequest,
): undefined | FastifyReply | Promise<FastifyReply> {
  const { request, reply, gateway, arrival } = exchange;
  const { principal } = request;
  // The operation may have been unpublished since it was first accepted.
  const fault = gateway.safeList.faultOf(operation.hash, operation.ownName, clientOf(request.headers));
  if (fault) return refuseDocument(exchange, fault, operation);
  // An operation that costs too much is left to the engine to refuse.
  if (gateway.validator.costFault(operation.cost.of(asked.variables))) return answerByEngine(exchange);
  const grant = operation.needs.grantTo(principal);
  if (grant === 'none') return answerByEngine(exchange);
  const known = { operation, asked };
  const rights = grant === 'all' ? operation.needs.rightsOf(principal) : null;
  const cached = rights === null ? null : gateway.answers.peek({ ...known, rights });
  if (cached) {
    sendAnswer(request, reply, cached, asked);
    gateway.unsent.noteResponse(reply.raw);
    if (arrival) publishAnswer(arrival, known, 'cache');
    return undefined;
  }
  return runCounted(exchange, () => execute(exchange, known, rights));
}

/**
 * Runs work that counts as running operations; a batch counts as all of its operations. Others may have started while the body was being
 * read, so a request that was admitted before that is refused here if too many run by now.
 */
function runCounted(
  { request: { body }, reply, gateway }: Exchange,
  work: () => Promise<FastifyReply>,
): FastifyReply | Promise<FastifyReply> {
  const count = Array.isArray(body) ? Math.max(1, body.length) : 1;
  return gateway.load.refuses(count) ? sendBusy(reply, gateway) : gateway.load.during(work, count);
}

/** Runs a plan; `rights` names the callers that may share the answer, and is null for a caller who may see only what is the caller's own. */
async function execute(
  exchange: Exchange,
  known: KnownRequest,
  rights: string | null,
): Promise<FastifyReply> {
  const { request, reply, gateway, arrival } = exchange;
  const account = gateway.budgets.accountOf(request.principal, request.ip);
  if (account) {
    const refusal = await account.charge(known.operation.cost.of(known.asked.variables));
    void reply.headers(account.headers());
    if (refusal) return refuse(reply, 429, refusal, gateway, known);
  }
  const requester = requesterOf(exchange);
  const contextFor = (own: Requester) => gateway.contextFor(own, request.principal);
  const outcome =
    rights === null
      ? await gateway.answers.getOwn(known, contextFor(requester))
      : await gateway.answers.get({ ...known, rights }, requester, contextFor);
  if (outcome.is === 'fallback') {
    account?.prepaid();
    return runEngine(exchange, { context: outcome.context, account });
  }
  if (arrival) publishAnswer(arrival, known, 'plan');
  sendAnswer(request, reply, outcome.served, known.asked);
  gateway.unsent.noteResponse(reply.raw);
  return reply;
}

/** The fast path handles only queries, and only answers without errors. */
function publishAnswer(arrival: Arrival, { operation, asked }: KnownRequest, by: 'cache' | 'plan'): void {
  const { ownName: name, hash, document } = operation;
  const { variables } = asked;
  const answered = {
    name,
    type: 'query',
    hash,
    document,
    variables,
    by,
    errors: 0,
    codes: NO_CODES,
  } as const;
  publishAnswered(arrival, answered);
}

function requesterOf({ request, reply, gateway }: Exchange): Requester {
  return { requestId: request.id, signal: lifetimeOf(reply, gateway).signal };
}

/** What an operation runs with. If the fast path has started, it passes its own on to the engine. */
interface EngineInput {
  readonly context: Context;
  readonly account: Account | null;
}

function engineInputOf(exchange: Exchange): EngineInput {
  const { request, gateway } = exchange;
  return {
    context: gateway.contextFor(requesterOf(exchange), request.principal),
    account: gateway.budgets.accountOf(request.principal, request.ip),
  };
}

function answerByEngine(exchange: Exchange): FastifyReply | Promise<FastifyReply> {
  return runCounted(exchange, () => runEngine(exchange, null));
}

async function runEngine(exchange: Exchange, input: EngineInput | null): Promise<FastifyReply> {
  const { request, reply, gateway, arrival } = exchange;
  const fault = operationFault(request, gateway.safeList);
  if (fault) return refuseDocument(exchange, fault);
  // Created here and not in the callback, because Apollo Server would report a failure there to callers.
  const { context: made, account } = input ?? engineInputOf(exchange);
  const context = attachState(made, { arrival, account });
  const { headers, body, status } = await gateway.engine.executeHTTPGraphQLRequest({
    httpGraphQLRequest: {
      method: request.method,
      headers: headerMap(request),
      search: searchOf(request),
      body: request.body,
    },
    context: () => Promise.resolve(context),
  });
  // Cacheable answers take the fast path, which sets their cache headers.
  void reply.header('cache-control', 'no-store');
  for (const [name, value] of headers) void reply.header(name, value);
  if (account) void reply.headers(account.headers());
  void reply.code(status ?? 200);
  if (body.kind === 'chunked') return reply.send(Readable.from(body.asyncIterator));
  void reply.send(reply.statusCode < 300 ? body.string : withRequestId(body.string, request.id));
  gateway.unsent.noteResponse(reply.raw);
  return reply;
}

/** Refuses a document as the engine does: with status 200 for clients of `application/json` (see `conformingStatus`). */
function refuseDocument(
  { request, reply, gateway }: Exchange,
  fault: Error,
  operation: KnownOperation | null = null,
): FastifyReply {
  const type = preferredType(request.headers.accept) === GRAPHQL_TYPE ? GRAPHQL_TYPE : JSON_TYPE;
  void reply.type(`${type}; charset=utf-8`);
  return refuse(reply, type === GRAPHQL_TYPE ? 400 : 200, fault, gateway, { operation });
}

/** What Apollo Server refuses before there is an operation has not passed through the error funnel of the engine. */
function withRequestId(body: string, requestId: string): string {
  const answer = JSON.parse(body) as { errors?: { extensions?: object }[] };
  for (const error of answer.errors ?? []) error.extensions = { ...error.extensions, requestId };
  return JSON.stringify(answer);
}

function headerMap({ headers }: FastifyRequest): HeaderMap {
  const map = new HeaderMap();
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) map.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return map;
}

function searchOf({ url }: FastifyRequest): string {
  const start = url.indexOf('?');
  return start < 0 ? '' : url.slice(start);
}
