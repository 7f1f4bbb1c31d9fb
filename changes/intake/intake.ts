import { setTimeout as wait } from 'node:timers/promises';
import type { ChangeSource } from '../../datasources/changes.ts';
import type { Logger } from '../../datasources/logger.ts';
import type { WebhookRegistry } from '../../datasources/webhook-registry.ts';
import type { ChangeLog } from '../log.ts';
import { newCounters, type Counters, type IntakeStats } from './counters.ts';
import { OwnerLookUp } from './owners.ts';
import { Poller } from './poller.ts';
import { Registration } from './registration.ts';
import { FeedReader } from './feed-reader.ts';
import { WebhookReceiver } from './webhook-receiver.ts';
import { newSecret } from '../webhooks/secrets.ts';

/** A system that reports its changes. */
export interface IntakeSource {
  /** Its name, for example `crm`. */
  readonly system: string;
  readonly source: ChangeSource;
  /** The entity types whose changes it reports. */
  readonly entities: readonly string[];
  /** The secrets that sign its webhooks (`whsec_…`): none if it may not send any, two during a rotation. */
  readonly secrets: readonly string[];
  /**
   * Where to register for its webhooks; null if that is done by hand. With a registry but no secrets, a secret is generated for the
   * lifetime of the process.
   */
  readonly registry: WebhookRegistry | null;
}

/** The dependencies of an intake. */
export interface IntakeParts {
  readonly sources: readonly IntakeSource[];
  readonly log: ChangeLog;
  readonly logger: Logger;
  /** The longest interval between two polls of a system, in milliseconds. */
  readonly pollMs: number;
}

/** How long a start waits for the first poll of each system. Later ones continue in the background. */
const FIRST_ROUND_MS = 2_000;

/** Creates the intake. Nothing is polled before `start`. Throws if a secret is invalid. */
export function openIntake(parts: IntakeParts): Intake {
  return new Intake(parts);
}

/** What takes in the changes of one system. */
interface SystemIntake {
  readonly system: string;
  /** Null if it has no change feed. */
  readonly feedReader: FeedReader | null;
  /** Null if it has no secret to sign with. */
  readonly receiver: WebhookReceiver | null;
  readonly registry: WebhookRegistry | null;
  readonly secrets: readonly string[];
  readonly counters: Counters;
}

/** Brings the systems' changes into the log: by webhooks and by polling. The gateway's own writes are recorded by a `WriteRecorder`. */
export class Intake {
  readonly #parts: IntakeParts;
  readonly #closing = new AbortController();
  readonly #systems = new Map<string, SystemIntake>();
  readonly #pollers = new Map<string, Poller>();
  #begun = Promise.resolve();

  constructor(parts: IntakeParts) {
    this.#parts = parts;
    for (const source of parts.sources) this.#add(source);
  }

  /** The webhook receiver of a system; null if it has no secret to sign with, undefined if there is no such system. */
  receiverOf(system: string): WebhookReceiver | null | undefined {
    return this.#systems.get(system)?.receiver;
  }

  /** Counters since the process started, by system. */
  get stats(): Readonly<Record<string, IntakeStats>> {
    return Object.fromEntries([...this.#systems].map(([system, { counters }]) => [system, { ...counters }]));
  }

  /**
   * Starts polling, and registers `addressOf(system)` for webhooks where systems support that. Resolves when each system has been polled
   * once, or after 2 s; changes from then on are reported. Must be called once only.
   */
  async start(addressOf: (system: string) => string): Promise<void> {
    const { signal } = this.#closing;
    const late = wait(FIRST_ROUND_MS, undefined, { signal, ref: false }).catch(() => undefined);
    const asked = [...this.#systems.values()].map((one) => this.#poll(one, addressOf));
    this.#begun = Promise.all(asked).then(() => undefined);
    await Promise.race([this.#begun, late]);
  }

  /** Resolves when each system has been polled once, whether or not that succeeded. */
  get begun(): Promise<void> {
    return this.#begun;
  }

  /** Polls a system now instead of at its next interval. */
  kick(system: string): void {
    this.#pollers.get(system)?.kick();
  }

  /**
   * Stops polling, unregisters from webhooks, and releases the leases so that other replicas can poll. Webhooks in progress must be sent
   * again.
   */
  async close(): Promise<void> {
    this.#closing.abort(new Error('the gateway is stopping'));
    await Promise.all([...this.#pollers.values()].map((poller) => poller.close()));
  }

  #add({ system, source, entities, secrets: given, registry }: IntakeSource): void {
    const { log, logger } = this.#parts;
    const closing = this.#closing.signal;
    const counters = newCounters();
    const owners = new OwnerLookUp(system, source, closing, logger);
    const { feed } = source;
    const missed = () => this.#missed(system, counters);
    const feedReader =
      feed && new FeedReader({ system, feed, entities, owners, log, counters, missed, closing });
    const secrets = given.length === 0 && registry ? [newSecret()] : given;
    const parts = { system, source, secrets, feedReader, owners, log, counters, logger, closing };
    const receiver = secrets.length > 0 ? new WebhookReceiver(parts) : null;
    this.#systems.set(system, { system, feedReader, receiver, registry, secrets, counters });
  }

  async #poll(
    { system, feedReader, registry, secrets, counters }: SystemIntake,
    addressOf: (system: string) => string,
  ): Promise<void> {
    if (!feedReader) return;
    const { log, logger, pollMs } = this.#parts;
    const [secret] = secrets;
    const target = secret === undefined ? null : { url: addressOf(system), secret };
    const registration = registry && target ? new Registration({ system, registry, target, logger }) : null;
    const closing = this.#closing.signal;
    const poller = new Poller({ system, feedReader, log, pollMs, registration, counters, logger, closing });
    this.#pollers.set(system, poller);
    await poller.start();
  }

  #missed(system: string, counters: Counters): void {
    counters.missed += 1;
    const what = 'some changes are unknown: the system was set up anew, or broke its contract';
    this.#parts.logger.warn({ system }, what);
  }
}
