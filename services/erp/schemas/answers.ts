import { Type, type Static, type TSchema } from 'typebox';
import { ref } from '../../kit/app.ts';
import { Problem } from '../../kit/problem.ts';
import {
  Change,
  component,
  Item,
  Location,
  PurchaseOrder,
  StockLevel,
  StockOut,
  StockValue,
  Supplier,
  SupplierItem,
  SupplyLine,
  whole,
} from './entities.ts';

function pageOf<T extends TSchema>($id: string, row: T) {
  return component($id, 'One page of a list.', {
    '@odata.count': Type.Optional(whole('Rows in all that meet the filter; only with `$count=true`.')),
    value: Type.Array(ref(row), { description: 'The rows of this page.' }),
    '@odata.nextLink': Type.Optional(
      Type.String({ format: 'uri', description: 'The next page; not there on the last one.' }),
    ),
  });
}

function groupOf<T extends TSchema>($id: string, row: T) {
  return component($id, 'The first rows of one key.', {
    Key: whole('The key.'),
    Value: Type.Array(ref(row), { description: 'Its rows; empty if it has none.' }),
    HasMore: Type.Boolean({ description: 'Whether more rows follow these.' }),
    '@odata.count': Type.Optional(
      whole('All rows of the key that meet the filter; only with `$count=true`.'),
    ),
  });
}

function groupsOf<T extends TSchema>($id: string, group: T) {
  return component($id, 'A group for each requested key.', {
    value: Type.Array(ref(group), { description: 'In the order of the keys; a key given twice comes once.' }),
  });
}

/** A page of items. */
export const ItemPage = pageOf('ItemPage', Item);
/** A page of stock levels. */
export const StockLevelPage = pageOf('StockLevelPage', StockLevel);
/** A page of locations. */
export const LocationPage = pageOf('LocationPage', Location);
/** A page of suppliers. */
export const SupplierPage = pageOf('SupplierPage', Supplier);
/** A page of suppliers' prices and terms for items. */
export const SupplierItemPage = pageOf('SupplierItemPage', SupplierItem);
/** A page of purchase orders. */
export const PurchaseOrderPage = pageOf('PurchaseOrderPage', PurchaseOrder);
/** A page of outstanding supply. */
export const SupplyLinePage = pageOf('SupplyLinePage', SupplyLine);
/** A page of items that are short. */
export const StockOutPage = pageOf('StockOutPage', StockOut);

/** Stock levels of one item or location. */
export const StockLevelGroup = groupOf('StockLevelGroup', StockLevel);
/** Items of one supplier, or suppliers of one item. */
export const SupplierItemGroup = groupOf('SupplierItemGroup', SupplierItem);
/** Purchase orders of one supplier or item. */
export const PurchaseOrderGroup = groupOf('PurchaseOrderGroup', PurchaseOrder);
/** Stock levels by key. */
export const StockLevelGroups = groupsOf('StockLevelGroups', StockLevelGroup);
/** Suppliers' items by key. */
export const SupplierItemGroups = groupsOf('SupplierItemGroups', SupplierItemGroup);
/** Purchase orders by key. */
export const PurchaseOrderGroups = groupsOf('PurchaseOrderGroups', PurchaseOrderGroup);

/** The whole report on the value of the stock. */
export const StockValuation = component('StockValuation', 'The value of all stock.', {
  value: Type.Array(ref(StockValue), { description: 'The most valuable first.' }),
});

/** A page of the feed of changes. */
export const ChangePage = component('ChangePage', 'Changes in the order they happened.', {
  value: Type.Array(ref(Change), { description: 'The oldest first; none where nothing is new.' }),
  Next: whole('Sequence to continue from, as `since`.'),
  Last: whole('Sequence of the newest change, 0 if there is none; if it equals Next, there are no more.'),
});

/** Pieces that could not be reserved. */
export const Shortage = component('Shortage', 'An item of which too little is available.', {
  ProductId: whole('The item.'),
  Requested: whole('Pieces requested.'),
  Available: whole('Pieces available.'),
});

/** The refusal of a reservation. */
export const ReservationProblem = component('ReservationProblem', 'A refused reservation.', {
  ...Problem.properties,
  lines: Type.Optional(
    Type.Array(ref(Shortage), { description: 'What is short; only with code `insufficient_stock`.' }),
  ),
});

/** Every schema of this file that is named in the OpenAPI document. */
export const ANSWERS = [
  ItemPage,
  StockLevelPage,
  LocationPage,
  SupplierPage,
  SupplierItemPage,
  PurchaseOrderPage,
  SupplyLinePage,
  StockOutPage,
  StockLevelGroup,
  SupplierItemGroup,
  PurchaseOrderGroup,
  StockLevelGroups,
  SupplierItemGroups,
  PurchaseOrderGroups,
  StockValuation,
  ChangePage,
  Shortage,
  ReservationProblem,
];

/** A refusal with problem details; the description says when it occurs. */
export function refusal(description: string) {
  return Type.Unsafe<Static<typeof Problem>>({ ...ref(Problem), description });
}

/** Refusals of any route. */
export const REFUSALS = {
  401: refusal('The identity is missing or wrong.'),
  429: refusal('Too many requests; `Retry-After` says when to retry.'),
  503: refusal('Switched off by `/_control`.'),
};

/** Refusals of a read. */
export const READ_REFUSALS = {
  400: refusal(
    'A parameter is unknown or malformed: `bad_request`, `unknown_parameter`, `bad_filter`, `bad_orderby`, `bad_cursor`, `too_many_ids`.',
  ),
  ...REFUSALS,
};

/** Refusals of a write, in addition to those of its own rules. */
export const WRITE_REFUSALS = { 400: refusal('The body is malformed: `bad_request`.'), ...REFUSALS };

/** The header that makes a write safe to send again. */
export const IDEMPOTENT = Type.Object({
  'Idempotency-Key': Type.Optional(
    Type.String({
      maxLength: 255,
      description:
        'The same key with the same request gets the first answer again; with another request it is refused with 422 `idempotency_key_reused`.',
    }),
  ),
});
