import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunningGateway } from '../../server/gateway.ts';
import { startGatewayAlone } from '../support/gateway.ts';
import { collect } from '../support/streams.ts';

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGatewayAlone();
});
afterAll(() => gateway.close());

describe('an invalid filter is refused with a message that explains why', () => {
  test.each([
    [
      'customerChanged(filter: { ids: ["order:1"] })',
      'Expected the global id of a Customer, such as "customer:1", got "order:1".',
    ],
    [
      'customerChanged(filter: { territory: "1" })',
      'Expected the global id of a Territory, such as "territory:1", got "1".',
    ],
    [
      'orderChanged(filter: { ids: ["x"] })',
      'Expected the global id of an Order, such as "order:1", got "x".',
    ],
    [
      'orderChanged(filter: { customer: "order:1" })',
      'Expected the global id of a Customer, such as "customer:1", got "order:1".',
    ],
    [
      'orderChanged(filter: { product: "order:1" })',
      'Expected the global id of a Product, such as "product:1", got "order:1".',
    ],
    [
      'stockChanged(filter: { products: ["location:1"] })',
      'Expected the global id of a Product, such as "product:1", got "location:1".',
    ],
    [
      'stockChanged(filter: { location: "product:1" })',
      'Expected the global id of a Location, such as "location:1", got "product:1".',
    ],
    [
      'invoiceChanged(filter: { ids: ["43697"] })',
      'Expected the global id of an Invoice, such as "invoice:1", got "43697".',
    ],
    [
      'invoiceChanged(filter: { order: "invoice:1" })',
      'Expected the global id of an Order, such as "order:1", got "invoice:1".',
    ],
    [
      'paymentReceived(filter: { invoice: "payment:1" })',
      'Expected the global id of an Invoice, such as "invoice:1", got "payment:1".',
    ],
    [
      'changes(filter: { ids: ["nothing"] })',
      'Expected a global id such as "customer:29485", got "nothing".',
    ],
    [
      'changes(filter: { entities: ["Elephant"] })',
      'There is no type "Elephant". There are: Customer, Invoice, Order, Payment, StockLevel.',
    ],
    [
      'changes(filter: { systems: ["elephant"] })',
      'There is no system "elephant". There are: accounting, commerce, crm, erp.',
    ],
    [
      'changes(filter: { entities: ["Order"], fields: ["stauts"] })',
      'Changes of Order do not report a field "stauts". They report: status, total, currency, customer, shippedOn, cancelReason.',
    ],
    [
      'changes(filter: { ids: ["invoice:INV-1"], fields: ["email"] })',
      'Changes of Invoice do not report a field "email". They report: status, outstanding.',
    ],
    [
      'changes(filter: { entities: ["Payment"], fields: ["amount"] })',
      'Changes of Payment do not say which fields changed, got "amount". Leave "fields" out.',
    ],
    [
      'changes(filter: { fields: ["onhand"] })',
      'Changes of Customer, Order, StockLevel, Invoice, Payment do not report a field "onhand". They report: onHand, name, firstName, ' +
        'lastName, email, phone, accountNumber, territory, since, addresses, contacts, status, total, currency, customer, shippedOn, ' +
        'cancelReason, reserved, available, outstanding.',
    ],
    [
      'changes(filter: { customer: "" })',
      'Expected the global id of a Customer, such as "customer:1", got "".',
    ],
    ...[
      'customerChanged(filter: { ids: [] })',
      'customerChanged(filter: { kinds: [] })',
      'orderChanged(filter: { ids: [] })',
      'orderChanged(filter: { statuses: [] })',
      'stockChanged(filter: { products: [] })',
      'invoiceChanged(filter: { kinds: [] })',
      'invoiceChanged(filter: { statuses: [] })',
      'changes(filter: { ids: [] })',
    ].map((field) => [
      field,
      `"${/(\w+): \[\]/.exec(field)?.[1] ?? ''}" must list 1 to 100, got 0. Leave it out for no condition.`,
    ]),
  ])('%s', async (field = '', message = '') => {
    using events = collect('websocket', gateway.url, { query: `subscription { ${field} { cursor } }` });
    const error = await events.take(1).catch((thrown: unknown) => thrown as Error);
    expect((error as Error).cause).toMatchObject([
      { message, extensions: { code: 'BAD_USER_INPUT', requestId: expect.any(String) as string } },
    ]);
    expect(gateway.streams.size).toBe(0);
  });
});
