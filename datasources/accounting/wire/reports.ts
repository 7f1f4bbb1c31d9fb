import { idOf, refTo } from '../../ids.ts';
import { decimal, money } from '../../money.ts';
import type { AgedReceivables, ControlTotal, InvoiceTotals, ProfitAndLossRow } from '../report-model.ts';
import { contract, type Schemas } from './contract.ts';

const checkAgedReceivables = contract.check('AgedReceivables');
const checkProfitAndLoss = contract.check('ProfitAndLoss');
const checkControlTotals = contract.check('ControlTotals');
const checkInvoiceTotals = contract.check('InvoiceTotals');

/** Checks and converts aged receivables from the wire. */
export function toAgedReceivables(payload: unknown, where: string): AgedReceivables {
  const wire = checkAgedReceivables(payload, where);
  return {
    asOf: wire.AsOf,
    total: money(wire.Total, wire.CurrencyCode),
    buckets: wire.Buckets.map((bucket) => ({
      fromDays: bucket.FromDays,
      toDays: bucket.ToDays,
      invoiceCount: bucket.Invoices,
      amount: money(bucket.Amount, wire.CurrencyCode),
    })),
  };
}

/** Checks and converts profit and loss from the wire. */
export function toProfitAndLoss(payload: unknown, where: string): readonly ProfitAndLossRow[] {
  return checkProfitAndLoss(payload, where).Rows.map(toRow);
}

/** Checks and converts control totals from the wire. */
export function toControlTotals(payload: unknown, where: string): readonly ControlTotal[] {
  return checkControlTotals(payload, where).Blocks.map((wire) => ({
    block: wire.Block,
    count: wire.Count,
    total: decimal(wire.Total),
    customerHash: wire.ContactHash,
    totalHash: wire.TotalHash,
    currencyHash: wire.CurrencyHash,
  }));
}

/** Checks and converts invoices by order from the wire. */
export function toInvoiceTotals(payload: unknown, where: string): InvoiceTotals {
  const wire = checkInvoiceTotals(payload, where);
  return {
    items: wire.Invoices.map((invoice) => ({
      id: idOf(invoice.InvoiceID),
      order: refTo(invoice.OrderID),
      status: invoice.Status,
      customer: refTo(invoice.ContactID),
      total: money(invoice.Total, invoice.CurrencyCode),
    })),
    hasMore: wire.HasMore,
  };
}

function toRow(wire: Schemas['ProfitAndLossRow']): ProfitAndLossRow {
  const amount = (value: string) => money(value, wire.CurrencyCode);
  return {
    organization: refTo(wire.OrganisationID),
    period: wire.Period,
    netSales: amount(wire.NetSales),
    costOfSales: amount(wire.CostOfSales),
    grossMargin: amount(wire.GrossMargin),
    operatingExpenses: amount(wire.OperatingExpenses),
    operatingProfit: amount(wire.OperatingProfit),
    otherIncome: amount(wire.OtherIncome),
    taxes: amount(wire.Taxes),
    netIncome: amount(wire.NetIncome),
  };
}
