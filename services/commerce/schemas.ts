import { Count, GroupedCounts } from './schemas/fields.ts';
import * as event from './schemas/event.ts';
import * as order from './schemas/order.ts';
import * as product from './schemas/product.ts';
import * as report from './schemas/report.ts';
import * as webhook from './schemas/webhook.ts';

/** Every schema that has a name in the OpenAPI document of the shop. */
export const COMPONENTS = [
  Count,
  GroupedCounts,
  order.Address,
  order.ShipMethod,
  order.OrderLine,
  order.Order,
  order.OrderPage,
  order.OrderGroups,
  order.NewAddress,
  order.NewOrderLine,
  order.NewOrder,
  order.OrderCorrection,
  order.Cancellation,
  product.Product,
  product.ProductPage,
  product.ProductGroups,
  product.ProductSales,
  product.CategoryList,
  product.ReviewList,
  report.CustomerValues,
  report.SalesRow,
  report.SalesReport,
  report.ControlTotals,
  report.OrderTotals,
  event.EventRequest,
  event.EventData,
  event.Event,
  event.EventPage,
  webhook.NewWebhook,
  webhook.WebhookTarget,
];
