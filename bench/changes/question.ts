/** What a group of subscribers asks for: changes of one customer, with fields out of the CRM, the shop and accounting. */
export const QUESTION =
  'subscription Changed($id: ID!) { customerChanged(filter: { ids: [$id] }) { kind occurredAt customer { ' +
  'id name email phone accountNumber orders(first: 2) { nodes { id orderedOn invoice { status outstanding { amount } } } } } } }';

/** That something changed, and nothing of what it is now: nobody has to be asked. */
export const HAPPENINGS = 'subscription Happened { customerChanged { occurredAt } }';

/** What who comes back asks for: all changes of customers after a cursor, with what its CRM knows. */
export const MISSED =
  'subscription Missed($after: String!) { customerChanged(after: $after) { occurredAt customer { id name email phone } } }';

const FIRST_CUSTOMER = 11_000;
/** Customers far from each other, so that nobody is asked for neighbours. */
const STEP = 37;

/** The customers of so many groups, by the ids that the CRM knows. */
export function customersOf(groups: number): readonly string[] {
  return Array.from({ length: groups }, (_, n) => String(FIRST_CUSTOMER + n * STEP));
}

/** A standing operation as it goes over a WebSocket. */
export interface Subscription {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** The question about one customer. */
export function questionAbout(customer: string): Subscription {
  return { query: QUESTION, variables: { id: `customer:${customer}` } };
}
