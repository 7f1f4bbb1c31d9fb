import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { Static } from 'typebox';
import { ProblemError } from '../kit/problem.ts';
import { now } from './clock.ts';
import { findRows, table, type EntitySet, type Fields } from './odata/entity-set.ts';
import { integer, oneOf, text } from './odata/field.ts';
import type { Shortage } from './schemas/answers.ts';
import { RESERVATION_STATUSES, type NewReservation, type Reservation } from './schemas/writes.ts';
import { moveStock, recordStockChange, requireItem, stockOf } from './stock.ts';

type ReservationState = Static<typeof Reservation>;
type Line = ReservationState['Lines'][number];

/** Problem 422 `insufficient_stock`, with the items that are short. */
export class ShortageError extends ProblemError {
  readonly lines: readonly Static<typeof Shortage>[];

  constructor(lines: readonly Static<typeof Shortage>[]) {
    const items = lines.map(({ ProductId }) => ProductId).join(', ');
    super(422, 'insufficient_stock', `Too little is available of ${items}.`);
    this.lines = lines;
  }
}

const heads = {
  source: table('reservation'),
  fields: {
    ReservationId: text('reservation_id'),
    Reference: text('reference'),
    Status: oneOf('status', RESERVATION_STATUSES),
    ExpiresAt: text('expires_at'),
  },
  key: ['ReservationId'],
} satisfies EntitySet<Fields>;

const lines = {
  source: table('reservation_line'),
  fields: {
    ProductId: integer('product_id'),
    LocationId: integer('location_id'),
    Quantity: integer('quantity'),
  },
  key: ['ProductId', 'LocationId'],
} satisfies EntitySet<Fields>;

/** The current state of a reservation. Throws problem 404 `not_found`. */
export function findReservation(db: DatabaseSync, id: string): ReservationState {
  const byReservation = [{ sql: 'reservation_id = ?', values: [id] }];
  const [head] = findRows(db, heads, byReservation);
  if (!head) throw new ProblemError(404, 'not_found', `There is no reservation "${id}".`);
  const expired = head.Status === 'Held' && head.ExpiresAt <= now().toISOString();
  return { ...head, Status: expired ? 'Expired' : head.Status, Lines: findRows(db, lines, byReservation) };
}

/**
 * Holds everything requested, or throws: problem 422 `unknown_item`, or {@link ShortageError}. Each item is taken where most of it is
 * available, then where second most is, and so on.
 */
export function reserve(db: DatabaseSync, body: Static<typeof NewReservation>): ReservationState {
  const id = randomUUID();
  const held = allocateAll(db, body.Lines);
  const expiresAt = new Date(now().getTime() + (body.ExpiresInSeconds ?? 900) * 1_000).toISOString();
  db.prepare('INSERT INTO reservation VALUES (?, ?, ?, ?)').run(id, body.Reference, 'Held', expiresAt);
  const insert = db.prepare('INSERT INTO reservation_line VALUES (?, ?, ?, ?)');
  for (const { ProductId, LocationId, Quantity } of held) {
    insert.run(id, ProductId, LocationId, Quantity);
    recordStockChange(db, ProductId, LocationId, ['Reserved', 'Available']);
  }
  return findReservation(db, id);
}

/** Takes the held goods out of stock, once. Throws problems 404 `not_found`, 409 `expired` and `released`. */
export function confirm(db: DatabaseSync, id: string): ReservationState {
  const reservation = findReservation(db, id);
  switch (reservation.Status) {
    case 'Confirmed':
      return reservation;
    case 'Expired':
      throw new ProblemError(409, 'expired', `The reservation expired at ${reservation.ExpiresAt}.`);
    case 'Released':
      throw new ProblemError(409, 'released', 'The reservation was released.');
    case 'Held':
      setStatus(db, id, 'Confirmed');
      for (const { ProductId, LocationId, Quantity } of reservation.Lines) {
        moveStock(db, ProductId, LocationId, -Quantity, ['OnHand', 'Reserved']);
      }
      return { ...reservation, Status: 'Confirmed' };
  }
}

/**
 * Frees the held goods unless they have been taken, so that if a confirmation and a release race, exactly one wins. Throws problems 404
 * `not_found`, 409 `confirmed`.
 */
export function releaseHeld(db: DatabaseSync, id: string): ReservationState {
  if (findReservation(db, id).Status === 'Confirmed') {
    throw new ProblemError(409, 'confirmed', 'The reservation was confirmed: the goods have been taken.');
  }
  release(db, id);
  return findReservation(db, id);
}

/** Frees the held goods, puts confirmed goods back; repeating it does nothing. Throws problem 404 `not_found`. */
export function release(db: DatabaseSync, id: string): void {
  const { Status, Lines } = findReservation(db, id);
  if (Status === 'Released') return;
  // Expired goods were free before, and that is recorded once: here, or when changes were requested since.
  const needsRecord = Status === 'Held' || (Status === 'Expired' && hasStoredStatus(db, id, 'Held'));
  setStatus(db, id, 'Released');
  for (const { ProductId, LocationId, Quantity } of Lines) {
    if (Status === 'Confirmed') moveStock(db, ProductId, LocationId, Quantity);
    if (needsRecord) recordStockChange(db, ProductId, LocationId, ['Reserved', 'Available']);
  }
}

/** Records what was freed by reservations that have expired since this was last done; call it in a transaction. */
export function recordExpiries(db: DatabaseSync): void {
  const due = db
    .prepare(
      `SELECT reservation_id AS id FROM reservation WHERE status = 'Held' AND expires_at <= ? ORDER BY expires_at`,
    )
    .all(now().toISOString());
  for (const { id } of due) {
    setStatus(db, String(id), 'Expired');
    for (const { ProductId, LocationId } of findReservation(db, String(id)).Lines) {
      recordStockChange(db, ProductId, LocationId, ['Reserved', 'Available']);
    }
  }
}

function hasStoredStatus(db: DatabaseSync, id: string, status: ReservationState['Status']): boolean {
  return db.prepare('SELECT status FROM reservation WHERE reservation_id = ?').get(id)?.['status'] === status;
}

function setStatus(db: DatabaseSync, id: string, status: ReservationState['Status']): void {
  db.prepare('UPDATE reservation SET status = ? WHERE reservation_id = ?').run(status, id);
}

function allocateAll(db: DatabaseSync, asked: Static<typeof NewReservation>['Lines']): Line[] {
  const wanted = new Map<number, number>();
  for (const { ProductId, Quantity } of asked) {
    wanted.set(ProductId, (wanted.get(ProductId) ?? 0) + Quantity);
  }
  const short: Static<typeof Shortage>[] = [];
  const held: Line[] = [];
  for (const [ProductId, Requested] of wanted) {
    requireItem(db, ProductId);
    const taken = allocate(db, ProductId, Requested);
    const Available = taken.reduce((sum, { Quantity }) => sum + Quantity, 0);
    if (Available < Requested) short.push({ ProductId, Requested, Available });
    held.push(...taken);
  }
  if (short.length > 0) throw new ShortageError(short);
  return held;
}

/** Chooses where to take as much of `wanted` as there is; if less is available, all of it. */
function allocate(db: DatabaseSync, ProductId: number, wanted: number): Line[] {
  const taken: Line[] = [];
  let missing = wanted;
  const levels = stockOf(db, ProductId).toSorted((a, b) => b.Available - a.Available);
  for (const { LocationId, Available } of levels) {
    const Quantity = Math.min(missing, Available);
    if (Quantity > 0) taken.push({ ProductId, LocationId, Quantity });
    missing -= Math.max(Quantity, 0);
  }
  return taken;
}
