import { setTimeout as wait } from 'node:timers/promises';
import type { ChangeSource } from '../../datasources/changes.ts';
import type { Logger } from '../../datasources/scope.ts';
import type { ChangeLog } from '../log.ts';
import { newCounters, type Counters, type IntakeStats } from './counters.ts';
import { OwnerLookUp } from './owners.ts';
import { Poller } from './poller.ts';
import { WriteRecorder } from './recorder.ts';
import { Trail } from './trail.ts';
import { Webhooks } from './webhooks.ts';

/** A system that tells of its changes. */
export interface IntakeSource {
  /** Its name, `crm`. */
  readonly system: string;
  readonly source: ChangeSource;
  /** By which its webhooks are signed (`whsec_…`); none where it may send none, two while it goes over from one to the other. */
  readonly secrets: readonly string[];
}

/** How changes come in. */
export interface IntakeOptions {
  readonly sources: readonly IntakeSource[];
  readonly log: ChangeLog;
  readonly logger: Logger;
  /** Milliseconds from one poll of a system to the next, at most. */
  readonly pollMs: number;
  /** Told that a system's changes could not all be had, so that whatever is kept of it may be old. Must not reject. */
  readonly missed: (system: string) => Promise<void>;
}

/** A system that is not asked about by now is asked about later; a start does not wait for it. */
const FIRST_ROUND_MS = 2_000;

/** Opens the way by which changes come in. Nothing is asked before it is started. Throws where a secret is none. */
export function openIntake(options: IntakeOptions): Intake {
  return new Intake(options);
}

/** How changes come into the log: by webhooks, by polls, and by writes of our own. */
export class Intake {
  /** Puts writes of our own into the log. */
  readonly recorder: WriteRecorder;
  readonly #closing = new AbortController();
  readonly #pollers = new Map<string, Poller>();
  readonly #webhooks = new Map<string, Webhooks | null>();
  readonly #counters = new Map<string, Counters>();

  constructor(options: IntakeOptions) {
    for (const source of options.sources) this.#add(source, options);
    const countersOf = (system: string) => this.#counters.get(system);
    this.recorder = new WriteRecorder(options.log, countersOf, options.logger, this.#closing.signal);
  }

  /** The webhooks of a system; null where it has no secrets by which it could sign one, undefined where there is no such system. */
  webhooksOf(system: string): Webhooks | null | undefined {
    return this.#webhooks.get(system);
  }

  /** What came in since the start, by system. */
  get stats(): Readonly<Record<string, IntakeStats>> {
    return Object.fromEntries([...this.#counters].map(([system, counters]) => [system, { ...counters }]));
  }

  /** Begins to poll. Resolves when each system has been asked once, or after 2 s: what changes from then on is told. */
  async start(): Promise<void> {
    const { signal } = this.#closing;
    const late = wait(FIRST_ROUND_MS, undefined, { signal, ref: false }).catch(() => undefined);
    await Promise.race([Promise.all([...this.#pollers.values()].map((poller) => poller.start())), late]);
  }

  /** Asks a system now, and not when its time has come. */
  kick(system: string): void {
    this.#pollers.get(system)?.kick();
  }

  /** Stops asking, and lets other replicas ask. What is being received is to be sent again. */
  async close(): Promise<void> {
    this.#closing.abort(new Error('the gateway is stopping'));
    await Promise.all([...this.#pollers.values()].map((poller) => poller.close()));
  }

  #add({ system, source, secrets }: IntakeSource, options: IntakeOptions): void {
    const { log, logger, pollMs } = options;
    const closing = this.#closing.signal;
    const counters = newCounters();
    const owners = new OwnerLookUp(system, source, closing, logger);
    const { feed } = source;
    const missed = () => {
      counters.missed += 1;
      logger.warn(
        { system },
        'not all that has changed is known: the system began anew, or broke its contract',
      );
      return options.missed(system);
    };
    const trail = feed && new Trail({ system, feed, owners, log, counters, missed, closing });
    if (trail) {
      this.#pollers.set(system, new Poller({ system, trail, log, pollMs, counters, logger, closing }));
    }
    const parts = { system, source, secrets, trail, owners, log, counters, logger, closing };
    this.#webhooks.set(system, secrets.length > 0 ? new Webhooks(parts) : null);
    this.#counters.set(system, counters);
  }
}
