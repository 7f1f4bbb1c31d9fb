import type { SQLInputValue } from 'node:sqlite';
import { ProblemError } from '../../kit/problem.ts';
import type { Fields, Fragment } from './entity-set.ts';
import type { Field, Literal } from './field.ts';
import { tokens, type Token } from './tokens.ts';

/** At most this many literals in one `in`, and keys in one request. */
export const MAX_KEYS = 100;

const OPERATORS: ReadonlyMap<string, string> = new Map([
  ['eq', '='],
  ['ne', '<>'],
  ['gt', '>'],
  ['ge', '>='],
  ['lt', '<'],
  ['le', '<='],
]);

const KNOWN = `${[...OPERATORS.keys()].join(', ')} and in`;

/**
 * Parses an OData `$filter` into SQL conditions that must all hold: comparisons, `in` and `contains` joined by `and`. Only the given
 * fields can be named and every literal is bound. Throws problem 400 `bad_filter`, which says what was expected where, or `too_many_ids`
 * if a list is longer than {@link MAX_KEYS}.
 */
export function parseFilter(filter: string | undefined, fields: Fields): Fragment[] {
  if (filter === undefined) return [];
  const reader = new Reader(filter);
  const conditions = [condition(reader, fields)];
  while (!reader.atEnd()) {
    reader.word('and');
    conditions.push(condition(reader, fields));
  }
  return conditions;
}

function condition(reader: Reader, fields: Fields): Fragment {
  const name = reader.take('word', 'a field or contains(…)');
  if (name === 'contains' && reader.sees('(')) return contains(reader, fields);
  const field = lookUp(name, fields);
  const operator = reader.take('word', `an operator after ${name}`);
  if (operator === 'in') return inList(reader, name, field);
  const sql = OPERATORS.get(operator);
  if (sql === undefined) throw bad(`"${operator}" is not an operator here. There are ${KNOWN}.`);
  return comparison(field, operator, sql, value(reader, name, field));
}

function comparison(field: Field<unknown>, operator: string, sql: string, bound: SQLInputValue): Fragment {
  // `null ne 'A'` holds in OData, so `ne` and comparisons with null need SQL's IS.
  if (operator === 'ne') return within(field, `${field.sql} IS NOT ?`, [bound]);
  if (bound !== null) return within(field, `${field.sql} ${sql} ?`, [bound]);
  if (operator === 'eq') return within(field, `${field.sql} IS ?`, [null]);
  throw bad(`null can be compared with eq and ne only, not with ${operator}.`);
}

function inList(reader: Reader, name: string, field: Field<unknown>): Fragment {
  const values: SQLInputValue[] = [];
  reader.mark('(');
  do {
    values.push(value(reader, name, field));
  } while (reader.skip(','));
  reader.mark(')');
  refuseTooMany(values.length);
  return within(field, `${field.sql} IN (${values.map(() => '?').join()})`, values);
}

function contains(reader: Reader, fields: Fields): Fragment {
  reader.mark('(');
  const name = reader.take('word', 'a field in contains(…)');
  const field = lookUp(name, fields);
  if (!field.searchable) throw bad(`contains(…) searches text fields only, and ${name} is ${field.expects}.`);
  reader.mark(',');
  const part = reader.take('text', `a text in single quotes in contains(${name}, …)`);
  reader.mark(')');
  return within(field, `instr(lower(${field.sql}), lower(?)) > 0`, [part]);
}

function within(field: Field<unknown>, sql: string, values: readonly SQLInputValue[]): Fragment {
  return { sql: field.within ? field.within(sql) : sql, values };
}

function value(reader: Reader, name: string, field: Field<unknown>): SQLInputValue {
  const literal = reader.literal();
  const bound = literal && field.bind(literal);
  if (bound === undefined) throw bad(`${name} wants ${field.expects}, not ${reader.last()}.`);
  return bound;
}

function lookUp(name: string, fields: Fields): Field<unknown> {
  const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (!field) throw bad(`"${name}" is not a field here. There are ${Object.keys(fields).join(', ')}.`);
  return field;
}

/** Throws problem 400 `too_many_ids` if a request names more than {@link MAX_KEYS} keys. */
export function refuseTooMany(count: number): void {
  if (count <= MAX_KEYS) return;
  throw new ProblemError(400, 'too_many_ids', `At most ${MAX_KEYS} keys in one request; there are ${count}.`);
}

function bad(why: string): ProblemError {
  return new ProblemError(400, 'bad_filter', `$filter: ${why}`);
}

class Reader {
  readonly #tokens: readonly Token[];
  #next = 0;

  constructor(filter: string) {
    this.#tokens = tokens(filter, (rest) => bad(`cannot be read from "${rest}" on.`));
  }

  atEnd(): boolean {
    return this.#next >= this.#tokens.length;
  }

  sees(text: string): boolean {
    return this.#tokens[this.#next]?.text === text;
  }

  skip(mark: string): boolean {
    const found = this.#tokens[this.#next]?.kind === 'mark' && this.sees(mark);
    if (found) this.#next += 1;
    return found;
  }

  mark(mark: string): void {
    if (!this.skip(mark)) throw this.#unexpected(`"${mark}"`);
  }

  word(word: string): void {
    if (this.take('word', `"${word}"`) !== word) {
      this.#next -= 1;
      throw this.#unexpected(`"${word}"`);
    }
  }

  take(kind: Token['kind'], expected: string): string {
    const token = this.#tokens[this.#next];
    if (token?.kind !== kind) throw this.#unexpected(expected);
    this.#next += 1;
    return token.text;
  }

  /** Consumes the next token; returns it if it is a literal, otherwise undefined. */
  literal(): Literal | undefined {
    const token = this.#tokens[this.#next];
    this.#next += 1;
    if (!token || token.kind === 'mark') return undefined;
    if (token.kind !== 'word') return { type: token.kind, text: token.text };
    if (token.text === 'true' || token.text === 'false') return { type: 'boolean', text: token.text };
    return token.text === 'null' ? { type: 'null', text: 'null' } : undefined;
  }

  last(): string {
    const token = this.#tokens[this.#next - 1];
    return token ? `"${token.text}"` : 'the end';
  }

  #unexpected(expected: string): ProblemError {
    const token = this.#tokens[this.#next];
    return bad(`expected ${expected}, got ${token ? `"${token.text}"` : 'the end'}.`);
  }
}
