import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { Webhooks } from '../changes/webhooks/webhooks.ts';
import type { SharedTier } from '../datasources/cache/tier.ts';
import type { Clock } from '../datasources/clock.ts';
import type { Config } from './config.ts';
import type { Domains } from './graph.ts';

/** The options of a gateway. */
export interface GatewayOptions {
  readonly config: Config;
  readonly domains: Domains;
  readonly schema: GraphQLSchema;
  readonly log: Logger;
  /** The clock for the age of cached values; `performance` by default. */
  readonly clock?: Clock;
  /** The cache tier that replicas share; by default, the configured one. */
  readonly tier?: SharedTier;
  /** Milliseconds between two keep-alives on an open connection; a dead client is noticed after twice that. 7,000 by default. */
  readonly pingMs?: number;
  /** Sends webhooks; closed by the caller that opened it. By default the gateway opens its own. */
  readonly webhooks?: Webhooks;
}
