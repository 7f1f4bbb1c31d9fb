import type { GraphQLSchema } from 'graphql';
import type { ChangeHub } from '../../changes/hub.ts';
import type { Cache } from '../../datasources/cache/cache.ts';
import type { Requester } from '../../datasources/scope.ts';
import type { Logger } from '../../datasources/logger.ts';
import type { FilterNames } from '../../resolvers/change-filter.ts';
import type { Context } from '../../resolvers/context.ts';
import type { Principal } from '../../resolvers/principal.ts';
import type { Config } from '../config.ts';
import type { Provenance } from '../freshness/provenance.ts';
import type { ItemCounter } from '../limits/items.ts';
import type { Load } from '../overload/load.ts';

/** Dependencies of long-lived operations. */
export interface StreamParts {
  readonly config: Config;
  readonly log: Logger;
  readonly schema: GraphQLSchema;
  readonly cache: Cache;
  /** The changes that this process follows. */
  readonly hub: ChangeHub;
  /** The names that subscriptions may use to select changes. */
  readonly filterNames: FilterNames;
  /** Counts the list items of answers by graphql-js. */
  readonly items: ItemCounter;
  /** Determines which parts of an answer are stale. */
  readonly provenance: Provenance;
  /** How many operations run in this process; each run counts. */
  readonly load: Load;
  /** Creates the context of one run. */
  readonly contextFor: (requester: Requester, principal: Principal) => Context;
}
