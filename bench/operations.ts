/** The names of the operations, as `--work` takes them. */
export const WORKS = ['Q1', 'Q2', 'Q2v', 'Q3'] as const;
/** One of the measured operations. */
export type Work = (typeof WORKS)[number];

/** What a client sends. */
export interface Operation {
  readonly operationName: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

const Q1 = 'query Q1($id: ID!) { customer(id: $id) { id name email phone accountNumber } }';
const Q2 =
  'query Q2($first: Int!, $after: String) { orders(first: $first, after: $after) { nodes { id orderedOn ' +
  'customer { name } lines { quantity product { name available } } invoice { status outstanding { amount } } } } }';
const Q3 = 'query Q3($first: Int!) { orders(first: $first) { nodes { id customer { name } } } }';
const WALK =
  'query Walk($first: Int!, $after: String) { orders(first: $first, after: $after) { pageInfo { endCursor } } }';

/** Orders per page of Q2. */
export const PAGE = 50;
/** Orders in Q3. */
const LONG_PAGE = 500;

/** One customer, by CRM number. */
export function customerQuery(number: number): Operation {
  return { operationName: 'Q1', query: Q1, variables: { id: `customer:${number}` } };
}

/** A page of orders with all fields of Q2; `after` is a cursor from the same target. */
export function pageQuery(first: number, after: string | null): Operation {
  return { operationName: 'Q2', query: Q2, variables: { first, after } };
}

/** Many orders with the names of their customers. */
export function longQuery(first = LONG_PAGE): Operation {
  return { operationName: 'Q3', query: Q3, variables: { first } };
}

/** The cursor at the end of the page after `after`. */
export function walkQuery(first: number, after: string | null): Operation {
  return { operationName: 'Walk', query: WALK, variables: { first, after } };
}

/** The same operation under another name, which makes it a different document for servers that cache documents by their text. */
export function renamed(operation: Operation, name: string): Operation {
  const query = operation.query.replace(`query ${operation.operationName}(`, `query ${name}(`);
  return { operationName: name, query, variables: operation.variables };
}

/** The requests of an operation, to be sent in turn; only Q2v has more than one. */
export function requestsOf(work: Work, cursors: readonly (string | null)[]): readonly Operation[] {
  switch (work) {
    case 'Q1':
      return [customerQuery(11_042)];
    case 'Q2':
      return [pageQuery(PAGE, null)];
    case 'Q2v':
      return cursors.map((after) => pageQuery(PAGE, after));
    case 'Q3':
      return [longQuery()];
  }
}
