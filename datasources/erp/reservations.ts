import type { Change, Written } from '../changes.ts';
import { mapOutcome, refused, type Outcome } from '../errors.ts';
import type { Id } from '../ids.ts';
import { Bulkhead } from '../rest/bulkhead.ts';
import { RefusedError } from '../rest/errors/refused.ts';
import { ofEntity } from '../rest/refusal.ts';
import type { RequestScope } from '../scope.ts';
import type { NewReservation, Reservation, StockLevel } from './model.ts';
import { faultOfReservation } from './rules.ts';
import { fromReservation, reservationRefusals as refusals, toReservation } from './wire/stock.ts';
import { shortageOf } from './wire/shortage.ts';
import { ANY_LEVEL, levelChange, levelWritten, type Writes } from './writes.ts';

const PATH = '/Reservations';
/** The ERP has no list of reservations: many are read in parallel, but few enough to leave room for other calls. */
const AT_ONCE = 8;

/** Goods that are held while another step is in progress, and then taken or released. Nothing here is cached. */
export class ReservationSource {
  readonly #writes: Writes;
  readonly #scope: RequestScope;
  readonly #reads = new Bulkhead(AT_ONCE, Infinity);

  constructor(writes: Writes, scope: RequestScope) {
    this.#writes = writes;
    this.#scope = scope;
  }

  /** Reserves everything requested, or nothing. Refused as OUT_OF_STOCK, with each line that is short, or as NOT_FOUND. */
  async hold(reservation: NewReservation, idempotencyKey: string): Promise<Outcome<Reservation>> {
    const fault = faultOfReservation(reservation);
    if (fault) return refused(fault);
    const body = fromReservation(reservation);
    const short = { ...refusals, insufficient_stock: shortageOf(reservation.lines) };
    const write = { idempotencyKey, refusals: short };
    const outcome = await this.#writes.send('POST', PATH, body, write, (answer) =>
      levelsWritten(answer, ['reserved', 'available']),
    );
    return mapOutcome(outcome, toReservation);
  }

  /** Returns the current state of a reservation: held, taken, released, or expired. */
  async current(id: Id<'Reservation'>): Promise<Reservation> {
    return toReservation(await this.#writes.read(`${PATH}/${encodeURIComponent(id)}`));
  }

  /** Returns a reservation, read once per request; null if the ERP does not know this text. */
  find(id: Id<'Reservation'>): Promise<Reservation | null> {
    return this.#scope.reads.once('reservation', id, () => this.#read(id));
  }

  /** Takes the held goods out of stock; idempotent. Refused as RESERVATION_EXPIRED if they are not held any more. */
  async confirm(id: Id<'Reservation'>, idempotencyKey: string): Promise<Outcome<Reservation>> {
    const path = `${PATH}/${encodeURIComponent(id)}/Confirm`;
    const write = { idempotencyKey, refusals: ofEntity(refusals) };
    const outcome = await this.#writes.send('POST', path, undefined, write, (answer) =>
      levelsWritten(answer, ['onHand', 'reserved']),
    );
    return mapOutcome(outcome, toReservation);
  }

  /**
   * Releases held goods, unless they have been taken; returns the reservation as it is then. Of this and a confirmation, the first one
   * wins.
   */
  async letGo(id: Id<'Reservation'>, idempotencyKey: string): Promise<Reservation> {
    const path = `${PATH}/${encodeURIComponent(id)}/Release`;
    const write = { idempotencyKey, refusals: ofEntity(refusals) };
    const outcome = await this.#writes.send('POST', path, undefined, write, levelsOf);
    return outcome.ok ? toReservation(outcome.value) : this.current(id);
  }

  /** Releases held goods, and puts confirmed ones back into stock; idempotent. */
  async release(id: Id<'Reservation'>, idempotencyKey: string): Promise<Outcome<null>> {
    const path = `${PATH}/${encodeURIComponent(id)}`;
    const write = { idempotencyKey, refusals: ofEntity(refusals) };
    const outcome = await this.#writes.send('DELETE', path, undefined, write, () => [ANY_LEVEL]);
    return mapOutcome(outcome, () => null);
  }

  /** Reads a reservation, or null; only a few are read at once, and the others wait for their turn. */
  async #read(id: Id<'Reservation'>): Promise<Reservation | null> {
    try {
      return await this.#reads.run(() => this.current(id), this.#scope.signal);
    } catch (error) {
      // The shop accepts any text as a reservation: one that the ERP does not know holds nothing.
      if (error instanceof RefusedError) return null;
      throw error;
    }
  }
}

/** The answer names the locations of the goods; without one, any stock may have changed. */
function levelsWritten(
  answer: unknown,
  fields: readonly (keyof StockLevel)[],
): readonly (Change | Written)[] {
  if (answer === null) return [ANY_LEVEL];
  return toReservation(answer).lines.map(({ product, location }) =>
    levelWritten(product.id, location.id, fields),
  );
}

/** The same if it is unknown whether anything changed: an expired reservation had no goods left to release. */
function levelsOf(answer: unknown): readonly Change[] {
  if (answer === null) return [ANY_LEVEL];
  return toReservation(answer).lines.map(({ product, location }) => levelChange(product.id, location.id));
}
