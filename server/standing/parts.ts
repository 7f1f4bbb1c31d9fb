import type { GraphQLSchema } from 'graphql';
import type { ChangeHub } from '../../changes/hub.ts';
import type { Cache } from '../../datasources/cache/cache.ts';
import type { Asker, Logger } from '../../datasources/scope.ts';
import type { Nameable } from '../../resolvers/change-filter.ts';
import type { Context } from '../../resolvers/context.ts';
import type { Principal } from '../../resolvers/principal.ts';
import type { Config } from '../config.ts';
import type { Provenance } from '../freshness/provenance.ts';
import type { ItemCounter } from '../limits/items.ts';
import type { Load } from '../overload/load.ts';

/** What operations that stand are made with. */
export interface StandingParts {
  readonly config: Config;
  readonly log: Logger;
  readonly schema: GraphQLSchema;
  readonly cache: Cache;
  /** What happens, as this process follows it. */
  readonly hub: ChangeHub;
  /** What can be named of what happens. */
  readonly nameable: Nameable;
  /** Counts the items of what graphql-js answers. */
  readonly items: ItemCounter;
  /** Says which parts of an answer are stale. */
  readonly provenance: Provenance;
  /** How much runs here at once: each run counts. */
  readonly load: Load;
  /** The context of one run. */
  readonly contextFor: (asker: Asker, principal: Principal) => Context;
}
