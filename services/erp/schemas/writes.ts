import { Type } from 'typebox';
import { ref } from '../../kit/app.ts';
import { component, moment, StockLevel, whole, words } from './entities.ts';

/** The most pieces that one write may move; far below 2^53, so that sums stay exact. */
const MAX_PIECES = 1_000_000;

const pieces = (description: string) => Type.Integer({ minimum: 1, maximum: MAX_PIECES, description });

/** States of a reservation. */
export const RESERVATION_STATUSES = ['Held', 'Confirmed', 'Released', 'Expired'] as const;

/** Body of a correction of stock. */
export const NewStockAdjustment = component('NewStockAdjustment', 'A correction of stock by hand.', {
  ProductId: whole('The item.'),
  LocationId: whole('The location; a stock level is created where there is none yet.'),
  Quantity: Type.Integer({
    minimum: -MAX_PIECES,
    maximum: MAX_PIECES,
    description: 'Pieces that came (positive) or went (negative); not 0.',
  }),
  Reason: Type.String({ minLength: 1, maxLength: 500, description: 'Why, for the records.' }),
});

/** Body of a move of stock. */
export const NewStockTransfer = component('NewStockTransfer', 'A move of stock to another location.', {
  ProductId: whole('The item.'),
  FromLocationId: whole('Where it is taken.'),
  ToLocationId: whole('Where it is put; a stock level is created where there is none yet.'),
  Quantity: pieces('Pieces to move, at most what is available.'),
});

/** Both ends of a move. */
export const StockTransfer = component('StockTransfer', 'Both ends of a move of stock, after it.', {
  From: ref(StockLevel),
  To: ref(StockLevel),
});

/** A line of a new reservation. */
export const NewReservationLine = component('NewReservationLine', 'What to hold of one item.', {
  ProductId: whole('The item.'),
  Quantity: pieces('Pieces to hold.'),
});

/** Body of a reservation. */
export const NewReservation = component('NewReservation', 'Stock to hold, all of it or nothing.', {
  Reference: Type.String({ minLength: 1, maxLength: 200, description: 'What it is held for.' }),
  ExpiresInSeconds: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 86_400,
      default: 900,
      description: 'Seconds it is held unless confirmed; of a repeated request, those of the first count.',
    }),
  ),
  Lines: Type.Array(ref(NewReservationLine), {
    minItems: 1,
    maxItems: 100,
    description: 'What to hold; lines of the same item are added up.',
  }),
});

/** Held pieces of an item at a location. */
export const ReservationLine = component('ReservationLine', 'Pieces held at one location.', {
  ProductId: whole('The item.'),
  LocationId: whole('Where it is held.'),
  Quantity: pieces('Pieces held.'),
});

/** Stock held for a while. */
export const Reservation = component('Reservation', 'Stock held for a while.', {
  ReservationId: words('Its id.'),
  Reference: words('What it is held for.'),
  Status: Type.Enum([...RESERVATION_STATUSES], {
    type: 'string',
    description: 'Held; Confirmed: taken out of stock; Released: free again; Expired: free again by time.',
  }),
  ExpiresAt: moment('When it expires unless confirmed.'),
  Lines: Type.Array(ref(ReservationLine), {
    description:
      'Where the pieces are, by item and location; the locations with the most available come first in taking.',
  }),
});

/** Every schema of this file that is named in the OpenAPI document. */
export const WRITES = [
  NewStockAdjustment,
  NewStockTransfer,
  StockTransfer,
  NewReservationLine,
  NewReservation,
  ReservationLine,
  Reservation,
];
