import { setTimeout as wait } from 'node:timers/promises';
import type { ChangeSource } from '../../datasources/changes.ts';
import type { Logger } from '../../datasources/scope.ts';
import type { WebhookRegistry } from '../../datasources/webhook-registry.ts';
import type { ChangeLog } from '../log.ts';
import { newCounters, type Counters, type IntakeStats } from './counters.ts';
import { OwnerLookUp } from './owners.ts';
import { Poller } from './poller.ts';
import { Registration } from './registration.ts';
import { Trail } from './trail.ts';
import { Webhooks } from './webhooks.ts';
import { newSecret } from '../webhooks/secrets.ts';

/** A system that tells of its changes. */
export interface IntakeSource {
  /** Its name, `crm`. */
  readonly system: string;
  readonly source: ChangeSource;
  /** By which its webhooks are signed (`whsec_…`); none where it may send none, two while it goes over from one to the other. */
  readonly secrets: readonly string[];
  /**
   * Where it is told to send its webhooks here; null where that is done by hand. With it and without secrets, a secret is made for as long as
   * the process lives.
   */
  readonly registry: WebhookRegistry | null;
}

/** How changes come in. */
export interface IntakeOptions {
  readonly sources: readonly IntakeSource[];
  readonly log: ChangeLog;
  readonly logger: Logger;
  /** Milliseconds from one poll of a system to the next, at most. */
  readonly pollMs: number;
  /** Told that a system's changes could not all be had, so that whatever is kept of it may be old; again with the next poll where it rejects. */
  readonly missed: (system: string) => Promise<void>;
}

/** A system that is not asked about by now is asked about later; a start does not wait for it. */
const FIRST_ROUND_MS = 2_000;

/** Opens the way by which changes come in. Nothing is asked before it is started. Throws where a secret is none. */
export function openIntake(options: IntakeOptions): Intake {
  return new Intake(options);
}

/** What is known of a system before it is asked anything. */
interface Known {
  readonly system: string;
  readonly trail: Trail | null;
  readonly registry: WebhookRegistry | null;
  readonly secrets: readonly string[];
  readonly counters: Counters;
}

/** How changes come into the log from systems: by webhooks, and by polls. Writes of our own go there by a `WriteRecorder`. */
export class Intake {
  readonly #options: IntakeOptions;
  readonly #closing = new AbortController();
  readonly #known = new Map<string, Known>();
  readonly #webhooks = new Map<string, Webhooks | null>();
  readonly #pollers = new Map<string, Poller>();
  #begun = Promise.resolve();

  constructor(options: IntakeOptions) {
    this.#options = options;
    for (const source of options.sources) this.#add(source);
  }

  /** The webhooks of a system; null where it has no secrets by which it could sign one, undefined where there is no such system. */
  webhooksOf(system: string): Webhooks | null | undefined {
    return this.#webhooks.get(system);
  }

  /** What came in since the start, by system. */
  get stats(): Readonly<Record<string, IntakeStats>> {
    return Object.fromEntries([...this.#known].map(([system, { counters }]) => [system, { ...counters }]));
  }

  /**
   * Begins to poll, and has systems that can be told so send their webhooks to what `addressOf` says. Resolves when each system has been asked
   * once, or after 2 s: what changes from then on is told. Called once.
   */
  async start(addressOf: (system: string) => string): Promise<void> {
    const { signal } = this.#closing;
    const late = wait(FIRST_ROUND_MS, undefined, { signal, ref: false }).catch(() => undefined);
    const asked = [...this.#known.values()].map((known) => this.#poll(known, addressOf));
    this.#begun = Promise.all(asked).then(() => undefined);
    await Promise.race([this.#begun, late]);
  }

  /** Resolves when each system has been asked once, however that ended. */
  get begun(): Promise<void> {
    return this.#begun;
  }

  /** Asks a system now, and not when its time has come. */
  kick(system: string): void {
    this.#pollers.get(system)?.kick();
  }

  /** Stops asking, has webhooks sent here no more, and lets other replicas ask. What is being received is to be sent again. */
  async close(): Promise<void> {
    this.#closing.abort(new Error('the gateway is stopping'));
    await Promise.all([...this.#pollers.values()].map((poller) => poller.close()));
  }

  #add({ system, source, secrets: given, registry }: IntakeSource): void {
    const { log, logger } = this.#options;
    const closing = this.#closing.signal;
    const counters = newCounters();
    const owners = new OwnerLookUp(system, source, closing, logger);
    const { feed } = source;
    const missed = () => this.#missed(system, counters);
    const trail = feed && new Trail({ system, feed, owners, log, counters, missed, closing });
    const secrets = given.length === 0 && registry ? [newSecret()] : given;
    const parts = { system, source, secrets, trail, owners, log, counters, logger, closing };
    this.#known.set(system, { system, trail, registry, secrets, counters });
    this.#webhooks.set(system, secrets.length > 0 ? new Webhooks(parts) : null);
  }

  async #poll(
    { system, trail, counters, ...known }: Known,
    addressOf: (system: string) => string,
  ): Promise<void> {
    if (!trail) return;
    const { log, logger, pollMs } = this.#options;
    const {
      registry,
      secrets: [secret],
    } = known;
    const receiver = secret === undefined ? null : { url: addressOf(system), secret };
    const registration =
      registry && receiver ? new Registration({ system, registry, receiver, logger }) : null;
    const closing = this.#closing.signal;
    const poller = new Poller({ system, trail, log, pollMs, registration, counters, logger, closing });
    this.#pollers.set(system, poller);
    await poller.start();
  }

  #missed(system: string, counters: Counters): Promise<void> {
    counters.missed += 1;
    const what = 'not all that has changed is known: the system began anew, or broke its contract';
    this.#options.logger.warn({ system }, what);
    return this.#options.missed(system);
  }
}
