import { Messages } from '../datasources/observed.ts';

/** A try to deliver a change by webhook, as whoever observes the process is told of it (see `datasources/observed.ts`). */
export interface DeliveryTry {
  /** `again`: it failed and will be tried again; `failed`: that was the last try. */
  readonly outcome: 'delivered' | 'again' | 'failed';
  /** Null where no answer came. */
  readonly status: number | null;
  readonly ms: number;
}

export const deliveryTries = new Messages<DeliveryTry>('isthmus:delivery-try');
