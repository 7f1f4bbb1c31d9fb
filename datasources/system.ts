import type { Cache } from './cache/cache.ts';
import type { SystemCache } from './cache/system-cache.ts';
import type { ChangeSource } from './changes.ts';
import type { Credentials } from './rest/credentials/credentials.ts';
import { RestClient, type ClientStats } from './rest/client.ts';
import type { PolicySettings } from './rest/policies.ts';
import { Validators } from './rest/validators.ts';
import type { RequestScope } from './scope.ts';
import type { Logger } from './logger.ts';
import type { WebhookRegistry } from './webhook-registry.ts';

/** A secret or name with which the gateway authenticates to a system. */
export interface CredentialSetting {
  /** What it is, for `--help`. */
  readonly about: string;
  /** What the embedded system accepts; used only with the embedded system. */
  readonly local: string;
}

/** How a system wants the gateway to authenticate. `Name` are the settings, without the system's prefix. */
export interface SystemCredentials<Name extends string> {
  readonly settings: Readonly<Record<Name, CredentialSetting>>;
  readonly create: (values: Readonly<Record<Name, string>>, baseUrl: string) => Credentials;
}

/**
 * A system behind the graph, as described by its folder. `Source` is the data source that resolvers get for one request, with
 * `context.use(system)`.
 */
export interface System<Source> {
  /** Short name: the prefix of its settings (`CRM_URL`), and its name in errors. */
  readonly name: string;
  /** What it is, for `--help`. */
  readonly title: string;
  /** Port of the embedded system of this name; null if none comes with the product. */
  readonly embeddedPort: number | null;
  readonly credentials: SystemCredentials<string>;
  /** Called once per process, with the caches of the system; the result creates a source for each request. */
  readonly open: (client: RestClient, cache: SystemCache) => (scope: RequestScope) => Source;
  /** How it reports changes; null if it does not, so that cached values only expire by age. */
  readonly changes: ((client: RestClient) => ChangeSource) | null;
  /** The entity types whose changes it reports, each with the fields that may be reported as changed, by their names in the graph. */
  readonly changedFields: Readonly<Record<string, readonly string[]>>;
  /** Whether it sends webhooks. */
  readonly pushes: boolean;
  /** How to register for its webhooks; null if that is done manually. */
  readonly webhooks: ((client: RestClient) => WebhookRegistry) | null;
}

/** Where a system is and how it is called, as configured. */
export interface SystemSettings extends PolicySettings {
  /** Absolute URL, without the contract's own paths. */
  readonly baseUrl: string;
  /** Values of the credentials' settings. */
  readonly credentials: Readonly<Record<string, string>>;
  /** The maximum number of ids in a batch, and of rows in a page, that it accepts. */
  readonly maxBatch: number;
  /** Milliseconds for which its answers may be kept unless they specify otherwise. */
  readonly maxAgeMs: number;
  /** Milliseconds past that during which they may stand in while it is unavailable, unless they specify otherwise. */
  readonly staleIfErrorMs: number;
}

/** The open systems, by their definitions. */
export type OpenSystems = ReadonlyMap<System<unknown>, OpenSystem<unknown>>;

/** A system with its connections open. */
export interface OpenSystem<Source> {
  readonly sourceFor: (scope: RequestScope) => Source;
  /** How the system reports changes; null if it does not. */
  readonly changes: ChangeSource | null;
  /** The registry for its webhooks; null if registration is manual, or it sends none. */
  readonly webhooks: WebhookRegistry | null;
  /** Makes it send all its answers in full the next time. */
  readonly forget: () => void;
  /** Statistics of its calls since the start. */
  readonly callStats: () => ClientStats;
  readonly close: () => Promise<void>;
}

/** Types a system's description; `Name` is inferred, so that `credentials` gets exactly the named settings. */
export function defineSystem<Source, Name extends string>(
  system: Omit<System<Source>, 'credentials'> & { readonly credentials: SystemCredentials<Name> },
): System<Source> {
  return system;
}

/** Size in characters of the answers held per system, to be revalidated rather than sent again: 16 MB for four systems. */
const HELD_BYTES = 4 * 1024 * 1024;

/** Opens the connections to a system. Nothing is sent before the first read. */
export function openSystem<Source>(
  system: System<Source>,
  settings: SystemSettings,
  cache: Cache,
  log: Logger,
): OpenSystem<Source> {
  const client = new RestClient({
    ...settings,
    system: system.name,
    credentials: system.credentials.create(settings.credentials, settings.baseUrl),
    // If nothing is kept in this process, no answers are held for revalidation either.
    validators: new Validators(cache.keepsValues ? HELD_BYTES : 0),
    log,
  });
  const { maxAgeMs, staleIfErrorMs, baseUrl: address } = settings;
  const isCircuitOpen = () => client.isCircuitOpen;
  const isQuotaLow = () => client.isQuotaLow;
  const own = cache.of(system.name, { maxAgeMs, staleIfErrorMs, address, isCircuitOpen, isQuotaLow });
  const sourceFor = system.open(client, own);
  const changes = system.changes?.(client) ?? null;
  const webhooks = system.webhooks?.(client) ?? null;
  return {
    sourceFor,
    changes,
    webhooks,
    forget: () => client.forget(),
    callStats: () => client.stats,
    close: () => client.close(),
  };
}
