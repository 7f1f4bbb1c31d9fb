import { randomUUID } from 'node:crypto';
import { QuotaLowError } from '../../datasources/rest/errors/quota-low.ts';
import type { Requester } from '../../datasources/scope.ts';
import type { Logger } from '../../datasources/logger.ts';
import type { WebhookTarget, WebhookRegistry } from '../../datasources/webhook-registry.ts';
import type { Lease } from '../log.ts';
import type { AcquireLease } from './feed-reader.ts';

/** One id for all replicas and all starts: registering again never creates a duplicate, even after a replica was killed. */
const ID = 'isthmus';
/** The longest that shutdown waits for a system to remove the registration. */
const CALL_MS = 2_000;

/** What is registered, and where. */
export interface RegistrationParts {
  readonly system: string;
  readonly registry: WebhookRegistry;
  readonly target: WebhookTarget;
  readonly logger: Logger;
}

/**
 * Registers this replica for one system's webhooks for as long as it holds the lease on the system's changes. So one of many replicas
 * receives them, and if it is lost, the next holder of the lease does.
 */
export class Registration {
  readonly #parts: RegistrationParts;
  /** The lease under which this replica registered; null if it has not, or may have been replaced. */
  #token: number | null = null;
  #putting: Promise<void> | null = null;

  constructor(parts: RegistrationParts) {
    this.#parts = parts;
  }

  /**
   * Called each time the lease is acquired, renewed or not obtained. If another replica has held it in the meantime, that one is registered
   * instead.
   */
  leased(lease: Lease | null): void {
    if (lease === null) this.#token = null;
    else if (lease.token !== this.#token) this.#putting ??= this.#put(lease.token);
  }

  /** Resolves when no registration is in progress. */
  async settled(): Promise<void> {
    await this.#putting;
  }

  /**
   * Removes the registration, unless another replica may have registered by now: what it removes would be that one's. `renew` renews the
   * lease. Never rejects.
   */
  async close(renew: AcquireLease): Promise<void> {
    await this.#putting;
    const token = this.#token;
    if (token === null) return;
    const { system, registry, logger } = this.#parts;
    this.#token = null;
    const lease = await renew().catch(() => null);
    if (lease?.token !== token) return;
    await registry.remove(ID, requesterFor(CALL_MS)).catch((err: unknown) => {
      logger.warn({ system, err }, 'the registration for webhooks could not be removed from the system');
    });
  }

  /** Registers. A failure is retried with the next renewal; until then the system is polled as usual. */
  async #put(token: number): Promise<void> {
    const { system, registry, target, logger } = this.#parts;
    try {
      await registry.put(ID, target, requesterFor(CALL_MS));
      this.#token = token;
      logger.debug({ system, url: target.url }, 'webhooks are sent here');
    } catch (err) {
      if (err instanceof QuotaLowError) return;
      logger.warn({ system, err }, 'webhooks could not be registered with the system');
    } finally {
      this.#putting = null;
    }
  }
}

function requesterFor(ms: number): Requester {
  return { requestId: randomUUID(), signal: AbortSignal.timeout(ms) };
}
