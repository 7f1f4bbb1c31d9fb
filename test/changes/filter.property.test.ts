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
    [
      'on ids, of their type',
      { ids: [{ entity: 'Order', id: '7' }] },
      { ids: [{ entity: 'Stock', id: '7' }] },
    ],
    ['on an owner', { owners: { Customer: ['1', '42'] } }, { owners: { Customer: ['43'] } }],
    ['on one of several owners', { owners: { Product: ['2'] } }, { owners: { Product: ['3'] } }],
    [
      'on two owners',
      { owners: { Customer: ['42'], Product: ['1'] } },
      { owners: { Customer: ['42'], Product: ['3'] } },
    ],
    ['on fields', { fields: ['total', 'lines'] }, { fields: ['lines'] }],
    ['that is all', ALL_CHANGES, { entities: ['Order'], kinds: ['DELETED'] }],
  ])('%s', (_, passing, failing) => {
    expect(passes(passing)).toBe(true);
    expect(passes(failing)).toBe(false);
  });

  test.each(['entities', 'kinds', 'ids', 'systems', 'fields'] as const)(
    'that lists no %s is fulfilled by nothing',
    (name) => {
      expect(passes({ [name]: [] })).toBe(false);
    },
  );

  test('on no owner is fulfilled by nothing, not even where it is not known whose something is', () => {
    expect(passes({ owners: { Customer: [] } }, { ownersUnknown: true })).toBe(false);
  });
});

describe('what a system leaves open passes', () => {
  test('whose something is', () => {
    const hers = { owners: { Customer: ['43'] } };
    expect(passes(hers, { ownersUnknown: true })).toBe(true);
    expect(passes(hers, { owners: {} })).toBe(false);
  });

  test('but not where it is the owner itself, who is known by the id', () => {
    const customer = { entity: 'Customer', owners: { Territory: '1' }, ownersUnknown: true };
    expect(passes({ owners: { Customer: ['42'] } }, { ...customer, id: '42' })).toBe(true);
    expect(passes({ owners: { Customer: ['42'] } }, { ...customer, id: '43' })).toBe(false);
  });

  test('which fields changed, and what came or went as a whole', () => {
    expect(passes({ fields: ['lines'] }, { fields: [] })).toBe(true);
    expect(passes({ fields: ['lines'] }, { kind: 'CREATED' })).toBe(true);
    expect(passes({ fields: ['lines'] }, { kind: 'DELETED' })).toBe(true);
  });
});

test('owners named like what every object has are owners like others', () => {
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

describe('whatever the filter and the change', () => {
  test('all conditions hold together exactly where each of them holds alone', () => {
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

  test('to know less of a change never loses it', () => {
    fc.assert(
      fc.property(filter, change, (wanted, event) => {
        if (!matches(wanted, event)) return;
        expect(matches(wanted, { ...event, ownersUnknown: true })).toBe(true);
        expect(matches(wanted, { ...event, fields: [] })).toBe(true);
      }),
    );
  });

  test('to want more never loses a change', () => {
    fc.assert(
      fc.property(filter, change, words, (wanted, event, more) => {
        if (!matches(wanted, event)) return;
        const wider = { ...wanted, entities: wanted.entities && [...wanted.entities, ...more] };
        expect(matches(wider, event)).toBe(true);
      }),
    );
  });
});
