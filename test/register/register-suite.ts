import { describe, expect, test } from 'vitest';
import { Mirror } from '../../server/register/mirror.ts';
import { RegisterUnavailableError, type Register } from '../../server/register/register.ts';
import type { RegisterBacking } from '../support/register/backing.ts';
import { QUIET } from '../support/webhooks/backing.ts';

/** Tests that every implementation of a register must pass. */
export function suiteOfRegisters(backing: () => Promise<RegisterBacking>): void {
  describe('a register', () => {
    test('gives the entries that were added, with a new version after each change', async () => {
      await using place = await backing();
      const register = place.open('keys');
      const empty = await register.read();
      expect(empty.entries.size).toBe(0);
      expect(await register.version()).toBe(empty.version);
      expect(await register.add(entries({ a: '1', b: '2' }), 3)).toBe(true);
      const { version, entries: found } = await register.read();
      expect([...found].toSorted()).toEqual([
        ['a', '1'],
        ['b', '2'],
      ]);
      expect(version).not.toBe(empty.version);
      expect(await register.version()).toBe(version);
    });

    test('keeps existing entries when they are added again, and adds all or none when room is short', async () => {
      await using place = await backing();
      const register = place.open('keys');
      await register.add(entries({ a: '1', b: '2' }), 3);
      const { version } = await register.read();
      expect(await register.add(entries({ a: 'other' }), 2)).toBe(true);
      expect(await register.add(entries({ b: '2', c: '3', d: '4' }), 3)).toBe(false);
      expect(await register.read()).toEqual({ version, entries: new Map([...entries({ a: '1', b: '2' })]) });
    });

    test('replaces an entry only if its expected value is current', async () => {
      await using place = await backing();
      const register = place.open('keys');
      await register.add(entries({ a: '1' }), 3);
      const before = await register.version();
      expect(await register.replace('a', '1', '2')).toBe(true);
      expect(await register.version()).not.toBe(before);
      expect(await register.replace('a', '1', '3')).toBe(false);
      expect(await register.replace('nobody', '1', '3')).toBe(false);
      expect((await register.read()).entries.get('a')).toBe('2');
    });

    test('removes entries together with their notes', async () => {
      await using place = await backing();
      const register = place.open('keys');
      await register.add(entries({ a: '1', b: '2' }), 3);
      await register.note(new Map([['a', 5]]));
      const before = await register.version();
      expect(await register.remove(['a', 'nobody'])).toBe(1);
      expect(await register.version()).not.toBe(before);
      expect([...(await register.read()).entries.keys()]).toEqual(['b']);
      expect(await register.noted()).toEqual(new Map());
      const after = await register.version();
      expect(await register.remove(['a'])).toBe(0);
      expect(await register.version()).toBe(after);
    });

    test('notes the last use of existing entries, which does not change the version', async () => {
      await using place = await backing();
      const register = place.open('keys');
      await register.add(entries({ a: '1', b: '2' }), 3);
      const version = await register.version();
      await register.note(new Map([['a', 7_000_000_000_000], ['nobody', 7]])); // prettier-ignore
      await register.note(new Map([['a', 6_999_999_999_999], ['b', 3]])); // prettier-ignore
      await register.note(new Map());
      expect(await register.noted()).toEqual(new Map([['a', 7_000_000_000_000], ['b', 3]])); // prettier-ignore
      expect(await register.version()).toBe(version);
      await register.replace('a', '1', '2');
      expect((await register.noted()).get('a')).toBe(7_000_000_000_000);
    });

    test('is separate from other registers in the same store', async () => {
      await using place = await backing();
      await place.open('keys').add(entries({ a: '1' }), 3);
      const other = place.open('operations');
      expect((await other.read()).entries.size).toBe(0);
      expect(await other.remove(['a'])).toBe(0);
    });

    test('adds and removes thousands of entries at once', async () => {
      await using place = await backing();
      const register = place.open('keys');
      const many = new Map(Array.from({ length: 5_000 }, (_, index) => [`id-${index}`, 'x'.repeat(200)]));
      expect(await register.add(many, 5_000)).toBe(true);
      expect((await register.read()).entries).toEqual(many);
      expect(await register.remove([...many.keys()])).toBe(5_000);
    });

    test('throws RegisterUnavailableError when it cannot be reached', async () => {
      await using place = await backing();
      const register = place.open('keys');
      place.end();
      await expect(register.read()).rejects.toThrow(RegisterUnavailableError);
      await expect(register.add(entries({ a: '1' }), 3)).rejects.toThrow(RegisterUnavailableError);
    });
  });

  describe('a mirror', () => {
    test('shows changes by other replicas soon, and its own after a refresh', async () => {
      await using place = await backing();
      const register = place.open('keys');
      await register.add(entries({ a: '1' }), 10);
      const mirror = mirrorOf(register);
      let changes = 0;
      mirror.listen(() => void (changes += 1));
      expect(mirror.unconfirmedMs).toBe(Infinity);
      await mirror.start();
      expect([...mirror.entries]).toEqual([['a', 1]]);
      await place.open('keys').replace('a', '1', '2');
      await expect.poll(() => mirror.entries.get('a')).toBe(2);
      await register.add(entries({ b: '3', c: 'none' }), 10);
      await mirror.refresh();
      expect([...mirror.entries].toSorted()).toEqual([
        ['a', 2],
        ['b', 3],
      ]);
      expect(changes).toBe(3);
      expect(mirror.unconfirmedMs).toBeLessThan(20_000);
      mirror.close();
    });

    test('keeps its entries while the register is down, and says for how long they are unconfirmed', async () => {
      await using place = await backing();
      const register = place.open('keys');
      await register.add(entries({ a: '1' }), 10);
      const mirror = mirrorOf(register);
      await mirror.start();
      place.end();
      await expect.poll(() => mirror.unconfirmedMs).toBeGreaterThan(100);
      expect([...mirror.entries]).toEqual([['a', 1]]);
      await expect(mirror.refresh()).rejects.toThrow(RegisterUnavailableError);
      mirror.close();
    });
  });
}

function mirrorOf(register: Register): Mirror<number> {
  const parse = (text: string) => (text === 'none' ? null : Number(text));
  return new Mirror({ register, parse, log: QUIET, pollMs: 20 });
}

function entries(of: Record<string, string>): ReadonlyMap<string, string> {
  return new Map(Object.entries(of));
}
