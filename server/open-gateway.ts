import { InMemoryLRUCache } from '@apollo/utils.keyvaluecache';
import type { Redis } from 'ioredis';
import { filterNamesOf } from '../resolvers/change-filter.ts';
import { adminFor } from './admin/admin.ts';
import { Answers } from './answers/answers.ts';
import { Operations } from './answers/operations.ts';
import { TemplateMemory } from './execution/template.ts';
import { SharedAnswers } from './answers/shared-answers.ts';
import { openChanges, type Changes } from './changes.ts';
import { addressesOf } from './config/systems.ts';
import { createContext, type ContextFor } from './context.ts';
import { DetachedWork } from './detached.ts';
import { createEngine } from './engine.ts';
import { Provenance } from './freshness/provenance.ts';
import type { Gateway, GatewayOptions } from './gateway.ts';
import { entitiesOf, systemsOf } from './graph.ts';
import { openIdentity } from './identity.ts';
import { scopesOf } from './identity/policies.ts';
import type { Stores } from './stores.ts';
import { ApiKeys } from './keys/keys.ts';
import { DryRun } from './limits/calls/dry-run.ts';
import { DocumentValidator } from './limits/document-validator.ts';
import { limitItems } from './limits/items.ts';
import { Load } from './overload/load.ts';
import { Budgets } from './rate/budgets.ts';
import { openRedis } from './redis.ts';
import { persistedInRedis } from './persisted-operations/redis.ts';
import { persistedOperations } from './persisted-operations/store.ts';
import { SafeList } from './safe-list/safe-list.ts';
import type { Sources } from './sources.ts';
import { LongLivedOperations } from './streams/operations.ts';
import { Streams } from './streams/streams.ts';
import { RefusalLog } from './telemetry/logs/refusals.ts';
import { Connections } from './transports/connections.ts';
import { DeadPeers } from './transports/dead-peers.ts';
import { openUsage } from './usage/open.ts';

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
  const { config, domains, schema, log, clock = performance } = options;
  const { systems, cache, tier, stores } = sources;
  const redis = config.redisUrl === null ? null : openRedis(config.redisUrl, log);
  if (redis) opened.defer(() => redis.disconnect());

  const validator = new DocumentValidator(schema, config);
  const { keys, safeList, registersRead } = openRegisters(options, validator, stores, opened);
  const publishes = Boolean(schema.getSubscriptionType());
  const counts = publishes && config.usage.days > 0;
  const usage = openUsage({ schema, store: stores.usage(config.usage), log }, counts, opened);
  const { bytes } = config.cache;
  const templates = new TemplateMemory(bytes.templates);
  const operations = new Operations(schema, validator, templates, bytes);
  const items = limitItems(schema, config.limits.items);
  const provenance = new Provenance(schema, clock, items);
  const { reservationSeconds, maxPage, requestTimeoutMs: timeoutMs } = config;
  const settings = { reservationSeconds, maxPage };
  const entities = entitiesOf(domains);
  const dryRun = new DryRun(schema, { entities, systems, settings, log }, config.systems);
  const detached = new DetachedWork();
  const answers = new Answers({
    cache,
    isOn: config.cache.answers,
    items: config.limits.items,
    shared:
      tier && config.cache.answers ? new SharedAnswers(tier, schema, addressesOf(config.systems)) : null,
  });
  const changes = await openChanges({ config, cache, systems, stores, log, publishes }, opened);
  opened.defer(() => detached.settled());
  const webhooks = options.webhooks ?? changes.webhooks;
  const admin = adminFor(config.admin, {
    domains,
    cache,
    answers,
    hub: changes.hub,
    webhooks,
    keys,
    operations: safeList,
    usage,
    log,
  });
  const changesCursor = () => changes.hub.position;
  const parts = { entities, systems, settings, changesCursor, admin, log, timeoutMs, detached };
  const contextFor: ContextFor = (requester, principal) => createContext(parts, requester, principal);
  const engine = await createEngine({
    schema,
    config,
    log,
    validator,
    operations,
    items,
    provenance,
    dryRun,
    contextFor,
    persisted: persistedOperations(
      safeList,
      redis ? persistedInRedis(redis, log) : new InMemoryLRUCache({ maxSize: bytes.documents }),
    ),
  });
  opened.defer(() => engine.stop());
  const load = opened.use(new Load(config.overload));
  const filterNames = filterNamesOf(systemsOf(domains));
  const streams = new Streams({
    config,
    log,
    schema,
    cache,
    hub: changes.hub,
    filterNames,
    items,
    provenance,
    load,
    contextFor,
  });
  opened.defer(changes.hub.listen(streams));
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
    longLivedOperations: new LongLivedOperations(schema, config, validator, templates),
    streams,
    connections: new Connections(config.streams.maxConnections),
    deadPeers: new DeadPeers(),
    pingMs: options.pingMs ?? PING_MS,
  };
  return { gateway, changes, keys, redis, registersRead };
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
