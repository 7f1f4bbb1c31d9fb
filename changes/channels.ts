import { EventChannel } from '../datasources/channels.ts';

/** An attempt to deliver a change by webhook, as reported to observers of the process (see `datasources/channels.ts`). */
export interface DeliveryAttempt {
  /** `again`: it failed and will be retried; `failed`: that was the last attempt. */
  readonly outcome: 'delivered' | 'again' | 'failed';
  /** Null if there was no response. */
  readonly status: number | null;
  readonly ms: number;
}

export const deliveryAttempts = new EventChannel<DeliveryAttempt>('isthmus:delivery-try');
