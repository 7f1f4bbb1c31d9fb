import { randomUUID } from 'node:crypto';
import { QuotaLowError } from '../../datasources/rest/errors/quota-low.ts';
import type { Asker, Logger } from '../../datasources/scope.ts';
import type { WebhookReceiver, WebhookRegistry } from '../../datasources/webhook-registry.ts';
import type { Lease } from '../log.ts';

/** One for all replicas, and for all starts: who registers again is not there twice, even where the last one was killed. */
const ID = 'isthmus';
/** A stop does not wait longer for a system that is to forget this gateway. */
const CALL_MS = 2_000;

/** Who is registered where. */
export interface RegistrationParts {
  readonly system: string;
  readonly registry: WebhookRegistry;
  readonly receiver: WebhookReceiver;
  readonly logger: Logger;
}

/**
 * Has one system send its webhooks to this replica, as long as it has the lease of the system's changes. So of many replicas one gets them, and if
 * that one is lost, the next to have the lease does.
 */
export class Registration {
  readonly #parts: RegistrationParts;
  /** The lease under which this replica was registered; null where it was not, or may be replaced. */
  #token: number | null = null;
  #putting: Promise<void> | null = null;

  constructor(parts: RegistrationParts) {
    this.#parts = parts;
  }

  /** Told of the lease each time that it is taken, renewed, or not had. Where another has had it meanwhile, that one is registered now. */
  leased(lease: Lease | null): void {
    if (lease === null) this.#token = null;
    else if (lease.token !== this.#token) this.#putting ??= this.#put(lease.token);
  }

  /** Resolves when nothing is being registered. */
  async settled(): Promise<void> {
    await this.#putting;
  }

  /** Has nothing sent here any more, unless another replica is registered by now. Never rejects. */
  async close(): Promise<void> {
    await this.#putting;
    if (this.#token === null) return;
    const { system, registry, logger } = this.#parts;
    this.#token = null;
    await registry.remove(ID, askerFor(CALL_MS)).catch((err: unknown) => {
      logger.warn({ system, err }, 'the system could not be told to send no more webhooks here');
    });
  }

  /** What fails is tried again with the next renewal; until then the system is polled as always. */
  async #put(token: number): Promise<void> {
    const { system, registry, receiver, logger } = this.#parts;
    try {
      await registry.put(ID, receiver, askerFor(CALL_MS));
      this.#token = token;
      logger.debug({ system, url: receiver.url }, 'webhooks are sent here');
    } catch (err) {
      if (err instanceof QuotaLowError) return;
      logger.warn({ system, err }, 'the system could not be told where to send webhooks');
    } finally {
      this.#putting = null;
    }
  }
}

function askerFor(ms: number): Asker {
  return { requestId: randomUUID(), signal: AbortSignal.timeout(ms) };
}
