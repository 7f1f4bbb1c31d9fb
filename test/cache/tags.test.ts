import { describe, expect, test } from 'vitest';
import { listTag, ownedTags, recordsTag, recordTag, tagsOf } from '../../datasources/cache/tags.ts';
import { CREATED, type Change } from '../../datasources/changes.ts';

const record = (id: string) => [recordTag('Order', id), recordsTag('Order')];
const touches = (change: Change, value: readonly string[]) =>
  tagsOf(change).some((tag) => value.includes(tag));

describe('a change touches', () => {
  const change = { entity: 'Order', id: '7', owners: { Customer: '42', Product: ['1', '2'] } };

  test.each<[string, readonly string[], boolean]>([
    ['its own record', record('7'), true],
    ['no other record', record('8'), false],
    ['all lists of its type', [listTag('Order')], true],
    ['no list of another type', [listTag('Customer')], false],
    ['its lists of its owner', ownedTags('Customer', '42', 'Order'), true],
    ['its lists of each of several owners', ownedTags('Product', '2', 'Order'), true],
    ['no list of another owner', ownedTags('Customer', '43', 'Order'), false],
    ['no other lists of its owner', ownedTags('Customer', '42', 'Invoice'), false],
    ['no record of its owner', [recordTag('Customer', '42'), recordsTag('Customer')], false],
  ])('%s', (_, value, isTouched) => {
    expect(touches(change, value)).toBe(isTouched);
  });

  test('the lists of all owners if one of them is unknown', () => {
    const unsure = { ...change, owners: {}, ownersUnknown: true };
    expect(touches(unsure, ownedTags('Customer', '43', 'Order'))).toBe(true);
    expect(touches(unsure, ownedTags('Customer', '43', 'Invoice'))).toBe(false);
    expect(touches(unsure, record('8'))).toBe(false);
  });

  test('all values of its type if its id is unknown', () => {
    const any = { entity: 'Order', id: null, owners: {} };
    for (const value of [record('8'), [listTag('Order')], ownedTags('Customer', '43', 'Order')])
      expect(touches(any, value)).toBe(true);
    expect(touches(any, [recordTag('Invoice', '8'), recordsTag('Invoice'), listTag('Invoice')])).toBe(false);
  });

  test('no existing record if it is a creation', () => {
    const created = { entity: 'Order', id: CREATED, owners: { Customer: '42' } };
    expect(touches(created, record('8'))).toBe(false);
    expect(touches(created, [listTag('Order')])).toBe(true);
    expect(touches(created, ownedTags('Customer', '42', 'Order'))).toBe(true);
  });
});
