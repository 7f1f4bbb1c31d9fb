import { ApolloServer, HeaderMap, type ApolloServerPlugin, type GraphQLRequest } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import { GraphQLError, type DocumentNode, type GraphQLFormattedError, type GraphQLSchema } from 'graphql';
import { InMemoryLRUCache, type KeyValueCache } from '@apollo/utils.keyvaluecache';
import type { Logger } from '../datasources/logger.ts';
import type { Context } from '../resolvers/context.ts';
import { batch } from './batch.ts';
import type { Config } from './config.ts';
import type { ContextFor } from './context.ts';
import { INTERNAL_ERROR, publicError, shortened } from './errors.ts';
import type { ItemCounter } from './limits/items.ts';
import { freshness } from './freshness/plugin.ts';
import type { Provenance } from './freshness/provenance.ts';
import { admission, AdmissionError, type AdmissionParts } from './limits/admission.ts';
import type { DryRun } from './limits/calls/dry-run.ts';
import { costReport } from './limits/cost-report.ts';
import { GRAPHQL_TYPE, preferredType } from './media-type.ts';
import { attachedArrivalOf, publishAnswered } from './arrival.ts';

/** Apollo Server configured for this product: the engine behind every transport. */
export type Engine = ApolloServer<Context>;

/** Dependencies of the engine. */
export interface EngineParts extends AdmissionParts {
  readonly schema: GraphQLSchema;
  readonly config: Config;
  readonly log: Logger;
  /** Stores persisted operations. */
  readonly persisted: KeyValueCache;
  /** Counts the list items of each answer. */
  readonly items: ItemCounter;
  /** Determines which parts of an answer are stale. */
  readonly provenance: Provenance;
  /** Determines which system calls an operation makes. */
  readonly dryRun: DryRun;
  readonly contextFor: ContextFor;
}

/** Creates and starts the engine. Errors leave it only through `publicError`, and never with a stack trace. */
export async function createEngine(parts: EngineParts): Promise<Engine> {
  const { schema, config, log, persisted, items, provenance, dryRun, contextFor } = parts;
  const engine: Engine = new ApolloServer<Context>({
    schema,
    // Both are left to `admission`, which applies the limits first.
    introspection: true,
    dangerouslyDisableValidation: true,
    hideSchemaDetailsFromClientErrors: !config.introspection,
    includeStacktraceInErrorResponses: false,
    // Forgeable requests are refused earlier (`transports/origin.ts`). Apollo Server would require a special header field on every GET.
    csrfPrevention: false,
    allowBatchedHttpRequests: true,
    nodeEnv: 'production',
    stopOnTerminationSignals: false,
    parseOptions: { maxLexicalTokens: config.limits.tokens },
    persistedQueries: { cache: persisted },
    documentStore: parsedDocuments(config.cache.bytes.documents),
    plugins: [
      ApolloServerPluginLandingPageDisabled(),
      // It would wrap the resolver of every field. The fast path sets cache headers instead.
      ApolloServerPluginCacheControlDisabled(),
      batch(contextFor),
      admission(parts),
      costReport(parts.validator, dryRun, config.limits),
      freshness(schema, provenance),
      errorFunnel(config, log),
      itemLimit(items, log),
      conformingStatus(),
      operationEvents(),
    ],
    // Only failures outside of an operation get here without having been a GraphQLError.
    formatError: (formatted, error) => (error instanceof GraphQLError ? formatted : masked(error, log)),
    logger: {
      debug: (said: unknown) => log.debug({}, String(said)),
      info: (said: unknown) => log.debug({}, String(said)),
      warn: (said: unknown) => log.warn({}, String(said)),
      error: (said: unknown) => log.error({}, String(said)),
    },
  });
  await engine.start();
  return engine;
}

/** Parsed documents take about this many times the bytes of their text, plus the fixed amount. */
const TREE_FACTOR = 30;
const BASE_BYTES = 5_000;

/** Apollo Server's own store takes 30 MB of their JSON, which is written for each to find its size. */
function parsedDocuments(maxSize: number): InMemoryLRUCache<DocumentNode> {
  const sizeCalculation = ({ loc }: DocumentNode) => (loc?.end ?? 0) * TREE_FACTOR + BASE_BYTES;
  return new InMemoryLRUCache({ maxSize, sizeCalculation });
}

/** The single result of an operation. */
export interface OperationResult {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly GraphQLFormattedError[];
  readonly extensions?: Record<string, unknown>;
}

/**
 * Runs one operation that did not arrive over plain HTTP through the same engine and returns its single result. If `readOnly`, anything but
 * a query is refused, including persisted operations.
 */
export async function runOperation(
  engine: Engine,
  request: GraphQLRequest,
  contextValue: Context,
  readOnly: boolean,
): Promise<OperationResult> {
  // Apollo Server only allows queries over GET, and checks once it knows the document, wherever that came from.
  const http = { method: 'GET', headers: new HeaderMap(), search: '', body: null };
  const { body } = await engine.executeOperation(readOnly ? { ...request, http } : request, { contextValue });
  return body.kind === 'single' ? body.singleResult : body.initialResult;
}

/** Replaces the errors of a response with their public form. */
function errorFunnel({ introspection }: Config, log: Logger): ApolloServerPlugin<Context> {
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ response, errors, contextValue: { requestId } }) {
          if (response.body.kind !== 'single' || !errors) return;
          const all = errors.flatMap((error) => (error instanceof AdmissionError ? error.faults : error));
          const publicErrors = all.map((error) => publicError(error, requestId, log));
          const shown = introspection ? publicErrors : publicErrors.map(withoutSuggestion);
          response.body.singleResult.errors = shown.map(shortened);
        },
      };
    },
  };
}

/** An answer truncated by the limit would look complete, so none of it is returned. */
function itemLimit(items: ItemCounter, log: Logger): ApolloServerPlugin<Context> {
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ response, contextValue }) {
          const fault = items.faultOf(contextValue);
          if (!fault) return;
          const errors = [publicError(fault, contextValue.requestId, log)];
          response.body = { kind: 'single', singleResult: { data: null, errors } };
        },
      };
    },
  };
}

/** Publishes each operation answered by the engine to diagnostics subscribers. It comes last, when the errors are in their public form. */
function operationEvents(): ApolloServerPlugin<Context> {
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ contextValue, errors, request, ...given }) {
          const { operation, operationName, queryHash, document, response } = given;
          const { body } = response;
          const arrival = attachedArrivalOf(contextValue);
          if (!arrival) return;
          const sentErrors = (body.kind === 'single' && body.singleResult.errors) || [];
          const isGood = operation && !errors?.some((error) => error instanceof AdmissionError);
          publishAnswered(arrival, {
            // Only for operations that passed the checks. Others could introduce an unlimited number of names.
            name: isGood ? (operationName ?? null) : null,
            type: operation?.operation ?? null,
            hash: queryHash,
            document: (isGood && document) || null,
            variables: request.variables ?? {},
            by: 'engine',
            errors: sentErrors.length,
            codes: [...new Set(sentErrors.map(({ extensions }) => String(extensions?.['code'])))],
          });
        },
      };
    },
  };
}

/** Removes suggestions of graphql-js. They would reveal the schema, including through variables, to callers who may not introspect it. */
function withoutSuggestion(error: GraphQLFormattedError): GraphQLFormattedError {
  const { message } = error;
  // Not a regular expression: the message may repeat a long value of the client's, and backtracking would take quadratic time.
  const start = message.endsWith('?') ? message.lastIndexOf('Did you mean ') : -1;
  return start < 0 ? error : { ...error, message: message.slice(0, start).trimEnd() };
}

function masked(error: unknown, log: Logger): GraphQLFormattedError {
  log.error({ err: error }, 'unexpected error outside of an operation');
  return { message: INTERNAL_ERROR, extensions: { code: 'INTERNAL_SERVER_ERROR' } };
}

/**
 * GraphQL over HTTP, section 6.4.1: for a client that accepts `application/json`, the response to a refused document is well-formed and has
 * status 200. Apollo Server sends 400 for both media types.
 */
function conformingStatus(): ApolloServerPlugin<Context> {
  const refused = new Set([
    'GRAPHQL_PARSE_FAILED',
    'GRAPHQL_VALIDATION_FAILED',
    'INTROSPECTION_DISABLED',
    'BAD_USER_INPUT',
    'OPERATION_TOO_LARGE',
    'SUBSCRIPTION_UNSUPPORTED',
  ]);
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ request, response, errors }) {
          const type = preferredType(request.http?.headers.get('accept'));
          if (type === GRAPHQL_TYPE || response.http.status !== 400) return;
          if (errors?.some((error) => refused.has(String(error.extensions['code']))))
            response.http.status = 200;
        },
      };
    },
  };
}
