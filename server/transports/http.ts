import { Readable } from 'node:stream';
import { HeaderMap } from '@apollo/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLError } from 'graphql';
import { publicError, requestRefusal } from '../errors.ts';
import type { Requester } from '../../datasources/scope.ts';
import type { Context } from '../../resolvers/context.ts';
import type { AnswerRequest } from '../answers/answers.ts';
import { questionOf, type Question } from '../answers/question.ts';
import { clientOf } from '../client.ts';
import type { Gateway } from '../gateway.ts';
import { arrivalOf, attachArrival, publishAnswered, type Arrival, type Request } from '../observed.ts';
import { overloaded } from '../limits/retry-later.ts';
import { GRAPHQL_TYPE, JSON_TYPE, preferredType } from '../media-type.ts';
import { withAccount, type Account } from '../rate/account.ts';
import { allowOrigin, answerPreflight } from './cors.ts';
import { isHostAllowed } from './host.ts';
import { ANONYMOUS } from '../identity/principals.ts';
import { identify, refusalFor } from './identify.ts';
import { isForged } from './origin.ts';
import { lifetimeOf } from './reply-lifetime.ts';
import { observed } from './observed-request.ts';
import { sendAnswer } from './send-answer.ts';
import { mediaFault, operationFault, drainBody, requestFault, wantsStream } from './request-fault.ts';
import { sseHandler } from './sse.ts';

/** The path of the graph, for HTTP, WebSocket and SSE alike. */
export const GRAPHQL_PATH = '/graphql';

const NO_CODES: readonly string[] = [];

/** Serves the graph over HTTP (GraphQL over HTTP) and, for clients that ask for `text/event-stream`, over SSE. */
export function addHttp(app: FastifyInstance, gateway: Gateway): void {
  const stream = withConnectionSlot(sseHandler(gateway));
  answerFaults(app, gateway);
  // Only reserves the property: Fastify forbids an object here, because all requests would share it.
  app.decorateRequest('principal');
  // JSON only: a page of another origin can send plain text, with any parameters, without a preflight.
  app.removeContentTypeParser('text/plain');
  // None of these hooks is async: a promise for each would cost a cached answer as much as everything else.
  app.addHook('onRequest', (request, reply, done) => {
    request.principal = ANONYMOUS;
    void reply.header('x-request-id', request.id);
    if (request.routeOptions.config.isForAnyHost || isHostAllowed(request.headers, gateway.config)) done();
    else sendFault(reply, 421, misdirected(), gateway);
  });
  app.route({
    method: ['GET', 'POST', 'OPTIONS'],
    url: GRAPHQL_PATH,
    exposeHeadRoute: false,
    onRequest: (request, reply, done) => {
      allowOrigin(request, reply, gateway.config.allowedOrigins);
      // Checked before anything is read: a refusal should cost next to nothing.
      if (request.method !== 'OPTIONS' && gateway.load.refuses()) {
        sendBusy(reply, gateway);
        return;
      }
      const fault = mediaFault(request);
      if (fault) sendFault(reply, 415, fault, gateway);
      // A preflight asks whether credentials may be sent, and carries none itself (Fetch, section 3.3.5).
      else if (request.method === 'OPTIONS') done();
      else admit(request, reply, gateway, done);
    },
    preHandler: (request, reply, done) => {
      const fault = requestFault(request, gateway.config.limits);
      if (fault) sendFault(reply, 400, fault, gateway);
      else done();
    },
    handler: (request, reply) => {
      if (request.method === 'OPTIONS') answerPreflight(reply);
      else if (prefersPage(request)) reply.redirect('/', 303);
      else if (request.method === 'GET' && isForged(request.headers, gateway.config.allowedOrigins))
        return sendFault(reply, 400, forged(), gateway);
      else if (wantsStream(request)) return stream(request, reply, gateway);
      else return observed(requestEventOf(request), () => answer(request, reply, gateway));
      return undefined;
    },
  });
}

/** Continues if the caller's credentials are valid or absent. */
function admit(request: FastifyRequest, reply: FastifyReply, gateway: Gateway, done: () => void): void {
  identify(request, reply, gateway.identity, (refused) => {
    // Do not reply to a client that has disconnected: hooks that wait for the end of the reply would wait forever.
    if (reply.raw.destroyed) reply.hijack();
    else if (refused === null) {
      done();
    } else {
      gateway.refusals.report(refused, request.id);
      const { status, headers, error } = refusalFor(refused);
      sendFault(reply.headers(headers), status, error, gateway);
    }
  });
}

type StreamHandler = (request: FastifyRequest, reply: FastifyReply) => Promise<void>;

/** Answers with a stream if there is a slot for another connection. */
function withConnectionSlot(stream: StreamHandler) {
  return async (request: FastifyRequest, reply: FastifyReply, gateway: Gateway): Promise<FastifyReply> => {
    if (gateway.load.refuses()) return sendBusy(reply, gateway);
    const giveBack = gateway.connections.take();
    if (!giveBack) return sendFault(reply, 503, tooManyConnections(), gateway);
    reply.raw.once('close', giveBack);
    await stream(request, reply);
    return reply;
  };
}

/** Refuses a request because this process runs as much as it can. */
function sendBusy(reply: FastifyReply, gateway: Gateway): FastifyReply {
  const error = overloaded();
  return sendFault(reply.header('retry-after', error.retryAfter), 503, error, gateway);
}

/** Reports errors and unknown paths in the form that clients of the graph already understand. */
function answerFaults(app: FastifyInstance, gateway: Gateway): void {
  app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status === 413) drainBody(request, reply);
    // What Fastify itself refuses (bad JSON, a body too large) is reported to the caller; everything else is masked.
    const reported =
      status === 415
        ? unsupportedMedia(request)
        : status < 500
          ? requestRefusal('BAD_REQUEST', error.message)
          : error;
    return sendFault(reply, status, status === 413 ? tooLarge(gateway) : reported, gateway);
  });
  app.setNotFoundHandler((request, reply) => {
    const [path] = request.url.split('?', 1);
    if (path === GRAPHQL_PATH) {
      void reply.header('allow', 'GET, POST, OPTIONS');
      const message = `${request.method} is not supported here. Use POST, or GET for queries.`;
      return sendFault(reply, 405, requestRefusal('METHOD_NOT_ALLOWED', message), gateway);
    }
    const message = `Not found. The graph is at ${GRAPHQL_PATH}.`;
    return sendFault(reply, 404, requestRefusal('NOT_FOUND', message), gateway);
  });
}

function tooLarge({ config }: Gateway): GraphQLError {
  const message = `The request has more than ${config.limits.bodyBytes} bytes. Ask for less at once.`;
  return requestRefusal('BAD_REQUEST', message);
}

function unsupportedMedia({ headers }: FastifyRequest): GraphQLError {
  const found = headers['content-type'] ?? 'none';
  return requestRefusal(
    'BAD_REQUEST',
    `Send the body with "content-type: application/json", got "${found}".`,
  );
}

function tooManyConnections(): GraphQLError {
  const message = 'Too many open connections on this replica. Try again later, or use another replica.';
  return requestRefusal('TOO_MANY_CONNECTIONS', message);
}

function forged(): GraphQLError {
  const message =
    'This looks like a Cross-Site Request Forgery (CSRF): a page of another origin has sent it. Name the origin in ALLOWED_ORIGINS if it may, or send the header field "apollo-require-preflight".';
  return requestRefusal('BAD_REQUEST', message);
}

function misdirected(): GraphQLError {
  const message = 'The gateway does not serve this host name. Add it to ALLOWED_HOSTS if it should.';
  return requestRefusal('MISDIRECTED_REQUEST', message);
}

function sendFault(reply: FastifyReply, status: number, error: Error, { log }: Gateway): FastifyReply {
  void reply.header('cache-control', 'no-store');
  return reply.code(status).send({ errors: [publicError(error, reply.request.id, log)] });
}

/**
 * Tries the fast path first: a cached answer, or an operation that the engine has accepted before, run by its plan. Anything unusual about
 * the request or its execution goes to the engine, in the same context.
 */
function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  gateway: Gateway,
): undefined | FastifyReply | Promise<FastifyReply> {
  const arrival = arrivalOf('http', request.headers, request.id, request.principal);
  const question = questionOf(request);
  const operation = question && gateway.operations.find(question);
  const { principal } = request;
  const byEngine = () =>
    runCounted(request, reply, gateway, () => answerByEngine(request, reply, gateway, arrival, null));
  if (!question || !operation) return byEngine();
  // The operation may have been unpublished since it was first accepted.
  const fault = gateway.safeList.faultOf(operation.hash, operation.ownName, clientOf(request.headers));
  if (fault) return refuseDocument(request, reply, fault, gateway);
  // An operation that costs too much is left to the engine to refuse.
  if (gateway.documents.costFault(operation.cost.of(question.variables))) return byEngine();
  // A caller without access to all of the operation gets an individual answer, which is not cached.
  if (!operation.needs.areMetBy(principal)) return byEngine();
  const answerRequest = { operation, question, rights: operation.needs.rightsOf(principal) };
  const cached = gateway.answers.peek(answerRequest);
  if (cached) {
    sendAnswer(request, reply, cached, question);
    if (arrival) publishAnswer(arrival, answerRequest, 'kept');
    return undefined;
  }
  return runCounted(request, reply, gateway, () => execute(request, reply, gateway, arrival, answerRequest));
}

/**
 * Runs work that counts as running operations; a batch counts as all of its operations. Others may have started while the body was being
 * read, so a request that was admitted before that is refused here if too many run by now.
 */
function runCounted(
  { body }: FastifyRequest,
  reply: FastifyReply,
  gateway: Gateway,
  work: () => Promise<FastifyReply>,
): FastifyReply | Promise<FastifyReply> {
  const count = Array.isArray(body) ? Math.max(1, body.length) : 1;
  return gateway.load.refuses(count) ? sendBusy(reply, gateway) : gateway.load.during(work, count);
}

async function execute(
  request: FastifyRequest,
  reply: FastifyReply,
  gateway: Gateway,
  arrival: Arrival | null,
  answerRequest: AnswerRequest & { readonly question: Question },
): Promise<FastifyReply> {
  const account = gateway.budgets.accountOf(request.principal, request.ip);
  if (account) {
    const refusal = await account.charge(answerRequest.operation.cost.of(answerRequest.question.variables));
    void reply.headers(account.headers());
    if (refusal) return sendFault(reply, 429, refusal, gateway);
  }
  const contextFor = (requester: Requester) => gateway.contextFor(requester, request.principal);
  const outcome = await gateway.answers.get(answerRequest, requesterOf(request, reply, gateway), contextFor);
  if (outcome.is === 'fallback') {
    account?.prepaid();
    return answerByEngine(request, reply, gateway, arrival, { context: outcome.context, account });
  }
  if (arrival) publishAnswer(arrival, answerRequest, 'plan');
  return sendAnswer(request, reply, outcome.served, answerRequest.question);
}

/** The fast path handles only queries, and only answers without errors. */
function publishAnswer(arrival: Arrival, { operation, question }: AnswerRequest, by: 'kept' | 'plan'): void {
  const { ownName: name, hash, document } = operation;
  const { variables } = question;
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

/** The description of a request for diagnostics subscribers. */
function requestEventOf({ headers, id: requestId, body }: FastifyRequest): Request {
  return { transport: 'http', requestId, headers, batch: Array.isArray(body) ? body.length : null };
}

function requesterOf({ id: requestId }: FastifyRequest, reply: FastifyReply, gateway: Gateway): Requester {
  const { signal } = lifetimeOf(reply, gateway);
  return { requestId, signal };
}

/** What an operation runs with. If the fast path has started, it passes its own on to the engine. */
interface EngineInput {
  readonly context: Context;
  readonly account: Account | null;
}

function engineInputOf(request: FastifyRequest, reply: FastifyReply, gateway: Gateway): EngineInput {
  return {
    context: gateway.contextFor(requesterOf(request, reply, gateway), request.principal),
    account: gateway.budgets.accountOf(request.principal, request.ip),
  };
}

async function answerByEngine(
  request: FastifyRequest,
  reply: FastifyReply,
  gateway: Gateway,
  arrival: Arrival | null,
  input: EngineInput | null,
): Promise<FastifyReply> {
  const fault = operationFault(request, gateway.safeList);
  if (fault) return refuseDocument(request, reply, fault, gateway);
  // Created here and not in the callback, because Apollo Server would report a failure there to callers.
  const { context: made, account } = input ?? engineInputOf(request, reply, gateway);
  const context = attachArrival(made, arrival);
  withAccount(context, account);
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
  return reply.send(reply.statusCode < 300 ? body.string : withRequestId(body.string, request.id));
}

/** Refuses a document as the engine does: with status 200 for clients of `application/json` (see `conformingStatus`). */
function refuseDocument(
  request: FastifyRequest,
  reply: FastifyReply,
  fault: Error,
  gateway: Gateway,
): FastifyReply {
  const type = preferredType(request.headers.accept) === GRAPHQL_TYPE ? GRAPHQL_TYPE : JSON_TYPE;
  void reply.type(`${type}; charset=utf-8`);
  return sendFault(reply, type === GRAPHQL_TYPE ? 400 : 200, fault, gateway);
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

/** Whether this is a browser navigating to a page, in which case it wants the playground. */
function prefersPage(request: FastifyRequest): boolean {
  return request.method === 'GET' && accepts(request, 'text/html') && !accepts(request, 'json');
}

/** Whether the client explicitly accepts this media type; a wildcard does not count. */
function accepts(request: FastifyRequest, type: string): boolean {
  return request.headers.accept?.includes(type) ?? false;
}
