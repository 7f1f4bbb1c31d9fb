import { mapOutcome, type Outcome } from '../errors.ts';
import type { Id } from '../ids.ts';
import { ofEntity } from '../rest/refusal.ts';
import type { NewReservation, Reservation } from './model.ts';
import { faultOfReservation } from './rules.ts';
import { fromReservation, reservationRefusals as refusals, toReservation } from './wire/stock.ts';
import type { Writes } from './writes.ts';

const PATH = '/Reservations';

/** Goods that are held while something else is being done, and then taken or let go. */
export class ReservationSource {
  readonly #writes: Writes;

  constructor(writes: Writes) {
    this.#writes = writes;
  }

  /** Holds all that is asked for, or nothing. Refused as OUT_OF_STOCK or NOT_FOUND. */
  async hold(reservation: NewReservation, idempotencyKey: string): Promise<Outcome<Reservation>> {
    const fault = faultOfReservation(reservation);
    if (fault) return { ok: false, refusal: fault };
    const body = fromReservation(reservation);
    const outcome = await this.#writes.send('POST', PATH, body, { idempotencyKey, refusals });
    return mapOutcome(outcome, toReservation);
  }

  /** A reservation as it is now: held, taken, let go, or run out. */
  async current(id: Id<'Reservation'>): Promise<Reservation> {
    return toReservation(await this.#writes.read(`${PATH}/${encodeURIComponent(id)}`));
  }

  /** Takes the held goods out of stock; twice is the same as once. Refused as RESERVATION_EXPIRED, among others. */
  async confirm(id: Id<'Reservation'>, idempotencyKey: string): Promise<Outcome<Reservation>> {
    const path = `${PATH}/${encodeURIComponent(id)}/Confirm`;
    const outcome = await this.#writes.send('POST', path, undefined, {
      idempotencyKey,
      refusals: ofEntity(refusals),
    });
    return mapOutcome(outcome, toReservation);
  }

  /**
   * Lets held goods go, unless they have been taken; gives the reservation as it is then. Of a confirmation
   * and this, whichever comes first wins.
   */
  async letGo(id: Id<'Reservation'>, idempotencyKey: string): Promise<Reservation> {
    const path = `${PATH}/${encodeURIComponent(id)}/Release`;
    const outcome = await this.#writes.send('POST', path, undefined, {
      idempotencyKey,
      refusals: ofEntity(refusals),
    });
    return outcome.ok ? toReservation(outcome.value) : this.current(id);
  }

  /** Lets held goods go, puts confirmed ones back; twice is the same as once. */
  async release(id: Id<'Reservation'>, idempotencyKey: string): Promise<Outcome<null>> {
    const path = `${PATH}/${encodeURIComponent(id)}`;
    const outcome = await this.#writes.send('DELETE', path, undefined, {
      idempotencyKey,
      refusals: ofEntity(refusals),
    });
    return mapOutcome(outcome, () => null);
  }
}
