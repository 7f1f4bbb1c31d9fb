import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matches, type Filtered } from '../../datasources/change-filter.ts';
import type { ChangeFilter, ChangeKind } from '../../datasources/changes.ts';
import { ALL_CHANGES } from '../support/recording.ts';

const KINDS: readonly ChangeKind[] = ['CREATED', 'UPDATED', 'DELETED'];

const order: Filtered = {
  system: 'commerce',
  entity: 'Order',
  id: '7',
  kind: 'UPDATED',
  owners: { Customer: '42', Product: ['1', '2'] },
  ownersUnknown: false,
  fields: ['status', 'total'],
};

const passes = (filter: Partial<ChangeFilter>, change: Partial<Filtered> = {}): boolean =>
  matches({ ...ALL_CHANGES, ...filter }, { ...order, ...change });

describe('a condition', () => {
  test.each<[string, Partial<ChangeFilter>, Partial<ChangeFilter>]>([
    ['on types', { entities: ['Invoice', 'Order'] }, { entities: ['Invoice'] }],
    ['on kinds', { kinds: ['UPDATED'] }, { kinds: ['CREATED', 'DELETED'] }],
    ['on systems', { systems: ['commerce'] }, { systems: ['crm'] }],
    ['on ids', { ids: [{ entity: 'Order', id: '7' }] }, { ids: [{ entity: 'Order', id: '8' }] }],
    ['on ids of a type', { ids: [{ entity: 'Order', id: '7' }] }, { ids: [{ entity: 'Stock', id: '7' }] }],
    ['on an owner', { owners: { Customer: ['1', '42'] } }, { owners: { Customer: ['43'] } }],
    ['on one of several owners', { owners: { Product: ['2'] } }, { owners: { Product: ['3'] } }],
    [
      'on two owners',
      { owners: { Customer: ['42'], Product: ['1'] } },
      { owners: { Customer: ['42'], Product: ['3'] } },
    ],
    ['on fields', { fields: ['total', 'lines'] }, { fields: ['lines'] }],
    ['none at all, and two of which one fails', ALL_CHANGES, { entities: ['Order'], kinds: ['DELETED'] }],
  ])('lets only matching changes pass: %s', (_, passing, failing) => {
    expect(passes(passing)).toBe(true);
    expect(passes(failing)).toBe(false);
  });

  test.each(['entities', 'kinds', 'ids', 'systems', 'fields'] as const)(
    'with an empty list of %s matches nothing',
    (name) => {
      expect(passes({ [name]: [] })).toBe(false);
    },
  );

  test('with an empty list of owners matches nothing, not even a change whose owners are unknown', () => {
    expect(passes({ owners: { Customer: [] } }, { ownersUnknown: true })).toBe(false);
  });
});

describe('a change that is reported incompletely', () => {
  test('matches any owner if its owners are unknown', () => {
    const customer43 = { owners: { Customer: ['43'] } };
    expect(passes(customer43, { ownersUnknown: true })).toBe(true);
    expect(passes(customer43, { owners: {} })).toBe(false);
  });

  test('is matched by its own id if it is the owner itself, even if its owners are unknown', () => {
    const customer = { entity: 'Customer', owners: { Territory: '1' }, ownersUnknown: true };
    expect(passes({ owners: { Customer: ['42'] } }, { ...customer, id: '42' })).toBe(true);
    expect(passes({ owners: { Customer: ['42'] } }, { ...customer, id: '43' })).toBe(false);
  });

  test('matches any field if its fields are unknown, or if the whole object was created or deleted', () => {
    expect(passes({ fields: ['lines'] }, { fields: [] })).toBe(true);
    expect(passes({ fields: ['lines'] }, { kind: 'CREATED' })).toBe(true);
    expect(passes({ fields: ['lines'] }, { kind: 'DELETED' })).toBe(true);
  });
});

test('owners named like inherited properties of objects are treated like any other', () => {
  expect(passes({ owners: { constructor: ['42'] } })).toBe(false);
  expect(passes({ owners: { toString: ['42'] } }, { owners: { toString: '42' } })).toBe(true);
});

const word = fc.constantFrom('a', 'b', 'c');
const words = fc.array(word, { maxLength: 3 });
const owners = fc.dictionary(word, fc.oneof(word, words));
const change: fc.Arbitrary<Filtered> = fc.record({
  system: word,
  entity: word,
  id: word,
  kind: fc.constantFrom(...KINDS),
  owners,
  ownersUnknown: fc.boolean(),
  fields: words,
});
const filter: fc.Arbitrary<ChangeFilter> = fc.record({
  entities: fc.option(words),
  kinds: fc.option(fc.array(fc.constantFrom(...KINDS))),
  ids: fc.option(fc.array(fc.record({ entity: word, id: word }))),
  owners: fc.dictionary(word, words),
  systems: fc.option(words),
  fields: fc.option(words),
});
const PARTS = ['entities', 'kinds', 'ids', 'systems', 'fields'] as const;

describe('for any filter and change', () => {
  test('a filter matches exactly if each of its conditions matches alone', () => {
    fc.assert(
      fc.property(filter, change, (all, event) => {
        const alone = PARTS.every((part) => matches({ ...ALL_CHANGES, [part]: all[part] }, event));
        const owned = Object.entries(all.owners).every(([owner, wanted]) =>
          matches({ ...ALL_CHANGES, owners: { [owner]: wanted } }, event),
        );
        expect(matches(all, event)).toBe(alone && owned);
      }),
    );
  });

  test('knowing less about a change never makes a filter miss it', () => {
    fc.assert(
      fc.property(filter, change, (wanted, event) => {
        if (!matches(wanted, event)) return;
        expect(matches(wanted, { ...event, ownersUnknown: true })).toBe(true);
        expect(matches(wanted, { ...event, fields: [] })).toBe(true);
      }),
    );
  });

  test('widening a filter never makes it miss a change', () => {
    fc.assert(
      fc.property(filter, change, words, (wanted, event, more) => {
        if (!matches(wanted, event)) return;
        const wider = { ...wanted, entities: wanted.entities && [...wanted.entities, ...more] };
        expect(matches(wider, event)).toBe(true);
      }),
    );
  });
});
