import type { FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLError } from 'graphql';
import { clientOf } from '../client.ts';
import { requestRefusal } from '../errors.ts';
import type { Limits } from '../limits/limits.ts';
import { sourceFault } from '../limits/source.ts';
import type { RequestedOperation, SafeList } from '../safe-list/safe-list.ts';
import { EVENT_STREAM, preferredType } from '../media-type.ts';
import { isRecord } from '../../datasources/is-record.ts';
import { parseJson } from '../../datasources/parse-json.ts';

/**
 * Why a request's body cannot be read as JSON in UTF-8, judged by its header alone; null if it can. A body in another encoding would be
 * read as garbage, and a compressed one could inflate to a thousand times its size.
 */
export function mediaFault({ headers }: FastifyRequest): GraphQLError | null {
  const charset = /;\s*charset="?([^;"\s]*)/i.exec(headers['content-type'] ?? '')?.[1]?.toLowerCase();
  if (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8') {
    return requestRefusal('BAD_REQUEST', `Send JSON in UTF-8, not in ${charset} (RFC 8259, section 8.1).`);
  }
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding === 'identity') return null;
  return requestRefusal('BAD_REQUEST', `Send the body as it is, not in the encoding "${encoding}".`);
}

/** Why a request cannot be answered: it has too many operations, or none although it asks for a stream. */
export function requestFault(request: FastifyRequest, limits: Limits): GraphQLError | null {
  const { body } = request;
  if (Array.isArray(body) && body.length > limits.batch) {
    const found = `The request has ${body.length} operations; the limit is ${limits.batch}.`;
    return requestRefusal('OPERATION_TOO_LARGE', `${found} Send them in several requests.`);
  }
  // graphql-sse would wait forever for a body that is `null`.
  if (request.method === 'POST' && wantsStream(request) && !isRecord(body)) {
    return requestRefusal('BAD_REQUEST', 'Send one operation as a JSON object with a "query".');
  }
  return null;
}

/** Why one of a request's operations must not even be parsed, or is not on the safe list; null if all may run. */
export function operationFault(request: FastifyRequest, safeList: SafeList): Error | null {
  const operations = operationsIn(request);
  const fault = operations.map(({ query }) => sourceFault(query)).find((found) => found !== null);
  if (fault) return requestRefusal('OPERATION_TOO_LARGE', fault);
  const client = clientOf(request.headers);
  const faults = operations.map((operation) => safeList.faultOfRequest(operation, client));
  return faults.find((found) => found !== null) ?? null;
}

/** Whether the client prefers Server-Sent Events. Some send every operation with an `Accept` that lists them after JSON. */
export function wantsStream({ headers }: FastifyRequest): boolean {
  return preferredType(headers.accept) === EVENT_STREAM;
}

/**
 * Fastify would close the connection when a body is too large. With bytes unread that resets the connection, and the client may lose the
 * answer (RFC 9112, section 9.6). So the rest is read and discarded, for as long as a request may take.
 */
export function drainBody(request: FastifyRequest, reply: FastifyReply): void {
  void reply.removeHeader('connection');
  request.raw.resume();
}

/** Every operation that any parser of this request could find in it. */
function operationsIn({ body, method, url }: FastifyRequest): readonly RequestedOperation[] {
  if (method === 'GET') return operationsOf(new URLSearchParams(url.slice(url.indexOf('?') + 1)));
  return (Array.isArray(body) ? body : [body]).map((operation: unknown) => {
    if (!isRecord(operation)) return { query: '', extensions: null, operationName: null };
    const { query, extensions, operationName } = operation;
    return { query: typeof query === 'string' ? query : '', extensions, operationName };
  });
}

/** The engine refuses a parameter that occurs twice; here, each of its values counts. */
function operationsOf(parameters: URLSearchParams): readonly RequestedOperation[] {
  const operationName = parameters.get('operationName');
  const extensions = parameters.getAll('extensions').map(parseJson);
  const queries = parameters.getAll('query').filter((query) => query !== '');
  return queries.length > 0
    ? queries.map((query) => ({ query, extensions: null, operationName }))
    : extensions.map((one) => ({ query: '', extensions: one, operationName }));
}
