import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { InputError } from '../datasources/errors.ts';
import { UpstreamError } from '../datasources/rest/errors/upstream-error.ts';
import type { Logger } from '../datasources/scope.ts';

/**
 * The one way from an error to what the caller sees of it. It never throws. Failures of systems are told with
 * code, system and whether trying again makes sense; mistakes of the caller are told in full; everything else
 * is masked. What is masked goes to the log in full, with the id of the request.
 */
export function publicError(error: unknown, requestId: string, log: Logger): GraphQLFormattedError {
  const graphqlError =
    error instanceof GraphQLError ? error : new GraphQLError('', { originalError: toError(error) });
  const { message, ...extensions } = explain(graphqlError, requestId, log);
  return {
    message,
    ...(graphqlError.locations ? { locations: graphqlError.locations } : {}),
    ...(graphqlError.path ? { path: graphqlError.path } : {}),
    extensions: { ...extensions, requestId },
  };
}

interface Explanation {
  readonly message: string;
  readonly code: string;
  readonly [extension: string]: unknown;
}

function explain(error: GraphQLError, requestId: string, log: Logger): Explanation {
  const cause = originalOf(error);
  if (cause instanceof UpstreamError) {
    log.warn({ requestId, path: error.path, err: cause }, 'a system failed');
    return {
      message: cause.publicMessage,
      code: cause.code,
      system: cause.system,
      retryable: cause.retryable,
    };
  }
  if (cause instanceof InputError) return { message: cause.message, code: 'BAD_USER_INPUT' };
  if (isTimeout(cause)) {
    return {
      message: 'The operation took too long and was ended.',
      code: 'OPERATION_TIMEOUT',
      retryable: true,
    };
  }
  if (cause === undefined) {
    const code = error.extensions['code'];
    return { message: error.message, code: typeof code === 'string' ? code : 'BAD_REQUEST' };
  }
  log.error({ requestId, path: error.path, err: cause }, 'unexpected error');
  return {
    message: 'Something went wrong here. Quote the request id to whoever runs this.',
    code: 'INTERNAL_SERVER_ERROR',
  };
}

/** What a resolver threw; undefined where graphql-js or Apollo Server themselves have something to say. */
function originalOf(error: GraphQLError): Error | undefined {
  const cause = error.originalError;
  return cause instanceof GraphQLError ? originalOf(cause) : cause;
}

function isTimeout(cause: Error | undefined): boolean {
  return cause instanceof DOMException && (cause.name === 'TimeoutError' || cause.name === 'AbortError');
}

function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
