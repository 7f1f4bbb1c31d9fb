/** What a group of subscribers subscribes to: changes of one customer, with fields from the CRM, the shop and accounting. */
export const QUESTION =
  'subscription Changed($id: ID!) { customerChanged(filter: { ids: [$id] }) { kind occurredAt customer { ' +
  'id name email phone accountNumber orders(first: 2) { nodes { id orderedOn invoice { status outstanding { amount } } } } } } }';

/** Only the change, not the current state of the customer: no system has to be called. */
export const HAPPENINGS = 'subscription Happened { customerChanged { occurredAt } }';

/** What a returning subscriber subscribes to: all changes of customers after a cursor, with fields from the CRM. */
export const MISSED =
  'subscription Missed($after: String!) { customerChanged(after: $after) { occurredAt customer { id name email phone } } }';

const FIRST_CUSTOMER = 11_000;
/** The distance between customers, so that no two are adjacent. */
const STEP = 37;

/** The customers of this many groups, by their CRM ids. */
export function customersOf(groups: number): readonly string[] {
  return Array.from({ length: groups }, (_, n) => String(FIRST_CUSTOMER + n * STEP));
}

/** A subscription as it is sent over a WebSocket. */
export interface Subscription {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** The subscription to one customer. */
export function questionAbout(customer: string): Subscription {
  return { query: QUESTION, variables: { id: `customer:${customer}` } };
}
