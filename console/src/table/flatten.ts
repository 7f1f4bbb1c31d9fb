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
  /** What the answer says beside a list in no other, where it is not all of it: how many rows there are, null for "more". */
  readonly partOf?: number | null;
}

/**
 * Every list of objects in `data` as a table, in the order of the query, those of one place in all parents
 * together. What is in no list follows as a table of one row, unless all of it is null, and then lists without items that lie in no other, as tables without rows.
 * Lists of plain values stay cells. A list that is empty wherever it stands may be one of these: its cells are empty.
 */
export function tablesOf(data: unknown): readonly Table[] {
  const tables = new Map<string, OpenRow[]>();
  const root = flatten(data, '');
  for (const list of root.lists) addList(tables, list, NOTHING);
  const single = new Map([...root.cells].filter(([, cell]) => !isNested(cell)));
  const says = [...single].some(
    ([name, cell]) => cell !== null && (root.empty.length === 0 || !BOOKKEEPING.test(name)),
  );
  if (says) tables.set('', [{ own: single, outer: NOTHING, parent: null }]);
  for (const path of root.empty) tables.set(path, []);
  for (const { own } of [...tables.values()].flat()) {
    for (const [name, cell] of own) if (isNested(cell) && !tables.has(cell.path)) own.set(name, null);
  }
  return [...tables].map(([path, rows]) => ({ path, rows, ...partOf(path, rows.length, root.cells) }));
}

/** Pages say how many rows there are in all (`totalCount`) or that there are more (`pageInfo.hasNextPage`, `hasMore`). */
function partOf(path: string, shown: number, cells: Cells): Pick<Table, 'partOf'> {
  const beside = (name: string) => cells.get(path.slice(0, path.lastIndexOf('.') + 1) + name);
  if (path.includes('[]') || !path.includes('.')) return {};
  const total = beside('totalCount');
  if (typeof total === 'number') return total > shown ? { partOf: total } : {};
  return beside('pageInfo.hasNextPage') === true || beside('hasMore') === true ? { partOf: null } : {};
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

interface OpenRow extends Row {
  readonly own: Map<string, Cell>;
}

interface List {
  readonly path: string;
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

function addList(tables: Map<string, OpenRow[]>, { path, parent, items }: List, outer: Cells): void {
  const rows = tables.get(path) ?? [];
  tables.set(path, rows);
  for (const item of items) {
    const { cells, lists } = flatten(item, `${path}[]`);
    rows.push({ own: cells, outer, parent });
    const around = new Map([...outer, ...named(cells, path)]);
    for (const inner of lists) addList(tables, inner, around);
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

function addFields(flat: Flat, record: Record<string, unknown>, prefix: string, path: string, parent: object) {
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
  const list = { path: path === '' ? name : `${path}.${name}`, parent, items };
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
