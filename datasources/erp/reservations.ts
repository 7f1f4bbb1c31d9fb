import type { Change, Written } from '../cache/tags.ts';
import { mapOutcome, type Outcome } from '../errors.ts';
import type { Id } from '../ids.ts';
import { RefusedError } from '../rest/errors/refused.ts';
import { ofEntity } from '../rest/refusal.ts';
import type { RequestScope } from '../scope.ts';
import type { NewReservation, Reservation, StockLevel } from './model.ts';
import { faultOfReservation } from './rules.ts';
import { fromReservation, reservationRefusals as refusals, toReservation } from './wire/stock.ts';
import { shortageOf } from './wire/shortage.ts';
import { ANY_LEVEL, levelChange, levelWritten, type Writes } from './writes.ts';

const PATH = '/Reservations';
/** The ERP has no list of reservations: many are read side by side, few enough to leave room for other calls. */
const AT_ONCE = 8;

/** Goods that are held while something else is being done, and then taken or let go. None of it is kept by a cache. */
export class ReservationSource {
  readonly #writes: Writes;
  readonly #scope: RequestScope;
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(writes: Writes, scope: RequestScope) {
    this.#writes = writes;
    this.#scope = scope;
  }

  /** Holds all that is asked for, or nothing. Refused as OUT_OF_STOCK, with each line that is short, or NOT_FOUND. */
  async hold(reservation: NewReservation, idempotencyKey: string): Promise<Outcome<Reservation>> {
    const fault = faultOfReservation(reservation);
    if (fault) return { ok: false, refusal: fault };
    const body = fromReservation(reservation);
    const short = { ...refusals, insufficient_stock: shortageOf(reservation.lines) };
    const write = { idempotencyKey, refusals: short };
    const outcome = await this.#writes.send('POST', PATH, body, write, (answer) =>
      levelsWritten(answer, ['reserved', 'available']),
    );
    return mapOutcome(outcome, toReservation);
  }

  /** A reservation as it is now: held, taken, let go, or run out. */
  async current(id: Id<'Reservation'>): Promise<Reservation> {
    return toReservation(await this.#writes.read(`${PATH}/${encodeURIComponent(id)}`));
  }

  /** A reservation, read once for a request; null where the ERP knows none by this text. */
  find(id: Id<'Reservation'>): Promise<Reservation | null> {
    return this.#scope.reads.once('reservation', id, () => this.#read(id));
  }

  /** Takes the held goods out of stock; twice is the same as once. Refused as RESERVATION_EXPIRED, among others. */
  async confirm(id: Id<'Reservation'>, idempotencyKey: string): Promise<Outcome<Reservation>> {
    const path = `${PATH}/${encodeURIComponent(id)}/Confirm`;
    const write = { idempotencyKey, refusals: ofEntity(refusals) };
    const outcome = await this.#writes.send('POST', path, undefined, write, (answer) =>
      levelsWritten(answer, ['onHand', 'reserved']),
    );
    return mapOutcome(outcome, toReservation);
  }

  /**
   * Lets held goods go, unless they have been taken; gives the reservation as it is then. Of a confirmation
   * and this, whichever comes first wins.
   */
  async letGo(id: Id<'Reservation'>, idempotencyKey: string): Promise<Reservation> {
    const path = `${PATH}/${encodeURIComponent(id)}/Release`;
    const write = { idempotencyKey, refusals: ofEntity(refusals) };
    const outcome = await this.#writes.send('POST', path, undefined, write, levelsOf);
    return outcome.ok ? toReservation(outcome.value) : this.current(id);
  }

  /** Lets held goods go, puts confirmed ones back; twice is the same as once. */
  async release(id: Id<'Reservation'>, idempotencyKey: string): Promise<Outcome<null>> {
    const path = `${PATH}/${encodeURIComponent(id)}`;
    const write = { idempotencyKey, refusals: ofEntity(refusals) };
    const outcome = await this.#writes.send('DELETE', path, undefined, write, () => [ANY_LEVEL]);
    return mapOutcome(outcome, () => null);
  }

  /** A reservation, or null; a few at once, and the others wait for their turn. */
  async #read(id: Id<'Reservation'>): Promise<Reservation | null> {
    while (this.#running >= AT_ONCE) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#running += 1;
    try {
      return await this.current(id);
    } catch (error) {
      // Any text can be called a reservation by the shop: what the ERP does not know holds nothing.
      if (error instanceof RefusedError) return null;
      throw error;
    } finally {
      this.#running -= 1;
      this.#waiting.shift()?.();
    }
  }
}

/** Where the goods lie is in the answer; without one, any stock may have changed. */
function levelsWritten(
  answer: unknown,
  fields: readonly (keyof StockLevel)[],
): readonly (Change | Written)[] {
  if (answer === null) return [ANY_LEVEL];
  return toReservation(answer).lines.map(({ product, location }) =>
    levelWritten(product.id, location.id, fields),
  );
}

/** The same where it is not known whether anything changed: what has run out was free before. */
function levelsOf(answer: unknown): readonly Change[] {
  if (answer === null) return [ANY_LEVEL];
  return toReservation(answer).lines.map(({ product, location }) => levelChange(product.id, location.id));
}
