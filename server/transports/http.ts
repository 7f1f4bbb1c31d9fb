import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLError } from 'graphql';
import { requestRefusal } from '../errors.ts';
import type { Gateway } from './gateway.ts';
import type { Request } from '../channels.ts';
import { ANONYMOUS } from '../identity/principals.ts';
import { tooManyConnections } from '../limits/too-many.ts';
import { holderOf } from '../rate/caller.ts';
import { answer } from './answer.ts';
import { allowOrigin, answerPreflight } from './cors.ts';
import { isHostAllowed } from './host.ts';
import { identify, refusalFor } from './identify.ts';
import { isForged } from './origin.ts';
import { withRequestEvents } from './request-events.ts';
import { mediaFault, drainBody, requestFault, wantsStream } from './request-fault.ts';
import { refuse, sendBusy, sendFault } from './send-fault.ts';
import { sseHandler } from './sse.ts';

/** The path of the graph, for HTTP, WebSocket and SSE alike. */
export const GRAPHQL_PATH = '/graphql';

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
        sendBusy(reply, gateway, null);
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
      else return withRequestEvents(requestEventOf(request), () => answer(request, reply, gateway));
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
    const slot = gateway.connections.take(holderOf(request.principal, request.ip));
    if (!slot) return refuse(reply, 503, tooManyConnections(), gateway);
    reply.raw.once('close', slot.release);
    await stream(request, reply);
    return reply;
  };
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

function forged(): GraphQLError {
  const message =
    'This looks like a Cross-Site Request Forgery (CSRF): a page of another origin has sent it. Name the origin in ALLOWED_ORIGINS if it may, or send the header field "apollo-require-preflight".';
  return requestRefusal('BAD_REQUEST', message);
}

function misdirected(): GraphQLError {
  const message = 'The gateway does not serve this host name. Add it to ALLOWED_HOSTS if it should.';
  return requestRefusal('MISDIRECTED_REQUEST', message);
}

/** The description of a request for diagnostics subscribers. */
function requestEventOf({ headers, id: requestId, body }: FastifyRequest): Request {
  return { transport: 'http', requestId, headers, batch: Array.isArray(body) ? body.length : null };
}

/** Whether this is a browser navigating to a page, in which case it wants the playground. */
function prefersPage(request: FastifyRequest): boolean {
  return request.method === 'GET' && accepts(request, 'text/html') && !accepts(request, 'json');
}

/** Whether the client explicitly accepts this media type; a wildcard does not count. */
function accepts(request: FastifyRequest, type: string): boolean {
  return request.headers.accept?.includes(type) ?? false;
}
