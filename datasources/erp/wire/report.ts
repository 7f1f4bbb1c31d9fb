import { refTo } from '../../ids.ts';
import { money } from '../../money.ts';
import type { StockOutRow, StockValuationRow } from '../model.ts';
import { contract, pageOf, type Schemas } from './contract.ts';

/** Converts a row of the valuation, already checked: by location, its key is the location. */
export function valuationOf(wire: Schemas['StockValue'], by: 'LOCATION' | 'KIND'): StockValuationRow {
  return {
    name: wire.Name,
    location: by === 'LOCATION' ? refTo(wire.Key) : null,
    productCount: wire.Items,
    units: wire.Units,
    value: money(wire.Value, wire.Currency),
  };
}

/** Checks and converts a page of the shortage report from the wire. */
export const toStockOutPage = pageOf(contract.check('StockOutPage'), stockOutOf);

function stockOutOf(wire: Schemas['StockOut']): StockOutRow {
  return {
    product: refTo(wire.ProductId),
    available: wire.Available,
    safetyStock: wire.SafetyStock,
    reorderPoint: wire.ReorderPoint,
    shortBy: wire.ShortBy,
    onOrder: wire.Outstanding,
    nextDueOn: wire.NextDueOn,
  };
}
