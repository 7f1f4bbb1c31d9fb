import type { Cache, SystemCache } from './cache/cache.ts';
import type { ChangeSource } from './changes.ts';
import type { Credentials } from './rest/credentials/credentials.ts';
import { RestClient, type ClientStats } from './rest/client.ts';
import type { PolicySettings } from './rest/policies.ts';
import { Validators } from './rest/validators.ts';
import type { Logger, RequestScope } from './scope.ts';
import type { WebhookRegistry } from './webhook-registry.ts';

/** One secret or name that a system is told who asks with. */
export interface IdentitySetting {
  /** What it is, for `--help`. */
  readonly about: string;
  /** What the embedded system accepts; used only while the embedded system is. */
  readonly local: string;
}

/** How a system wants to be told who asks. `Name` are the settings, without the system's prefix. */
export interface Identity<Name extends string> {
  readonly settings: Readonly<Record<Name, IdentitySetting>>;
  readonly credentials: (values: Readonly<Record<Name, string>>, baseUrl: string) => Credentials;
}

/**
 * A system behind the graph, as its folder describes it. `Source` is what resolvers get of it for one request,
 * with `context.use(system)`.
 */
export interface System<Source> {
  /** Short name: prefix of its settings (`CRM_URL`), and what errors call it. */
  readonly name: string;
  /** What it is, for `--help`. */
  readonly title: string;
  /** Port of the embedded system of this name; null where none comes with the product. */
  readonly embeddedPort: number | null;
  readonly identity: Identity<string>;
  /** Called once a process, with the caches of the system; the result makes a source for each request. */
  readonly open: (client: RestClient, cache: SystemCache) => (scope: RequestScope) => Source;
  /** How it tells what changed; null where it does not, so that what is kept of it falls by its age alone. */
  readonly changes: ((client: RestClient) => ChangeSource) | null;
  /** The types of what it tells changes of, each with the fields of which it may be told that they changed, as the graph calls them. */
  readonly changedFields: Readonly<Record<string, readonly string[]>>;
  /** Whether it sends webhooks. */
  readonly pushes: boolean;
  /** How it is told who wants them; null where that is done by hand. */
  readonly webhooks: ((client: RestClient) => WebhookRegistry) | null;
}

/** Where a system is and how it is called, as configured. */
export interface SystemSettings extends PolicySettings {
  /** Absolute URL, without the contract's own paths. */
  readonly baseUrl: string;
  /** Values of the identity's settings. */
  readonly identity: Readonly<Record<string, string>>;
  /** The most ids of a batch, and rows of a page, that it takes. */
  readonly maxBatch: number;
  /** Milliseconds for which its answers may be kept where it does not say. */
  readonly maxAgeMs: number;
  /** Milliseconds past that for which they may stand in while it cannot be had, where it does not say. */
  readonly staleIfErrorMs: number;
}

/** A system with its connections open. */
export interface Connection<Source> {
  readonly sourceFor: (scope: RequestScope) => Source;
  /** How the system tells what changed; null where it does not. */
  readonly changes: ChangeSource | null;
  /** Where it is told who wants its webhooks; null where that is done by hand, or it sends none. */
  readonly webhooks: WebhookRegistry | null;
  /** Has all its answers sent whole the next time. */
  readonly forget: () => void;
  /** What became of its calls since the start. */
  readonly callStats: () => ClientStats;
  readonly close: () => Promise<void>;
}

/** Types a system's description; `Name` is inferred, so that `credentials` gets just the settings named. */
export function defineSystem<Source, Name extends string>(
  system: Omit<System<Source>, 'identity'> & { readonly identity: Identity<Name> },
): System<Source> {
  return system;
}

/** Characters of answers that are held for each system, to be asked about in place of being sent again: 16 MB for four systems. */
const HELD_BYTES = 4 * 1024 * 1024;

/** Opens the connections to a system. Nothing is sent before the first read. */
export function connect<Source>(
  system: System<Source>,
  settings: SystemSettings,
  cache: Cache,
  log: Logger,
): Connection<Source> {
  const { isOn, memoryBytes } = cache.options;
  const client = new RestClient({
    ...settings,
    system: system.name,
    credentials: system.identity.credentials(settings.identity, settings.baseUrl),
    // Where nothing is to be kept in this process, neither are answers to ask about.
    validators: new Validators(isOn && memoryBytes > 0 ? HELD_BYTES : 0),
    log,
  });
  const { maxAgeMs, staleIfErrorMs, baseUrl: address } = settings;
  const isAway = () => client.isLeftAlone;
  const isSparing = () => client.isSparing;
  const own = cache.of(system.name, { maxAgeMs, staleIfErrorMs, address, isAway, isSparing });
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
