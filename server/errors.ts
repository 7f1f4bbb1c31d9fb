import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { LogUnavailableError } from '../changes/errors/log-unavailable.ts';
import { WebhooksUnavailableError } from '../changes/errors/webhooks-unavailable.ts';
import { CallerError } from '../datasources/errors.ts';
import { CircuitOpenError } from '../datasources/rest/errors/circuit-open.ts';
import { QuotaLowError } from '../datasources/rest/errors/quota-low.ts';
import { UpstreamError } from '../datasources/rest/errors/upstream-error.ts';
import type { Logger } from '../datasources/logger.ts';
import { reportedErrors, type ReportedError } from './channels.ts';
import { RegisterUnavailableError } from './register/register.ts';
import { toError } from '../datasources/thrown.ts';

/**
 * The only way an error reaches a caller, alone or among the errors of an answer ({@link publicErrors}). It never throws. A failure of a system is reported with its code, the system and whether a retry
 * makes sense; mistakes of the caller are reported in full; everything else is masked and logged in full, with the id of the request.
 */
export function publicError(error: unknown, requestId: string, log: Logger): GraphQLFormattedError {
  const formatted = formattedOf(error, requestId, log);
  report([formatted]);
  return formatted;
}

/** The same for all errors of one answer, which are reported once for each code and system. */
export function publicErrors(
  errors: readonly unknown[],
  requestId: string,
  log: Logger,
): readonly GraphQLFormattedError[] {
  const formatted = errors.map((error) => formattedOf(error, requestId, log));
  report(formatted);
  return formatted;
}

/** A list in which every entry fails is one failed operation. */
function report(errors: readonly Formatted[]): void {
  const distinct = new Map<string, ReportedError>();
  for (const { extensions } of errors) {
    const { code, system: failed } = extensions;
    const system = typeof failed === 'string' ? failed : null;
    distinct.set(`${code} ${system}`, { code, system });
  }
  for (const error of distinct.values()) reportedErrors.publish(error);
}

interface Formatted extends GraphQLFormattedError {
  readonly extensions: { readonly code: string; readonly [extension: string]: unknown };
}

function formattedOf(error: unknown, requestId: string, log: Logger): Formatted {
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

/** The longest message of an error, in UTF-16 code units. */
const MAX_MESSAGE_LENGTH = 2_000;

/** The error with at most 2,000 code units of its message: graphql-js repeats a refused value in full. */
export function shortened(error: GraphQLFormattedError): GraphQLFormattedError {
  const { message } = error;
  if (message.length <= MAX_MESSAGE_LENGTH) return error;
  return { ...error, message: `${message.slice(0, MAX_MESSAGE_LENGTH)}…` };
}

/** An error that has already been through {@link publicError}, for libraries that accept only a GraphQLError. */
export class PublicError extends GraphQLError {
  readonly #formatted: GraphQLFormattedError;

  constructor(formatted: GraphQLFormattedError) {
    super(formatted.message, { extensions: formatted.extensions ?? {} });
    this.#formatted = formatted;
  }

  /** The public form of any error. */
  static from(error: unknown, requestId: string, log: Logger): PublicError {
    return new PublicError(publicError(error, requestId, log));
  }

  /** Exactly what was made public, including locations and path. */
  override toJSON(): GraphQLFormattedError {
    return this.#formatted;
  }
}

/** Refuses a request before there is an operation. It is the client's mistake, so the message is reported in full, under `code`. */
export function requestRefusal(code: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}

/** What callers see in place of a masked error. The request's id is in the error's extensions. */
export const INTERNAL_ERROR = 'Internal error. Give the request id to the operator of this API.';

/** The refusal sent by a process that is shutting down and accepts no more operations over open connections. */
export function closing(): GraphQLError {
  return requestRefusal('CLOSING', 'This replica is shutting down. Try again: another replica will answer.');
}

interface Explanation {
  readonly message: string;
  readonly code: string;
  readonly [extension: string]: unknown;
}

function explain(error: GraphQLError, requestId: string, log: Logger): Explanation {
  const cause = thrownIn(error);
  const warnOnce = (err: Error, text: string): void => {
    if (isFirstLog(err, requestId)) log.warn({ requestId, path: error.path, err }, text);
  };
  if (cause instanceof CallerError)
    return { message: cause.message, code: cause.code, ...cause.publicFields };
  if (cause instanceof UpstreamError) {
    // A call that was not sent is not a failure. An open circuit was logged when it opened, and calls withheld to save a quota are counted.
    const isUnsent = cause instanceof CircuitOpenError || cause instanceof QuotaLowError;
    if (!isUnsent) warnOnce(cause, 'a system failed');
    return {
      message: cause.publicMessage,
      code: cause.code,
      system: cause.system,
      retryable: cause.retryable,
      ...(isUnsent ? { retryAfter: Math.ceil(cause.retryAfterMs / 1_000) } : {}),
    };
  }
  const unavailable = (err: Error & { readonly code: string }, store: string): Explanation => {
    warnOnce(err, `${store} is unavailable`);
    return { message: err.message, code: err.code, retryable: true };
  };
  if (cause instanceof WebhooksUnavailableError || cause instanceof LogUnavailableError)
    return unavailable(cause, 'the change log or the store of webhooks');
  if (cause instanceof RegisterUnavailableError)
    return unavailable(cause, 'the register of API keys and published operations');
  if (isTimeout(cause)) {
    return {
      message: 'The operation took too long and was ended.',
      code: 'OPERATION_TIMEOUT',
      retryable: true,
    };
  }
  if (cause === undefined) return { message: error.message, code: codeOf(error) };
  if (isFirstLog(cause, requestId)) {
    const err = cause instanceof GraphQLError ? withoutMessage(cause) : cause;
    log.error({ requestId, path: error.path, err }, 'unexpected error');
  }
  return {
    message: INTERNAL_ERROR,
    code: 'INTERNAL_SERVER_ERROR',
  };
}

/** What a resolver or a scalar threw; undefined if the error comes from graphql-js or Apollo Server themselves. */
function thrownIn({ originalError: cause, path, nodes }: GraphQLError): Error | undefined {
  // Validation and variables: a mistake in the document, whatever a scalar threw.
  if (path === undefined && nodes !== undefined) return undefined;
  if (!(cause instanceof GraphQLError)) return cause;
  // In execution, errors of graphql-js itself refer to nodes of the document, for example an argument that must not be null. A scalar that
  // rejects a system's value does not; its message contains that value and belongs in the log only.
  const isValueRefused = path !== undefined && cause.nodes === undefined;
  return thrownIn(cause) ?? (isValueRefused ? cause : undefined);
}

/** Apollo Server overwrites the code that a validation rule set; the rule's own code is still on the original error. */
function codeOf({ originalError: cause, extensions, path }: GraphQLError): string {
  const chosen = cause instanceof GraphQLError ? cause.extensions['code'] : undefined;
  const code = chosen ?? extensions['code'];
  if (typeof code === 'string') return code;
  return path === undefined ? 'BAD_REQUEST' : 'BAD_USER_INPUT';
}

/**
 * The error's name and stack without its message. A scalar's message contains the rejected value, which may be personal data; the path says
 * which field it is.
 */
function withoutMessage({ name, message, stack = '' }: Error): Error {
  const bare = new Error('an error that may contain a value; its message is left out here');
  bare.name = name;
  bare.stack = `${name}: ${bare.message}\n${stack.slice(stack.indexOf(message) + message.length + 1)}`;
  return bare;
}

const loggedFor = new WeakMap<Error, string>();

/** A failed batch is the error of each of its ids. Once it is logged, a hundred more lines would add nothing. */
function isFirstLog(error: Error, requestId: string): boolean {
  if (loggedFor.get(error) === requestId) return false;
  loggedFor.set(error, requestId);
  return true;
}

function isTimeout(cause: Error | undefined): boolean {
  return cause instanceof DOMException && (cause.name === 'TimeoutError' || cause.name === 'AbortError');
}
