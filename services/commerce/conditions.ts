import type { SQLInputValue } from 'node:sqlite';
import { ProblemError } from '../kit/problem.ts';

/** One comparison of a WHERE clause and the values for its placeholders; it is left out if a value is undefined. */
export type Condition = readonly [sql: string, ...values: (SQLInputValue | undefined)[]];

/** A WHERE clause (empty without conditions) and the values for its placeholders, in order. */
export interface Where {
  readonly sql: string;
  readonly values: readonly SQLInputValue[];
}

const MAX_IDS = 100;

/** Joins the conditions all of whose values are given. */
export function where(conditions: readonly Condition[]): Where {
  const given = conditions.filter(([, ...values]) => !values.includes(undefined));
  return {
    sql: given.length ? `WHERE ${given.map(([sql]) => `(${sql})`).join(' AND ')}` : '',
    values: given.flatMap(([, ...values]) => values.filter((value) => value !== undefined)),
  };
}

/** SQL for the rows whose `column` is among the numbers of the one placeholder, a JSON array. */
export function among(column: string): string {
  return `${column} IN (SELECT value FROM json_each(?))`;
}

/** `"3,1,3"` to `[3, 1]`. Throws a 400 `too_many_ids` above 100; `name` is the parameter it came in. */
export function parseIds(name: string, list: string): number[] {
  const ids = list.split(',').map(Number);
  if (ids.length > MAX_IDS) {
    throw new ProblemError(
      400,
      'too_many_ids',
      `${name} holds ${ids.length} ids, at most ${MAX_IDS} are answered at once. Ask in several requests.`,
    );
  }
  return [...new Set(ids)];
}
