import { Type, type TProperties, type TSchema } from 'typebox';
import { ref } from '../../kit/app.ts';

/** A schema with a name of its own in the OpenAPI document. */
export function component<P extends TProperties>($id: string, description: string, properties: P) {
  return Type.Object(properties, { $id, description });
}

/** A value or null. */
export function orNull<T extends TSchema>(schema: T, description: string) {
  return Type.Union([schema, Type.Null()], { description });
}

/** A day, `2014-01-31`. */
export const day = (description: string) => Type.String({ format: 'date', description });
/** A moment, RFC 3339 in UTC. */
export const moment = (description: string) => Type.String({ format: 'date-time', description });
/** A count of pieces or an id. */
export const whole = (description: string) => Type.Integer({ description });
/** US dollars with at most four decimal places. */
export const dollars = (description: string) => Type.Number({ description });
/** A text of one or more letters. */
export const words = (description: string) => Type.String({ description });
/** True or false. */
export const flag = (description: string) => Type.Boolean({ description });

/** The id of an item, in all resources. */
export const productId = whole('The item.');
const onHand = whole('Pieces that are there.');
const reserved = whole('Pieces held for reservations that are neither confirmed, released nor expired.');
const available = whole('OnHand less Reserved.');

/** An item of the plant, with its stock summed over all locations. */
export const Item = component('Item', 'An item, with its stock summed over all locations.', {
  ProductId: productId,
  Number: words('The number people know the item by, such as "BK-M82B-42".'),
  Name: words('Its name.'),
  MadeInHouse: flag('Made here; otherwise bought.'),
  FinishedGood: flag('Sold as it is; otherwise a component.'),
  SafetyStock: whole('Pieces that should always be available.'),
  ReorderPoint: whole('Below this many available pieces more is ordered or made.'),
  StandardCost: dollars('Cost of a piece in US dollars.'),
  DaysToManufacture: whole('Days it takes to make.'),
  OnHand: onHand,
  Reserved: reserved,
  Available: available,
});

/** Stock of one item at one location. */
export const StockLevel = component(
  'StockLevel',
  'Stock of one item at one location. Where an item never was, there is no row.',
  {
    Id: Type.String({ description: '"<ProductId>-<LocationId>".', examples: ['776-60'] }),
    ProductId: productId,
    LocationId: whole('The location.'),
    Shelf: orNull(Type.String(), 'The shelf there, if the location has shelves.'),
    Bin: orNull(Type.Integer(), 'The bin on the shelf.'),
    OnHand: onHand,
    Reserved: reserved,
    Available: available,
  },
);

/** A store or work center within the plant. */
export const Location = component('Location', 'A store or work center within the plant.', {
  LocationId: whole('Its id.'),
  Name: words('Its name.'),
  CostRate: dollars('Cost of an hour of work there, in US dollars.'),
  AvailabilityHours: Type.Number({ description: 'Hours of work a week there.' }),
});

/** A company that sells to the plant. */
export const Supplier = component('Supplier', 'A company that sells to the plant.', {
  SupplierId: whole('Its id.'),
  AccountNumber: words('Its account number.'),
  Name: words('Its name.'),
  CreditRating: Type.Integer({ minimum: 1, maximum: 5, description: '1 superior … 5 below average.' }),
  Preferred: flag('Preferred over others who sell the same.'),
  Active: flag('Still bought from.'),
  Url: orNull(Type.String(), 'Where it sells on the web.'),
});

/** A supplier's price and terms for an item. */
export const SupplierItem = component('SupplierItem', 'What a supplier asks for an item.', {
  ProductId: productId,
  SupplierId: whole('The supplier.'),
  LeadTimeDays: whole('Days from order to delivery.'),
  StandardPrice: dollars('Price of a unit in US dollars.'),
  LastReceiptCost: orNull(Type.Number(), 'Price paid last, in US dollars.'),
  LastReceiptOn: orNull(Type.String({ format: 'date' }), 'Day of the last delivery.'),
  MinOrderQty: whole('Fewest units of an order.'),
  MaxOrderQty: whole('Most units of an order.'),
  OnOrderQty: orNull(Type.Integer(), 'Units ordered and not delivered, as the supplier says.'),
  Unit: words('Unit it is sold by: "EA" each, "CTN" carton, "DZ" dozen, …'),
});

/** States of a purchase order. */
export const PURCHASE_STATUSES = ['Pending', 'Approved', 'Rejected', 'Complete'] as const;

/** A line of a purchase order. */
export const PurchaseOrderLine = component('PurchaseOrderLine', 'A line of a purchase order.', {
  LineNumber: whole('Its number; unique within the order, not always from 1.'),
  ProductId: productId,
  DueOn: day('Day the goods are due.'),
  OrderedQty: whole('Pieces ordered.'),
  UnitPrice: dollars('Price of a piece in US dollars.'),
  ReceivedQty: whole('Pieces delivered.'),
  RejectedQty: whole('Delivered pieces that were sent back.'),
  StockedQty: whole('Delivered pieces that went into stock.'),
});

/** An order to a supplier. */
export const PurchaseOrder = component('PurchaseOrder', 'An order to a supplier. Amounts are US dollars.', {
  PurchaseOrderId: whole('Its id.'),
  Status: Type.Enum([...PURCHASE_STATUSES], { type: 'string', description: 'How far it is.' }),
  SupplierId: whole('The supplier.'),
  OrderedOn: day('Day of the order.'),
  ShippedOn: orNull(Type.String({ format: 'date' }), 'Day the supplier shipped it.'),
  Subtotal: dollars('Sum of the lines.'),
  Tax: dollars('Tax.'),
  Freight: dollars('Freight.'),
  Total: dollars('Subtotal, tax and freight.'),
  Lines: Type.Array(ref(PurchaseOrderLine), { description: 'By line number.' }),
});

/** The outstanding quantity of a line of an open purchase order. */
export const SupplyLine = component(
  'SupplyLine',
  'What is still to come of a pending or approved purchase order.',
  {
    ProductId: productId,
    PurchaseOrderId: whole('The purchase order.'),
    LineNumber: whole('Its line.'),
    DueOn: day('Day the goods are due.'),
    Outstanding: Type.Integer({ minimum: 1, description: 'Pieces ordered and not received.' }),
  },
);

/** Value of the stock of one location or kind of item. */
export const StockValue = component(
  'StockValue',
  'Value of the stock of one location, or of one kind of item.',
  {
    Key: words(
      'Id of the location as text; or FinishedMade, FinishedBought, ComponentMade, ComponentBought.',
    ),
    Name: words('Name for people.'),
    Items: whole('Items of which there is at least one piece.'),
    Units: whole('Pieces on hand.'),
    Value: dollars('Pieces on hand at standard cost.'),
    Currency: Type.Literal('USD', { description: 'Of Value.' }),
  },
);

/** An item that is short. */
export const StockOut = component('StockOut', 'An item of which less is available than there should be.', {
  ProductId: productId,
  Available: available,
  SafetyStock: whole('Pieces that should always be available.'),
  ReorderPoint: whole('Below this many available pieces more is ordered or made.'),
  ShortBy: whole('Pieces missing to the requested level.'),
  Outstanding: whole('Pieces still to come from open purchase orders.'),
  NextDueOn: orNull(Type.String({ format: 'date' }), 'Day the next of these are due.'),
});

/** The write that made a change. */
export const ChangeRequest = component('ChangeRequest', 'The write that made a change.', {
  IdempotencyKey: words('Its `Idempotency-Key`.'),
});

/** One recorded change. */
export const Change = component('Change', 'A change in this system.', {
  Sequence: whole('Its place in the order of changes, from 1 without gaps.'),
  At: moment('When it happened.'),
  Entity: words('What changed: "stocklevel".'),
  Key: words('Its id, such as "776-60".'),
  Kind: Type.Enum(['created', 'updated', 'deleted'], { type: 'string', description: 'What happened to it.' }),
  Fields: Type.Array(Type.String(), { description: 'Names of the changed fields where it was updated.' }),
  Owners: Type.Unsafe<Record<string, string | string[]>>({
    type: 'object',
    additionalProperties: { anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] },
    description: 'What it belongs to: `item` and `location`, with their ids as text.',
  }),
  Request: Type.Optional(
    orNull(ref(ChangeRequest), 'The write that made it; null where it had no `Idempotency-Key`.'),
  ),
});

/** Every schema of this file that is named in the OpenAPI document. */
export const ENTITIES = [
  Item,
  StockLevel,
  Location,
  Supplier,
  SupplierItem,
  PurchaseOrderLine,
  PurchaseOrder,
  SupplyLine,
  StockValue,
  StockOut,
  ChangeRequest,
  Change,
];
