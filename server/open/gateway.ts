import { InMemoryLRUCache, type KeyValueCache } from '@apollo/utils.keyvaluecache';
import type { Redis } from 'ioredis';
import type { ChangeHub } from '../../changes/hub.ts';
import { filterNamesOf } from '../../resolvers/change-filter.ts';
import type { ResolverSettings } from '../../resolvers/context.ts';
import { adminFor, webhooksFor } from '../admin/admin.ts';
import { Answers } from '../answers/answers.ts';
import { Operations } from '../answers/operations.ts';
import { PlanMemory } from '../execution/plan-memory.ts';
import { SharedAnswers } from '../answers/shared-answers.ts';
import { openChanges, type Changes } from './changes.ts';
import type { Config } from '../config.ts';
import { addressesOf } from '../config/systems.ts';
import { createContext, type ContextFor, type ContextParts } from '../context.ts';
import { DetachedWork } from '../detached.ts';
import { createEngine } from '../engine.ts';
import { Provenance } from '../freshness/provenance.ts';
import type { GatewayOptions } from '../gateway-options.ts';
import { entitiesOf, systemsOf } from '../graph.ts';
import { openIdentity } from './identity.ts';
import { scopesOf } from '../identity/policies.ts';
import type { Stores } from './stores.ts';
import { ApiKeys } from '../keys/keys.ts';
import { DryRun } from '../limits/calls/dry-run.ts';
import { DocumentValidator } from '../limits/document-validator.ts';
import { limitItems } from '../limits/items.ts';
import { limitPages } from '../limits/pages.ts';
import { Load } from '../overload/load.ts';
import { Budgets } from '../rate/budgets.ts';
import { Slots } from '../rate/slots.ts';
import { openRedis } from './redis.ts';
import { persistedInRedis } from '../persisted-operations/redis.ts';
import { persistedOperations } from '../persisted-operations/store.ts';
import { SafeList } from '../safe-list/safe-list.ts';
import type { Sources } from './sources.ts';
import { LongLivedOperations } from '../streams/operations.ts';
import { Streams } from '../streams/streams.ts';
import { RefusalLog } from '../telemetry/logs/refusals.ts';
import { DeadPeers } from '../transports/dead-peers.ts';
import { UnsentAnswers } from '../transports/unsent-answers.ts';
import type { Gateway } from '../transports/gateway.ts';
import { openUsage } from '../usage/open.ts';

/** A gateway that is ready to answer but does not listen yet. */
export interface OpenGateway {
  readonly gateway: Gateway;
  readonly changes: Changes;
  readonly keys: ApiKeys;
  /** The Redis for budgets and persisted operations; null if no setting names one. */
  readonly redis: Redis | null;
  /** Resolves once API keys and published operations have been read, or the attempt has failed. */
  readonly registersRead: Promise<unknown>;
}

/** Milliseconds between two pings. A peer that does not answer is noticed after twice that, and must be disconnected within 15 s. */
const PING_MS = 7_000;

/** Opens everything between the transports and the systems. Everything opened is closed with `opened`. */
export async function openGateway(
  options: GatewayOptions,
  sources: Sources,
  opened: AsyncDisposableStack,
): Promise<OpenGateway> {
  const { config, domains, schema, log } = options;
  const { systems, cache, stores } = sources;
  const redis = config.redisUrl === null ? null : openRedis(config.redisUrl, log);
  if (redis) opened.defer(() => redis.disconnect());
  limitPages(schema, config.maxPage);
  const execution = executionOf(options, sources);
  const { validator, plans, operations, items, provenance } = execution;
  const { keys, safeList, registersRead } = openRegisters(options, validator, stores, opened);
  const publishes = Boolean(schema.getSubscriptionType());
  const counts = publishes && config.usage.days > 0;
  // A description usually has some hundreds of characters.
  const maxDescribedChars = config.usage.operations * 1_000;
  const usage = openUsage(
    { schema, store: stores.usage(config.usage), maxDescribedChars, log },
    counts,
    opened,
  );
  const answers = answersOf(options, sources);
  const changes = await openChanges({ config, cache, systems, stores, log, publishes }, opened);
  const { hub } = changes;
  const webhooks = options.webhooks ?? changes.webhooks;
  const administrated = { domains, cache, answers, hub, webhooks, keys, operations: safeList, usage, log };
  const administration = {
    admin: adminFor(config.admin, administrated),
    // Callers who authenticate need a scope, whether or not there are operators.
    webhooks: webhooksFor(config.admin || !config.identity.isOpen, administrated),
  };
  const contextFor = openContexts(options, sources, hub, administration, opened);
  const persisted = persistedOperations(safeList, registeredIn(redis, options));
  const engine = await createEngine({ schema, config, log, ...execution, contextFor, persisted });
  opened.defer(() => engine.stop());
  const load = opened.use(new Load(config.overload));
  const filterNames = filterNamesOf(systemsOf(domains));
  const streams = new Streams({
    config,
    log,
    schema,
    cache,
    hub,
    filterNames,
    items,
    provenance,
    load,
    contextFor,
  });
  opened.defer(hub.listen(streams));
  const gateway: Gateway = {
    config,
    log,
    schema,
    engine,
    validator,
    load,
    budgets: new Budgets(config.rate, redis, log),
    operations,
    safeList,
    answers,
    contextFor,
    identity: openIdentity(config, keys, log, opened),
    refusals: new RefusalLog(log),
    longLivedOperations: new LongLivedOperations(schema, config, validator, plans),
    streams,
    connections: new Slots(config.streams.maxConnections, config.streams.callerPercent),
    deadPeers: new DeadPeers(),
    unsent: new UnsentAnswers(config.limits.unsentBytes, log),
    pingMs: options.pingMs ?? PING_MS,
  };
  return { gateway, changes, keys, redis, registersRead };
}

/** What validates, compiles, limits and explains operations. */
function executionOf(
  { config, domains, schema, log, clock = performance }: GatewayOptions,
  { systems }: Sources,
) {
  const { bytes } = config.cache;
  const validator = new DocumentValidator(schema, config);
  const plans = new PlanMemory(bytes);
  const operations = new Operations(schema, validator, plans, bytes);
  const items = limitItems(schema, config.limits.items);
  const provenance = new Provenance(schema, clock, items);
  const parts = { entities: entitiesOf(domains), systems, settings: settingsOf(config), log };
  const dryRun = new DryRun(schema, parts, config.systems);
  return { validator, plans, operations, items, provenance, dryRun };
}

/** Opens API keys and the safe list, and starts reading them: the rest is opened meanwhile, and also waits for the same Redis. */
function openRegisters(
  { config, schema, log }: GatewayOptions,
  validator: DocumentValidator,
  { register }: Stores,
  opened: AsyncDisposableStack,
) {
  const keys = new ApiKeys({ register: register('keys'), log, scopes: scopesOf(schema), ...config.keys });
  opened.defer(() => keys.close());
  const checks = { validator, tokens: config.limits.tokens };
  const safeList = new SafeList({ register: register('operations'), mode: config.safeList, checks, log });
  opened.defer(() => safeList.close());
  return { keys, safeList, registersRead: Promise.all([keys.start(), safeList.start()]) };
}

function answersOf({ config, schema }: GatewayOptions, { cache, tier }: Sources): Answers {
  const isOn = config.cache.answers;
  const shared = tier && isOn ? new SharedAnswers(tier, schema, addressesOf(config.systems)) : null;
  return new Answers({ cache, isOn, limits: config.limits, shared });
}

/** What creates contexts. Work that outlives its request is awaited when `opened` is closed. */
function openContexts(
  { config, domains, log }: GatewayOptions,
  { systems }: Sources,
  hub: ChangeHub,
  administration: Pick<ContextParts, 'admin' | 'webhooks'>,
  opened: AsyncDisposableStack,
): ContextFor {
  const detached = new DetachedWork();
  opened.defer(() => detached.settled());
  const parts = {
    entities: entitiesOf(domains),
    systems,
    settings: settingsOf(config),
    changesCursor: () => hub.settledPosition(),
    ...administration,
    log,
    timeoutMs: config.requestTimeoutMs,
    detached,
  };
  return (requester, principal) => createContext(parts, requester, principal);
}

function settingsOf({ reservationSeconds, maxPage }: Config): ResolverSettings {
  return { reservationSeconds, maxPage };
}

/** Where the operations that clients have registered by hash are stored. */
function registeredIn(redis: Redis | null, { config, log }: GatewayOptions): KeyValueCache {
  if (redis) return persistedInRedis(redis, log);
  return new InMemoryLRUCache({ maxSize: config.cache.bytes.documents });
}
