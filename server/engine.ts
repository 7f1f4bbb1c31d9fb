import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import { GraphQLError, type DocumentNode, type GraphQLSchema } from 'graphql';
import { InMemoryLRUCache, type KeyValueCache } from '@apollo/utils.keyvaluecache';
import type { Logger } from '../datasources/logger.ts';
import type { Context } from '../resolvers/context.ts';
import type { Config } from './config.ts';
import type { ContextFor } from './context.ts';
import { documentBytes } from './document-bytes.ts';
import { answerLimits } from './engine/answer-limits.ts';
import { batch } from './engine/batch.ts';
import { conformingStatus } from './engine/conforming-status.ts';
import { errorFunnel, maskedError } from './engine/error-funnel.ts';
import { operationEvents } from './engine/operation-events.ts';
import type { ItemCounter } from './limits/items.ts';
import { freshness } from './freshness/plugin.ts';
import type { Provenance } from './freshness/provenance.ts';
import { admission, type AdmissionParts } from './limits/admission.ts';
import type { DryRun } from './limits/calls/dry-run.ts';
import { costReport } from './limits/cost-report.ts';

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

/** Creates and starts the engine. Errors leave it only in their public form (errors.ts), and never with a stack trace. */
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
      answerLimits(items, config.limits, log),
      conformingStatus(),
      operationEvents(),
    ],
    // Only failures outside of an operation get here without having been a GraphQLError.
    formatError: (formatted, error) => (error instanceof GraphQLError ? formatted : maskedError(error, log)),
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

/** Apollo Server's own store takes 30 MB of their JSON, which is written for each to find its size. */
function parsedDocuments(maxSize: number): InMemoryLRUCache<DocumentNode> {
  const sizeCalculation = ({ loc }: DocumentNode) => documentBytes(loc?.end ?? 0);
  return new InMemoryLRUCache({ maxSize, sizeCalculation });
}
