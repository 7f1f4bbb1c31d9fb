import { idOf, refTo } from '../../ids.ts';
import type { OpenSupply, PurchaseOrder, PurchaseOrderLine, PurchaseOrderStatus } from '../model.ts';
import type { Supplier, SupplyTerms } from '../model.ts';
import { contract, dollars, groupOf, pageOf, type Schemas } from './contract.ts';

const checkSupplier = contract.check('Supplier');
const checkPurchaseOrder = contract.check('PurchaseOrder');
const checkSupplyLine = contract.check('SupplyLine');

const STATUSES = {
  Pending: 'PENDING',
  Approved: 'APPROVED',
  Rejected: 'REJECTED',
  Complete: 'COMPLETE',
} as const satisfies Record<Schemas['PurchaseOrder']['Status'], PurchaseOrderStatus>;

/** Statuses of purchase orders, in the ERP's terms. */
export const WIRE_STATUSES = {
  PENDING: 'Pending',
  APPROVED: 'Approved',
  REJECTED: 'Rejected',
  COMPLETE: 'Complete',
} as const satisfies Record<PurchaseOrderStatus, Schemas['PurchaseOrder']['Status']>;

/** Checks and converts a supplier from the wire. */
export function toSupplier(payload: unknown): Supplier {
  return supplierOf(checkSupplier(payload, '/Suppliers'));
}

/** Checks and converts a page of suppliers from the wire. */
export const toSupplierPage = pageOf(contract.check('SupplierPage'), supplierOf);

function supplierOf(wire: Schemas['Supplier']): Supplier {
  return {
    id: idOf(wire.SupplierId),
    name: wire.Name,
    accountNumber: wire.AccountNumber,
    creditRating: wire.CreditRating,
    preferred: wire.Preferred,
    active: wire.Active,
    url: wire.Url === null ? null : absoluteUrl(wire.Url),
  };
}

/** Checks and converts a purchase order from the wire. */
export function toPurchaseOrder(payload: unknown): PurchaseOrder {
  return purchaseOrderOf(checkPurchaseOrder(payload, '/PurchaseOrders'));
}

function purchaseOrderOf(wire: Schemas['PurchaseOrder']): PurchaseOrder {
  return {
    id: idOf(wire.PurchaseOrderId),
    status: STATUSES[wire.Status],
    supplier: refTo(wire.SupplierId),
    orderedOn: wire.OrderedOn,
    shippedOn: wire.ShippedOn,
    subtotal: dollars(wire.Subtotal),
    tax: dollars(wire.Tax),
    freight: dollars(wire.Freight),
    total: dollars(wire.Total),
    lines: wire.Lines.map(lineOf),
  };
}

/** Checks and converts a page of purchase orders from the wire. */
export const toPurchaseOrderPage = pageOf(contract.check('PurchaseOrderPage'), purchaseOrderOf);

/** Checks and converts the purchase orders of one supplier or product from the wire. */
export const toPurchaseOrderGroup = groupOf(contract.check('PurchaseOrderGroup'), purchaseOrderOf);

/** Checks and converts the terms of one supplier or product from the wire. */
export const toSupplyTermsGroup = groupOf(contract.check('SupplierItemGroup'), termsOf);

/** Checks and converts a line of open supply from the wire. */
export function toOpenSupply(payload: unknown): OpenSupply {
  const { ProductId, PurchaseOrderId, DueOn, Outstanding } = checkSupplyLine(payload, '/OpenSupply');
  return {
    product: refTo(ProductId),
    purchaseOrder: refTo(PurchaseOrderId),
    dueOn: DueOn,
    outstanding: Outstanding,
  };
}

function lineOf(wire: Schemas['PurchaseOrderLine']): PurchaseOrderLine {
  return {
    number: wire.LineNumber,
    product: refTo(wire.ProductId),
    dueOn: wire.DueOn,
    ordered: wire.OrderedQty,
    received: wire.ReceivedQty,
    rejected: wire.RejectedQty,
    stocked: wire.StockedQty,
    unitPrice: dollars(wire.UnitPrice),
  };
}

function termsOf(wire: Schemas['SupplierItem']): SupplyTerms {
  return {
    product: refTo(wire.ProductId),
    supplier: refTo(wire.SupplierId),
    leadTimeDays: wire.LeadTimeDays,
    standardPrice: dollars(wire.StandardPrice),
    lastReceiptCost: wire.LastReceiptCost === null ? null : dollars(wire.LastReceiptCost),
    lastReceiptOn: wire.LastReceiptOn,
    minOrderQuantity: wire.MinOrderQty,
    maxOrderQuantity: wire.MaxOrderQty,
    onOrder: wire.OnOrderQty,
    unit: wire.Unit,
  };
}

/** The ERP stores web addresses as people write them, without `https://`; null if the text is no address on the web. */
function absoluteUrl(text: string): string | null {
  const address = text.includes('://') ? text : `https://${text}`;
  const url = URL.parse(address);
  // `mailto:x@y` would become an address with credentials.
  return url && /^https?:$/.test(url.protocol) && url.username === '' ? address : null;
}
