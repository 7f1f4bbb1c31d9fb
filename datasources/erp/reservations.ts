import { mapOutcome, type Outcome } from '../errors.ts';
import type { Id } from '../ids.ts';
import { BatchLoader } from '../load/batch-loader.ts';
import { RefusedError } from '../rest/errors/refused.ts';
import { ofEntity } from '../rest/refusal.ts';
import type { NewReservation, Reservation } from './model.ts';
import { faultOfReservation } from './rules.ts';
import { fromReservation, reservationRefusals as refusals, toReservation } from './wire/stock.ts';
import { shortageOf } from './wire/shortage.ts';
import type { Writes } from './writes.ts';

const PATH = '/Reservations';
/** The ERP has no list of reservations: many are read side by side, few enough to leave room for other calls. */
const AT_ONCE = 8;

/** Goods that are held while something else is being done, and then taken or let go. */
export class ReservationSource {
  readonly #writes: Writes;
  readonly #known: BatchLoader<Id<'Reservation'>, null, Reservation | null>;

  constructor(writes: Writes) {
    this.#writes = writes;
    this.#known = new BatchLoader(
      (ids) => this.#readMany(ids),
      () => null,
    );
  }

  /** Holds all that is asked for, or nothing. Refused as OUT_OF_STOCK, with each line that is short, or NOT_FOUND. */
  async hold(reservation: NewReservation, idempotencyKey: string): Promise<Outcome<Reservation>> {
    const fault = faultOfReservation(reservation);
    if (fault) return { ok: false, refusal: fault };
    const body = fromReservation(reservation);
    const short = { ...refusals, insufficient_stock: shortageOf(reservation.lines) };
    const outcome = await this.#writes.send('POST', PATH, body, { idempotencyKey, refusals: short });
    return mapOutcome(outcome, toReservation);
  }

  /** A reservation as it is now: held, taken, let go, or run out. */
  async current(id: Id<'Reservation'>): Promise<Reservation> {
    return toReservation(await this.#writes.read(`${PATH}/${encodeURIComponent(id)}`));
  }

  /** A reservation, read once for a request; null where the ERP knows none by this text. */
  find(id: Id<'Reservation'>): Promise<Reservation | null> {
    return this.#known.load(id, null);
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

  async #readMany(ids: readonly Id<'Reservation'>[]): Promise<Map<Id<'Reservation'>, Reservation | Error>> {
    const found = new Map<Id<'Reservation'>, Reservation | Error>();
    for (let start = 0; start < ids.length; start += AT_ONCE) {
      const some = ids.slice(start, start + AT_ONCE);
      const results = await Promise.allSettled(some.map((id) => this.current(id)));
      for (const [index, id] of some.entries()) add(found, id, results[index]);
    }
    return found;
  }
}

/** A reservation that is not there, or cannot be read, harms none but itself. */
function add(
  found: Map<Id<'Reservation'>, Reservation | Error>,
  id: Id<'Reservation'>,
  result: PromiseSettledResult<Reservation> | undefined,
): void {
  if (result?.status === 'fulfilled') found.set(id, result.value);
  else if (result?.reason instanceof RefusedError) return;
  else found.set(id, result?.reason instanceof Error ? result.reason : new Error(String(result?.reason)));
}
