import type { ChangeSource, CloudEvent, ToldByEvent, ToldChange } from '../../datasources/changes.ts';
import { ContractError } from '../../datasources/rest/errors/contract.ts';
import { unlessAborted } from '../../datasources/rest/abort.ts';
import { Deadline } from '../../datasources/rest/deadline.ts';
import type { Logger } from '../../datasources/scope.ts';
import type { ChangeLog, SourcePlace } from '../log.ts';
import { BrokenEventError } from './broken-event.ts';
import { readEvents } from './cloud-event.ts';
import { countRecorded, type Counters } from './counters.ts';
import type { Delivery, Received } from './delivery.ts';
import type { OwnerLookUp } from './owners.ts';
import { Seldom } from './seldom.ts';
import { Signatures } from './signatures.ts';
import type { Trail } from './trail.ts';

/** Answered within 5 s, whatever is behind it: what is left is for the way back. */
const ANSWER_MS = 4_500;
const RETRY_AFTER_SECONDS = 1;

/** What takes the webhooks of one system. */
export interface WebhookParts {
  readonly system: string;
  readonly source: ChangeSource;
  /** By which they are signed; one, or two while the sender goes over to another. */
  readonly secrets: readonly string[];
  /** The way through the system's own record of changes; null where it has none. */
  readonly trail: Trail | null;
  readonly owners: OwnerLookUp;
  readonly log: ChangeLog;
  readonly counters: Counters;
  readonly logger: Logger;
  /** Aborts when the process stops. */
  readonly closing: AbortSignal;
}

/** What the events of a delivery told. */
interface Told {
  readonly events: readonly ToldByEvent[];
  /** Types that the source does not know. */
  readonly unknown: readonly string[];
  /** Whether one of them says no more than that something changed. */
  readonly isThin: boolean;
}

/**
 * Takes the webhooks of one system into the log (docs/decisions/0018-webhooks-in.md). Where the system has a record of its changes, that is
 * what counts: an event is recorded by itself if it is the very next, and else has the record read up to now. So it does not matter whether
 * webhooks come twice, late, in another order, or not at all.
 */
export class Webhooks {
  readonly #parts: WebhookParts;
  readonly #signatures: Signatures;
  readonly #forged: Seldom;
  readonly #ignored: Seldom;

  constructor(parts: WebhookParts) {
    const { system, logger, secrets } = parts;
    this.#parts = parts;
    this.#signatures = new Signatures(secrets);
    this.#forged = new Seldom((times, reason) =>
      logger.warn({ system, times, reason }, 'webhooks were refused: their signature is not valid'),
    );
    this.#ignored = new Seldom((times, type) =>
      logger.warn({ system, times, type }, 'webhooks of unknown types were ignored'),
    );
  }

  /** Resolves within 5 s, once what was told is in the log, or it is known why it is not. Rejects with what is a defect. */
  async receive(delivery: Delivery): Promise<Received> {
    const fault = this.#signatures.faultOf(delivery);
    if (fault !== null) return this.refuse(fault);
    const told = this.#told(delivery);
    if ('is' in told) return told;
    const { closing } = this.#parts;
    const late = () => new Error(`neither the log nor the system's record was there within ${ANSWER_MS} ms`);
    using deadline = new Deadline(ANSWER_MS, closing, late);
    try {
      return await unlessAborted(this.#record(told, delivery.id ?? ''), deadline.signal);
    } catch (err) {
      return this.#unavailable(err);
    }
  }

  /** Counts a webhook that is not signed as it must be, also where that shows before its body has been read. */
  refuse(message: string): Received {
    this.#parts.counters.forged += 1;
    this.#forged.happened(message);
    return { is: 'forged', message };
  }

  #told(delivery: Delivery): Told | Received {
    try {
      return this.#read(readEvents(delivery));
    } catch (error) {
      const message = faultIn(error);
      if (message === null) throw error;
      const { counters, logger, system } = this.#parts;
      counters.broken += 1;
      logger.warn({ system, err: error }, 'a webhook with a valid signature has invalid content');
      return { is: 'broken', message };
    }
  }

  #read(events: readonly CloudEvent[]): Told {
    const told = events.map((event) => [event.type, this.#parts.source.read(event)] as const);
    const unknown = told.filter(([, one]) => one === null).map(([type]) => type);
    for (const type of unknown) this.#ignored.happened(type);
    this.#parts.counters.ignored += unknown.length;
    return {
      events: told.flatMap(([, one]) => one ?? []),
      unknown: [...new Set(unknown)],
      isThin: events.some(({ data }) => data === null),
    };
  }

  async #record(told: Told, id: string): Promise<Received> {
    const { counters, system } = this.#parts;
    const { events, unknown } = told;
    // Systems may give ids that other systems give as well.
    const is = events.length === 0 ? 'known' : await this.#append(told, `${system} ${id}`);
    counters[is === 'recorded' ? 'received' : 'known'] += 1;
    return unknown.length > 0 ? { is: 'ignored', types: unknown } : { is };
  }

  async #append({ events, isThin }: Told, once: string): Promise<'recorded' | 'known'> {
    const { trail, owners, counters } = this.#parts;
    const changes = events.map(({ change }) => change);
    if (!trail) {
      const recorded = await this.#appendAll(await owners.complete(changes), null, once);
      return recorded === 'known' ? 'known' : 'recorded';
    }
    const place = placeOf(events, this.#parts.system);
    // What tells too little is told in full by the record, at the price of the look-up that it would take: whose it is, and also by which write
    // it was made, without which an echo of our own would be told twice.
    const isEnough = place !== null && !isThin && changes.every(({ ownersUnknown }) => !ownersUnknown);
    const recorded = isEnough ? await this.#appendAll(changes, place, once) : 'elsewhere';
    if (recorded !== 'elsewhere') {
      if (recorded === 'recorded') trail.note(place?.to ?? null);
      return recorded;
    }
    counters.gaps += 1;
    await trail.catchUp(null, place?.from ?? null);
    // Its name is kept by itself: the pages that were read had none.
    const kept = await this.#appendAll([], null, once);
    return kept === 'known' ? 'known' : 'recorded';
  }

  async #appendAll(
    told: readonly ToldChange[],
    place: SourcePlace | null,
    once: string,
  ): Promise<'recorded' | 'known' | 'elsewhere'> {
    const { log, system, counters } = this.#parts;
    const changes = told.map((change) => ({ ...change, system }));
    const recorded = await log.append({ changes, place, once });
    // There is no lease here that could be lost.
    if (recorded.is === 'fenced') return 'elsewhere';
    if (recorded.is === 'recorded') countRecorded(counters, recorded.cursors);
    return recorded.is;
  }

  #unavailable(err: unknown): Received {
    const { counters, logger, system } = this.#parts;
    counters.unavailable += 1;
    logger.warn({ system, err }, 'a webhook could not be taken, and is to be sent again');
    return { is: 'unavailable', retryAfterSeconds: RETRY_AFTER_SECONDS };
  }
}

/** The one step that events make together; null where they do not follow each other, or do not say so. */
function placeOf(events: readonly ToldByEvent[], source: string): SourcePlace | null {
  const [first] = events;
  let to = first?.place?.from;
  for (const { place } of events) {
    if (!place || place.from !== to) return null;
    to = place.to;
  }
  return first?.place && to !== undefined ? { source, from: first.place.from, to, token: null } : null;
}

/** What the sender is told of it; null where it is no mistake of the sender's. */
function faultIn(error: unknown): string | null {
  if (error instanceof BrokenEventError) return error.message;
  return error instanceof ContractError ? `It breaks the contract of the system: ${error.message}` : null;
}
