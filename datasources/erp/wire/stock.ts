import { idOf, refTo } from '../../ids.ts';
import { decimal } from '../../money.ts';
import type { RefusalTable } from '../../rest/refusal.ts';
import type { Item, Location, Reservation, StockAdjustment, StockLevel, StockTransfer } from '../model.ts';
import type { NewReservation, TransferredStock } from '../model.ts';
import { contract, dollars, groupOf, pageOf, type Schemas } from './contract.ts';

const checkItem = contract.check('Item');
const checkStockLevel = contract.check('StockLevel');
const checkLocation = contract.check('Location');
const checkTransfer = contract.check('StockTransfer');
const checkReservation = contract.check('Reservation');

/** Maps the ERP's refusals of moves and reservations to the graph's. */
export const refusals: RefusalTable = {
  unknown_item: ['NOT_FOUND', 'product'],
  unknown_location: ['NOT_FOUND', 'location'],
  below_zero: ['OUT_OF_STOCK', 'quantity'],
  insufficient_stock: ['OUT_OF_STOCK', 'quantity'],
  same_location: ['INVALID', 'to'],
  expired: ['RESERVATION_EXPIRED', 'id'],
  released: ['RESERVATION_EXPIRED', 'id'],
};

/** The same for reservations, whose products are in lines. */
export const reservationRefusals: RefusalTable = {
  ...refusals,
  confirmed: ['REFUSED', 'id'],
  unknown_item: ['NOT_FOUND', 'lines'],
  insufficient_stock: ['OUT_OF_STOCK', 'lines'],
};

const RESERVATION_STATUSES = {
  Held: 'HELD',
  Confirmed: 'CONFIRMED',
  Released: 'RELEASED',
  Expired: 'EXPIRED',
} as const;

/** Checks and converts an item from the wire. */
export function toItem(payload: unknown): Item {
  const wire = checkItem(payload, '/Items');
  return {
    id: idOf(wire.ProductId),
    safetyStock: wire.SafetyStock,
    reorderPoint: wire.ReorderPoint,
    standardCost: dollars(wire.StandardCost),
    madeInHouse: wire.MadeInHouse,
  };
}

/** Checks and converts a stock level from the wire. */
export function toStockLevel(payload: unknown): StockLevel {
  return stockLevelOf(checkStockLevel(payload, '/StockLevels'));
}

function stockLevelOf(wire: Schemas['StockLevel']): StockLevel {
  return {
    id: idOf(wire.Id),
    product: refTo(wire.ProductId),
    location: refTo(wire.LocationId),
    shelf: wire.Shelf,
    bin: wire.Bin,
    onHand: wire.OnHand,
    reserved: wire.Reserved,
    available: wire.Available,
  };
}

/** Checks and converts a page of stock levels from the wire. */
export const toStockLevelPage = pageOf(contract.check('StockLevelPage'), stockLevelOf);

/** Checks and converts the stock levels of one product or location from the wire. */
export const toStockLevelGroup = groupOf(contract.check('StockLevelGroup'), stockLevelOf);

/** Checks and converts a location from the wire. */
export function toLocation(payload: unknown): Location {
  const { LocationId, Name, CostRate, AvailabilityHours } = checkLocation(payload, '/Locations');
  return {
    id: idOf(LocationId),
    name: Name,
    costRate: dollars(CostRate),
    availabilityHours: decimal(AvailabilityHours),
  };
}

/** Checks and converts both ends of a move from the wire. */
export function toTransferredStock(payload: unknown): TransferredStock {
  const { From, To } = checkTransfer(payload, '/StockTransfers');
  return { from: stockLevelOf(From), to: stockLevelOf(To) };
}

/** Checks and converts a reservation from the wire. */
export function toReservation(payload: unknown): Reservation {
  const wire = checkReservation(payload, '/Reservations');
  return {
    id: idOf(wire.ReservationId),
    reference: wire.Reference,
    status: RESERVATION_STATUSES[wire.Status],
    expiresAt: wire.ExpiresAt,
    lines: wire.Lines.map(({ ProductId, LocationId, Quantity }) => ({
      product: refTo(ProductId),
      location: refTo(LocationId),
      quantity: Quantity,
    })),
  };
}

/** Converts a correction to the ERP's format. */
export function fromAdjustment({ product, location, quantity, reason }: StockAdjustment) {
  const wire: Schemas['NewStockAdjustment'] = {
    ProductId: Number(product),
    LocationId: Number(location),
    Quantity: quantity,
    Reason: reason,
  };
  return wire;
}

/** Converts a move to the ERP's format. */
export function fromTransfer({ product, from, to, quantity }: StockTransfer) {
  const wire: Schemas['NewStockTransfer'] = {
    ProductId: Number(product),
    FromLocationId: Number(from),
    ToLocationId: Number(to),
    Quantity: quantity,
  };
  return wire;
}

/** Converts a reservation to the ERP's format. */
export function fromReservation({ reference, expiresInSeconds, lines }: NewReservation) {
  const wire: Schemas['NewReservation'] = {
    Reference: reference,
    ExpiresInSeconds: expiresInSeconds,
    Lines: lines.map(({ product, quantity }) => ({ ProductId: Number(product), Quantity: quantity })),
  };
  return wire;
}
