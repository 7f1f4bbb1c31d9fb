/** An amount in a currency, as the schema's `Money` has it: one column, not two. */
export interface Money {
  readonly amount: string;
  readonly currency: string;
}

/** Represents, in a row, a list of objects below it: the rows of table `path` whose parent is the same. */
export interface Nested {
  readonly path: string;
  readonly parent: object;
  readonly count: number;
}

/** One value of a row. */
export type Cell = string | number | boolean | null | Money | Nested;

/** Values by column; columns of nested objects have dotted names such as `customer.name`. */
export type Cells = ReadonlyMap<string, Cell>;

/** An item of a list. */
export interface Row {
  readonly own: Cells;
  /** The values of the rows this one lies in, named from the root: `topCustomers.customer.name`. */
  readonly outer: Cells;
  /** The object that the list lies in, the enclosing row's: no other answer has it. Null for what is in no list. */
  readonly parent: object | null;
}

/** All lists of an answer that stand at one place of the query, as one table. */
export interface Table {
  /** Where the list stands, such as `topCustomers[].customer.orders.nodes`; empty for what is in no list. */
  readonly path: string;
  readonly rows: readonly Row[];
  /** What the answer says beside the lists, where these are not all of it: how many rows there are, null for "more". */
  readonly partOf?: number | null;
}

/**
 * Every list of objects in `data` as a table, in the order of the query, those of one place in all parents together. What is in no list
 * follows as a table of one row, unless all of it is null, and then lists without items that lie in no other, as tables without rows. Lists
 * of plain values stay cells. A list that is empty wherever it stands may be one of these: its cells are empty.
 */
export function tablesOf(data: unknown): readonly Table[] {
  const tables = new Map<string, OpenTable>();
  const root = flatten(data, '');
  for (const list of root.lists) addList(tables, list, root.cells, NOTHING);
  const single = new Map([...root.cells].filter(([, cell]) => !isNested(cell)));
  const says = [...single].some(
    ([name, cell]) => cell !== null && (root.empty.length === 0 || !BOOKKEEPING.test(name)),
  );
  if (says) tables.set('', { rows: [{ own: single, outer: NOTHING, parent: null }], total: 1 });
  for (const path of root.empty) tables.set(path, { rows: [], total: totalOf(path, [], root.cells) });
  for (const { own } of [...tables.values()].flatMap(({ rows }) => rows)) {
    for (const [name, cell] of own) if (isNested(cell) && !tables.has(cell.path)) own.set(name, null);
  }
  return [...tables].map(([path, { rows, total }]) =>
    total === rows.length ? { path, rows } : { path, rows, partOf: total },
  );
}

/**
 * How many rows a list has in all, by what is beside it: pages say how many there are (`totalCount`) or that there are more
 * (`pageInfo.hasNextPage`, `hasMore`), and then it is null.
 */
function totalOf(name: string, { length }: readonly unknown[], cells: Cells): number | null {
  if (!name.includes('.')) return length;
  const beside = (field: string) => cells.get(name.slice(0, name.lastIndexOf('.') + 1) + field);
  const total = beside('totalCount');
  if (typeof total === 'number') return Math.max(total, length);
  return beside('pageInfo.hasNextPage') === true || beside('hasMore') === true ? null : length;
}

/** Whether a cell is an amount of money. */
export function isMoney(cell: unknown): cell is Money {
  if (!isRecord(cell)) return false;
  const { amount, currency } = cell;
  const only = Object.keys(cell).every((key) => MONEY_FIELDS.has(key));
  return only && typeof amount === 'string' && typeof currency === 'string';
}

/** Whether a cell represents a list below it. */
export function isNested(cell: Cell): cell is Nested {
  return typeof cell === 'object' && cell !== null && 'count' in cell;
}

/** A table to which rows are still added; `total` is the number there are in all, null if that is unknown. */
interface OpenTable {
  readonly rows: (Row & { readonly own: Map<string, Cell> })[];
  total: number | null;
}

interface List {
  readonly path: string;
  /** The name of its cell in the row that it lies in. */
  readonly name: string;
  readonly parent: object;
  readonly items: readonly unknown[];
}

interface Flat {
  readonly cells: Map<string, Cell>;
  readonly lists: List[];
  /** Lists without items. */
  readonly empty: string[];
}

const MONEY_FIELDS = new Set(['amount', 'currency', '__typename']);
const NOTHING: Cells = new Map();
/** What pages carry beside their items; it says nothing about the rows within. */
const BOOKKEEPING = /(^|\.)(__typename|cursor|totalCount|pageInfo\..*)$/;

function addList(
  tables: Map<string, OpenTable>,
  { path, name, parent, items }: List,
  beside: Cells,
  outer: Cells,
): void {
  const table = tables.get(path) ?? { rows: [], total: 0 };
  tables.set(path, table);
  const total = totalOf(name, items, beside);
  table.total = table.total === null || total === null ? null : table.total + total;
  for (const item of items) {
    const { cells, lists } = flatten(item, `${path}[]`);
    table.rows.push({ own: cells, outer, parent });
    const around = new Map([...outer, ...named(cells, path)]);
    for (const inner of lists) addList(tables, inner, cells, around);
  }
}

/** The values of a row as those within it see them: named from the root, without lists and bookkeeping. */
function named(cells: Cells, path: string): [string, Cell][] {
  const prefix = path.replaceAll('[]', '');
  return [...cells]
    .filter(([name, cell]) => !isNested(cell) && !BOOKKEEPING.test(name))
    .map(([name, cell]) => [`${prefix}.${name}`, cell]);
}

/** One object's values, those of objects within it by dotted names, and the lists that lie in it. */
function flatten(value: unknown, path: string): Flat {
  const flat: Flat = { cells: new Map(), lists: [], empty: [] };
  if (isRecord(value)) addFields(flat, value, '', path, value);
  return flat;
}

function addFields(
  flat: Flat,
  record: Record<string, unknown>,
  prefix: string,
  path: string,
  parent: object,
) {
  for (const [key, value] of Object.entries(record)) {
    const name = prefix + key;
    if (Array.isArray(value)) addItems(flat, value, name, path, parent);
    else if (isMoney(value)) flat.cells.set(name, { amount: value.amount, currency: value.currency });
    else if (isRecord(value)) addFields(flat, value, `${name}.`, path, parent);
    else flat.cells.set(name, plain(value));
  }
}

function addItems(flat: Flat, items: readonly unknown[], name: string, path: string, parent: object): void {
  if (items.length === 0 && path === '') {
    flat.empty.push(name);
    return;
  }
  if (items.length > 0 && !items.some(isRecord)) {
    flat.cells.set(name, items.map((item) => plain(item) ?? '').join('; '));
    return;
  }
  const list = { path: path === '' ? name : `${path}.${name}`, name, parent, items };
  if (items.length > 0) flat.lists.push(list);
  flat.cells.set(name, { path: list.path, parent, count: items.length });
}

function plain(value: unknown): string | number | boolean | null {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return value === null || value === undefined ? null : JSON.stringify(value);
}

/** Whether a value is an object with fields, and no list. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
