import { expect, test } from 'vitest';
import { ProblemError } from '../../services/kit/problem.ts';
import { parseFilter } from '../../services/erp/odata/filter.ts';
import {
  boolean,
  date,
  decimal,
  integer,
  money,
  nullable,
  oneOf,
  text,
} from '../../services/erp/odata/field.ts';

const fields = {
  Id: integer('id'),
  Name: text('name'),
  Note: nullable(text('note')),
  Cost: money('cost'),
  Hours: decimal('hours'),
  Active: boolean('active'),
  On: date('day'),
  Status: oneOf('status', ['Open', 'Shut']),
  Part: {
    ...integer('part'),
    within: (condition: string) => `id IN (SELECT id FROM part WHERE ${condition})`,
  },
};

test.each([
  ['Id eq 5', 'id = ?', [5]],
  ['  Id   lt -5  ', 'id < ?', [-5]],
  ['Id in (1,2 , 3)', 'id IN (?,?,?)', [1, 2, 3]],
  ["Name ge 'a''b'", 'name >= ?', ["a'b"]],
  ["Name eq ' and Id eq 1'", 'name = ?', [' and Id eq 1']],
  ["Name eq ''", 'name = ?', ['']],
  ["contains(Name,'(x), y')", 'instr(lower(name), lower(?)) > 0', ['(x), y']],
  ['Note eq null', 'note IS ?', [null]],
  ['Note ne null', 'note IS NOT ?', [null]],
  ["Note ne 'x'", 'note IS NOT ?', ['x']],
  ['Cost le 12.5', 'cost <= ?', [125_000]],
  ['Cost eq -0.00010', 'cost = ?', [-1]],
  ['Hours gt 1.25', 'hours > ?', [1.25]],
  ['Active eq true', 'active = ?', [1]],
  ['Active eq false', 'active = ?', [0]],
  ['On lt 2014-02-28', 'day < ?', ['2014-02-28']],
  ["On lt '2014-02-28'", 'day < ?', ['2014-02-28']],
  ["Status in ('Open')", 'status IN (?)', ['Open']],
  ['Part gt 7', 'id IN (SELECT id FROM part WHERE part > ?)', [7]],
])('translates %s to SQL', (filter, sql, values) => {
  expect(parseFilter(filter, fields)).toEqual([{ sql, values }]);
});

test('splits conditions joined by "and", in order', () => {
  const found = parseFilter("Id gt 1 and contains(Name,'x') and Active eq true", fields);
  expect(found.map(({ sql }) => sql)).toEqual(['id > ?', 'instr(lower(name), lower(?)) > 0', 'active = ?']);
});

test('gives no condition without a filter', () => {
  expect(parseFilter(undefined, fields)).toEqual([]);
});

test.each([
  ['', 'expected a field or contains(…), got the end'],
  ['Id', 'expected an operator after Id, got the end'],
  ['Id eq', 'Id wants a whole number, not the end'],
  ['Nope eq 1', '"Nope" is not a field here. There are Id, Name,'],
  ['toString eq 1', '"toString" is not a field'],
  ['Id like 1', '"like" is not an operator here. There are eq, ne, gt, ge, lt, le and in.'],
  ['Id toString 1', '"toString" is not an operator'],
  ['Id eq 1 or Id eq 2', 'expected "and", got "or"'],
  ['Id eq 1 and', 'expected a field'],
  ['(Id eq 1)', 'expected a field or contains(…), got "("'],
  ["Id eq '1'", 'Id wants a whole number, not "1"'],
  ['Id eq 1.5', 'Id wants a whole number'],
  ['Id eq 99999999999999999999', 'Id wants a whole number'],
  ['Id eq Name', 'Id wants a whole number, not "Name"'],
  ['Id eq null', 'Id wants a whole number, not "null"'],
  ['Id in ()', 'Id wants a whole number, not ")"'],
  ['Id in (1', 'expected ")", got the end'],
  ['Id in 1', 'expected "(", got "1"'],
  ["Name eq 'x", `cannot be read from "'x" on`],
  ['Name eq "x"', 'cannot be read from ""x"" on'],
  ["Name eq 'x' ; DROP TABLE item", 'cannot be read from "; DROP TABLE item" on'],
  ['Name eq x', 'Name wants a text in single quotes'],
  ['Note gt null', 'null can be compared with eq and ne only, not with gt'],
  ['Cost eq 1.00001', 'Cost wants an amount with at most four decimal places'],
  ['Active eq 1', 'Active wants true or false'],
  ['On eq 2014-02-30', 'On wants a date such as 2014-01-31, not "2014-02-30"'],
  ["Status eq 'Ajar'", `Status wants one of 'Open', 'Shut', not "Ajar"`],
  ["contains(Id,'1')", 'contains(…) searches text fields only, and Id is a whole number'],
  ['contains(Name,5)', 'expected a text in single quotes in contains(Name, …)'],
  ["contains Name,'x'", '"contains" is not a field'],
])('refuses %s', (filter, why) => {
  expect(() => parseFilter(filter, fields)).toThrow(
    expect.objectContaining({
      status: 400,
      code: 'bad_filter',
      message: expect.stringContaining(why) as string,
    }),
  );
});

test('accepts 100 values in a list and refuses 101', () => {
  const list = (count: number) => `Id in (${Array.from({ length: count }, (_, i) => i).join()})`;
  expect(parseFilter(list(100), fields)[0]?.values).toHaveLength(100);
  expect(() => parseFilter(list(101), fields)).toThrow(ProblemError);
});
