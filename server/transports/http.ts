import { Readable } from 'node:stream';
import { HeaderMap } from '@apollo/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { publicError } from '../errors.ts';
import { refusal } from '../limits/rules.ts';
import { sourceFault } from '../limits/source.ts';
import type { Gateway } from '../gateway.ts';
import { sseHandler } from './sse.ts';

/** The path of the graph, for HTTP, WebSocket and SSE alike. */
export const GRAPHQL_PATH = '/graphql';

/** Serves the graph over HTTP (GraphQL over HTTP) and, to who asks for `text/event-stream`, over SSE. */
export function addHttp(app: FastifyInstance, gateway: Gateway): void {
  const stream = sseHandler(gateway);
  app.route({
    method: ['GET', 'POST'],
    url: GRAPHQL_PATH,
    preHandler: async (request, reply) => refuse(request, reply, gateway),
    handler: async (request, reply) => {
      if (!accepts(request, 'text/event-stream')) return answer(request, reply, gateway);
      reply.hijack();
      await stream(request, reply);
      return reply;
    },
  });
  app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    const status = error.statusCode ?? 500;
    // What Fastify itself refuses (bad JSON, a body too large) is the caller's to know; all else is masked.
    const told = status < 500 ? refusalAs('BAD_REQUEST', error.message) : error;
    return reply.code(status).send({ errors: [publicError(told, request.id, gateway.log)] });
  });
}

async function answer(request: FastifyRequest, reply: FastifyReply, gateway: Gateway): Promise<FastifyReply> {
  const { headers, body, status } = await gateway.engine.executeHTTPGraphQLRequest({
    httpGraphQLRequest: {
      method: request.method,
      headers: headerMap(request),
      search: new URL(request.url, 'http://gateway').search,
      body: request.body,
    },
    context: async () => gateway.contextFor(request, closed(reply)),
  });
  for (const [name, value] of headers) void reply.header(name, value);
  void reply.code(status ?? 200);
  return reply.send(body.kind === 'complete' ? body.string : Readable.from(body.asyncIterator));
}

function headerMap({ headers }: FastifyRequest): HeaderMap {
  const map = new HeaderMap();
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) map.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return map;
}

/** Answers at once what must not reach the parser: too many operations, too deep a nest of brackets. */
async function refuse(
  request: FastifyRequest,
  reply: FastifyReply,
  gateway: Gateway,
): Promise<FastifyReply | undefined> {
  const operations = Array.isArray(request.body) ? (request.body as unknown[]) : [request.body];
  const { batch } = gateway.config.limits;
  const fault =
    operations.length > batch
      ? `The request has ${operations.length} operations; the limit is ${batch}. Send them in several requests.`
      : [...operations, request.query].map(faultOf).find((found) => found !== null);
  if (fault === undefined || fault === null) return undefined;
  return reply.code(400).send({ errors: [publicError(refusal(fault), request.id, gateway.log)] });
}

function faultOf(operation: unknown): string | null {
  const source =
    typeof operation === 'object' && operation !== null && 'query' in operation ? operation.query : null;
  return typeof source === 'string' ? sourceFault(source) : null;
}

function refusalAs(code: string, message: string) {
  const error = refusal(message);
  error.extensions['code'] = code;
  return error;
}

/** Whether the client names this media type among those it takes; a wildcard does not count. */
function accepts(request: FastifyRequest, type: string): boolean {
  return request.headers.accept?.includes(type) ?? false;
}

/** Aborts when the connection goes away before the answer is sent. */
function closed(reply: Pick<FastifyReply, 'raw'>): AbortSignal {
  const controller = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) controller.abort();
  });
  return controller.signal;
}
