import type { ChangeSource, CloudEvent, EventReport, ReportedChange } from '../../datasources/changes.ts';
import { ContractError } from '../../datasources/rest/errors/contract.ts';
import { unlessAborted } from '../../datasources/rest/abort.ts';
import { Deadline } from '../../datasources/rest/deadline.ts';
import type { Logger } from '../../datasources/logger.ts';
import { Seldom } from '../../datasources/seldom.ts';
import type { ChangeLog, SourceStep } from '../log.ts';
import { BrokenEventError } from '../errors/broken-event.ts';
import { readEvents } from './cloud-event.ts';
import { countRecorded, type Counters } from './counters.ts';
import type { IncomingWebhook, Received } from './incoming-webhook.ts';
import type { OwnerLookUp } from './owners.ts';
import { Signatures } from './signatures.ts';
import type { FeedReader } from './feed-reader.ts';

/** Webhooks are answered within 5 s, whatever is behind them; the rest is left for the way back. */
const ANSWER_MS = 4_500;
const RETRY_AFTER_SECONDS = 1;
/** How often each kind of rejection has a log line. */
const REJECTIONS_MS = 60_000;

/** The dependencies of a webhook receiver. */
export interface WebhookReceiverParts {
  readonly system: string;
  readonly source: ChangeSource;
  /** The secrets that sign them: one, or two while the sender rotates. */
  readonly secrets: readonly string[];
  /** Reads the system's change feed; null if it has none. */
  readonly feedReader: FeedReader | null;
  readonly owners: OwnerLookUp;
  readonly log: ChangeLog;
  readonly counters: Counters;
  readonly logger: Logger;
  /** Aborts when the process stops. */
  readonly closing: AbortSignal;
}

/** What the events of a webhook reported. */
interface ParsedWebhook {
  readonly events: readonly EventReport[];
  /** Event types that the source does not know. */
  readonly unknown: readonly string[];
  /** Whether an event says only that something changed. */
  readonly isThin: boolean;
}

/**
 * Records the webhooks of one system in the log (docs/decisions/0018-webhooks-in.md). If the system has a change feed, the feed is
 * authoritative: an event is recorded directly only if it is the very next change; otherwise the feed is read up to now. So it does not
 * matter whether webhooks arrive twice, late, out of order, or not at all.
 */
export class WebhookReceiver {
  readonly #parts: WebhookReceiverParts;
  readonly #signatures: Signatures;
  readonly #seldom = new Seldom<string>(REJECTIONS_MS);

  constructor(parts: WebhookReceiverParts) {
    this.#parts = parts;
    this.#signatures = new Signatures(parts.secrets);
  }

  /** Resolves within 5 s, once the changes are in the log, or it is known why they are not. Rejects only on a bug. */
  async receive(webhook: IncomingWebhook): Promise<Received> {
    const fault = this.#signatures.faultOf(webhook);
    if (fault !== null) return this.refuse(fault);
    const parsed = this.#parse(webhook);
    if ('is' in parsed) return parsed;
    const { closing } = this.#parts;
    const late = () => new Error(`neither the log nor the system's record was there within ${ANSWER_MS} ms`);
    using deadline = new Deadline(ANSWER_MS, closing, late);
    try {
      return await unlessAborted(this.#record(parsed, webhook.id ?? ''), deadline.signal);
    } catch (err) {
      return this.#unavailable(err);
    }
  }

  /** Counts a webhook without a valid signature, also when that shows before its body has been read. */
  refuse(message: string): Received {
    this.#parts.counters.forged += 1;
    this.#warnSeldom('webhooks were refused: their signature is not valid', { reason: message });
    return { is: 'forged', message };
  }

  #parse(webhook: IncomingWebhook): ParsedWebhook | Received {
    try {
      return this.#read(readEvents(webhook));
    } catch (error) {
      const message = messageFor(error);
      if (message === null) throw error;
      const { counters, logger, system } = this.#parts;
      counters.broken += 1;
      logger.warn({ system, err: error }, 'a webhook with a valid signature has invalid content');
      return { is: 'broken', message };
    }
  }

  #read(events: readonly CloudEvent[]): ParsedWebhook {
    const parsed = events.map((event) => [event.type, this.#parts.source.read(event)] as const);
    const unknown = parsed.filter(([, one]) => one === null).map(([type]) => type);
    for (const type of unknown) this.#warnSeldom('webhooks of unknown types were ignored', { type });
    this.#parts.counters.ignored += unknown.length;
    return {
      events: parsed.flatMap(([, one]) => one ?? []),
      unknown: [...new Set(unknown)],
      isThin: events.some(({ data }) => data === null),
    };
  }

  async #record(parsed: ParsedWebhook, id: string): Promise<Received> {
    const { counters, system } = this.#parts;
    const { events, unknown } = parsed;
    // Ids are only unique within a system.
    const is = events.length === 0 ? 'known' : await this.#append(parsed, `${system} ${id}`);
    counters[is === 'recorded' ? 'received' : 'known'] += 1;
    return unknown.length > 0 ? { is: 'ignored', types: unknown } : { is };
  }

  async #append({ events, isThin }: ParsedWebhook, name: string): Promise<'recorded' | 'known'> {
    const { feedReader, owners, counters } = this.#parts;
    const changes = events.map(({ change }) => change);
    if (!feedReader) {
      const recorded = await this.#appendAll(await owners.complete(changes), null, name);
      return recorded === 'known' ? 'known' : 'recorded';
    }
    const step = stepOf(events, this.#parts.system);
    // An event with too little detail is left to the feed, at the price of the look-up it would need: the feed knows the owners, and also
    // which write made the change, without which an echo of our own write would be announced twice.
    const isEnough = step !== null && !isThin && changes.every(({ ownersUnknown }) => !ownersUnknown);
    const recorded = isEnough ? await this.#appendAll(changes, step, name) : 'elsewhere';
    if (recorded !== 'elsewhere') {
      if (recorded === 'recorded') feedReader.note(step?.to ?? null);
      return recorded;
    }
    counters.gaps += 1;
    await feedReader.catchUp(null, step?.from ?? null);
    // The webhook's name is recorded separately: the pages that were read had none.
    const kept = await this.#appendAll([], null, name);
    return kept === 'known' ? 'known' : 'recorded';
  }

  async #appendAll(
    parsed: readonly ReportedChange[],
    step: SourceStep | null,
    name: string,
  ): Promise<'recorded' | 'known' | 'elsewhere'> {
    const { log, system, counters } = this.#parts;
    const changes = parsed.map((change) => ({ ...change, system }));
    const recorded = await log.append({ changes, step, name });
    // No lease is involved here that could be lost.
    if (recorded.is === 'fenced') return 'elsewhere';
    if (recorded.is === 'recorded') countRecorded(counters, recorded.cursors);
    return recorded.is;
  }

  /** Rejected senders must not be able to flood the log. */
  #warnSeldom(message: string, occurrence: object): void {
    const { logger, system } = this.#parts;
    const times = this.#seldom.count(message);
    if (times !== null) logger.warn({ system, times, ...occurrence }, message);
  }

  #unavailable(err: unknown): Received {
    const { counters, logger, system } = this.#parts;
    counters.unavailable += 1;
    logger.warn({ system, err }, 'a webhook could not be recorded; its sender is to send it again');
    return { is: 'unavailable', retryAfterSeconds: RETRY_AFTER_SECONDS };
  }
}

/** The step that the events make up together; null if they are not consecutive, or do not say. */
function stepOf(events: readonly EventReport[], source: string): SourceStep | null {
  const [first] = events;
  let to = first?.step?.from;
  for (const { step } of events) {
    if (!step || step.from !== to) return null;
    to = step.to;
  }
  return first?.step && to !== undefined ? { source, from: first.step.from, to, token: null } : null;
}

/** The message for the sender; null if the error is not the sender's fault. */
function messageFor(error: unknown): string | null {
  if (error instanceof BrokenEventError) return error.message;
  return error instanceof ContractError ? `It breaks the contract of the system: ${error.message}` : null;
}
