import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { ApiKeys } from '../../server/keys/keys.ts';
import { digestOf, newSecret } from '../../server/keys/secret.ts';
import type { RegisterBacking } from '../support/register/backing.ts';
import { QUIET } from '../support/webhooks/backing.ts';

const NOW = Date.UTC(2026, 0, 1);
const DAY = 86_400_000;
const ASKED = { name: 'stock sync', scopes: ['stock:read'], customer: null, expiresAt: null };

/** Two replicas over one register of keys, with a clock. */
class Bench {
  now = NOW;
  readonly one: ApiKeys;
  readonly other: ApiKeys;

  constructor(place: RegisterBacking, staleMs = 60_000) {
    const open = () =>
      new ApiKeys({
        scopes: [],
        register: place.open('keys'),
        log: QUIET,
        operator: null,
        staleMs,
        now: () => this.now,
        pollMs: 20,
      });
    [this.one, this.other] = [open(), open()];
  }

  async start(): Promise<this> {
    await Promise.all([this.one.start(), this.other.start()]);
    return this;
  }

  /** Creates a key and returns its id and secret. */
  async create(
    asked: Partial<typeof ASKED> | { expiresAt: number } = {},
  ): Promise<{ id: string; secret: string }> {
    const made = await this.one.create({ ...ASKED, ...asked, idempotencyKey: randomUUID() });
    if (!made.ok || made.value.secret === null) throw new Error('expected a key');
    return { id: made.value.key.id, secret: made.value.secret };
  }

  async close(): Promise<void> {
    await this.one.close();
    await this.other.close();
  }
}

/** The tests of API keys, for any store. */
export function suiteOfKeys(backing: () => Promise<RegisterBacking>): void {
  describe('an API key', () => {
    test('is known at once where it is created, and soon in another replica', async () => {
      await using place = await backing();
      const bench = await new Bench(place).start();
      const { id, secret } = await bench.create({ scopes: ['a', 'b'] });
      const digest = digestOf(secret);
      const holder = { id, digest, name: 'stock sync', scopes: ['a', 'b'], customer: null, expiresAt: null };
      expect(bench.one.check(secret)).toEqual({ is: 'good', holder });
      await expect.poll(() => bench.other.check(secret).is).toBe('good');
      await bench.close();
    });

    test('is stored as a hash only', async () => {
      await using place = await backing();
      const bench = await new Bench(place).start();
      const { secret } = await bench.create();
      const stored = JSON.stringify([...(await place.open('keys').read()).entries]);
      expect(stored).toContain('stock sync');
      for (let at = 17; at + 8 <= secret.length; at += 8)
        expect(stored).not.toContain(secret.slice(at, at + 8));
      await bench.close();
    });

    test('with another secret or id is invalid', async () => {
      await using place = await backing();
      const bench = await new Bench(place).start();
      const [one, two] = [await bench.create(), await bench.create()];
      const bad = [
        newSecret(one.id),
        newSecret('000000000000'),
        two.secret.replace(two.id, one.id),
        '',
        'isk_',
      ];
      expect(bad.map((key) => bench.one.check(key).is)).toEqual(bad.map(() => 'bad'));
      await bench.close();
    });

    test('expires at its expiry time, to the millisecond', async () => {
      await using place = await backing();
      const bench = await new Bench(place).start();
      const { id, secret } = await bench.create({ expiresAt: NOW + DAY });
      expect(bench.one.check(secret)).toMatchObject({ is: 'good', holder: { expiresAt: NOW + DAY } });
      bench.now = NOW + DAY - 1;
      expect(bench.one.check(secret).is).toBe('good');
      bench.now = NOW + DAY;
      expect(bench.one.check(secret).is).toBe('bad');
      expect(await bench.one.find(id)).toMatchObject({ state: 'expired' });
      expect(await bench.one.rotate(id, DAY)).toMatchObject({ ok: false, refusal: { code: 'REFUSED' } });
      await bench.close();
    });

    test('has two valid secrets during the grace period of a rotation, and one after that', async () => {
      await using place = await backing();
      const bench = await new Bench(place).start();
      const { id, secret: former } = await bench.create();
      bench.now += 1_000;
      const rotated = await bench.one.rotate(id, DAY);
      if (!rotated.ok || rotated.value.secret === null) throw new Error('expected a secret');
      const { secret } = rotated.value;
      expect(rotated.value.key).toMatchObject({ rotatedAt: bench.now, formerUntil: bench.now + DAY });
      expect(bench.one.check(secret)).toMatchObject({ is: 'good', holder: { id, expiresAt: null } });
      const until = bench.now + DAY;
      expect(bench.one.check(former)).toMatchObject({ is: 'good', holder: { id, expiresAt: until } });
      bench.now = until;
      expect([secret, former].map((key) => bench.one.check(key).is)).toEqual(['good', 'bad']);
      expect(await bench.one.find(id)).toMatchObject({ formerUntil: null });
      await bench.close();
    });

    test('loses its former secret at once if there is no grace period', async () => {
      await using place = await backing();
      const bench = await new Bench(place).start();
      const { id, secret } = await bench.create();
      await bench.one.rotate(id, 0);
      expect(bench.one.check(secret).is).toBe('bad');
      await bench.close();
    });

    test('that is revoked ends with both secrets, at once here and soon in another replica', async () => {
      await using place = await backing();
      const bench = await new Bench(place).start();
      const { id, secret } = await bench.create();
      const rotated = await bench.one.rotate(id, DAY);
      const fresh = rotated.ok ? String(rotated.value.secret) : '';
      await expect.poll(() => bench.other.check(fresh).is).toBe('good');
      let changes = 0;
      bench.other.listen(() => void (changes += 1));
      bench.now += 5;
      expect(await bench.one.revoke(id)).toMatchObject({
        ok: true,
        value: { state: 'revoked', revokedAt: NOW + 5 },
      });
      expect([secret, fresh].map((key) => bench.one.check(key).is)).toEqual(['bad', 'bad']);
      await expect
        .poll(() => [secret, fresh].map((key) => bench.other.check(key).is))
        .toEqual(['bad', 'bad']);
      expect(changes).toBe(1);
      bench.now += 5;
      expect(await bench.one.revoke(id)).toMatchObject({ ok: true, value: { revokedAt: NOW + 5 } });
      expect(await bench.one.rotate(id, DAY)).toMatchObject({ ok: false, refusal: { code: 'REFUSED' } });
      await bench.close();
    });

    test('is created once per idempotency key', async () => {
      await using place = await backing();
      const bench = await new Bench(place).start();
      const first = await bench.one.create({ ...ASKED, idempotencyKey: 'k' });
      const again = await bench.other.create({ ...ASKED, idempotencyKey: 'k' });
      expect(first).toMatchObject({ ok: true, replayed: false });
      expect(again).toMatchObject({
        ok: true,
        replayed: true,
        value: { secret: null, key: { name: 'stock sync' } },
      });
      expect(await bench.one.list()).toHaveLength(1);
      await bench.close();
    });

    test.each([
      { name: 'other' },
      { scopes: [] },
      { expiresAt: NOW + DAY },
      { scopes: ['customer:self'], customer: '42' },
    ])('is not created under the idempotency key of another that differs by %j', async (other) => {
      await using place = await backing();
      const bench = await new Bench(place).start();
      await bench.one.create({ ...ASKED, idempotencyKey: 'k' });
      expect(await bench.other.create({ ...ASKED, ...other, idempotencyKey: 'k' })).toMatchObject({
        ok: false,
        refusal: { code: 'IDEMPOTENCY_KEY_REUSED', field: ['idempotencyKey'] },
      });
      expect(await bench.one.list()).toMatchObject([{ name: 'stock sync' }]);
      await bench.close();
    });

    test('that has ended makes room for another when the register is full, but an active one does not', async () => {
      await using place = await backing();
      const bench = await new Bench(place).start();
      const stored = (at: number, more: object) => {
        const record = { ...ASKED, createdAt: NOW, revokedAt: null, secrets: [], ...more };
        return [`key-${at}`, JSON.stringify(record)] as const;
      };
      const all = Array.from({ length: 10_000 }, (_, at) => stored(at, {}));
      all[17] = stored(17, { expiresAt: NOW - 1_000 });
      all[4_711] = stored(4_711, { revokedAt: NOW - 2_000 });
      await place.open('keys').add(new Map(all), 10_000);
      await bench.create();
      expect(await bench.one.find('key-4711')).toBeNull();
      expect(await bench.one.find('key-17')).toMatchObject({ state: 'expired' });
      await bench.create();
      expect(await bench.one.find('key-17')).toBeNull();
      const full = await bench.one.create({ ...ASKED, idempotencyKey: 'one too many' });
      expect(full).toMatchObject({ ok: false, refusal: { code: 'REFUSED' } });
      await bench.close();
    });

    test('shows its last use, also in another replica once that has been written', async () => {
      await using place = await backing();
      const bench = await new Bench(place).start();
      const { id, secret } = await bench.create();
      expect(await bench.one.find(id)).toMatchObject({ lastUsedAt: null });
      bench.now += 7;
      bench.one.check(secret);
      expect(await bench.one.find(id)).toMatchObject({ lastUsedAt: NOW + 7 });
      await bench.one.close();
      expect(await bench.other.find(id)).toMatchObject({ lastUsedAt: NOW + 7 });
      await bench.close();
    });

    test('that ended long ago is deleted when another is created', async () => {
      await using place = await backing();
      const bench = await new Bench(place).start();
      const [revoked, expired] = [await bench.create(), await bench.create({ expiresAt: NOW + 1 })];
      await bench.one.revoke(revoked.id);
      bench.now += 89 * DAY;
      const { id } = await bench.create();
      expect((await bench.one.list()).map((key) => key.id).toSorted()).toEqual(
        [revoked.id, expired.id, id].toSorted(),
      );
      bench.now += 2 * DAY;
      await bench.create();
      expect((await bench.one.list()).map((key) => key.id)).not.toContain(revoked.id);
      expect(await bench.one.find(expired.id)).toBeNull();
      expect(await bench.one.find(id)).not.toBeNull();
      await bench.close();
    });

    test.each([
      [{ name: '' }, 'name'],
      [{ name: 'two\nlines' }, 'name'],
      [{ name: 'x'.repeat(101) }, 'name'],
      [{ scopes: ['two words'] }, 'scopes'],
      [{ scopes: Array.from({ length: 51 }, (_, index) => `s${index}`) }, 'scopes'],
      [{ expiresAt: NOW }, 'expiresAt'],
      [{ customer: '42' }, 'customer'],
      [{ scopes: ['customer:self'] }, 'customer'],
    ])('cannot be created from %j', async (wrong, field) => {
      await using place = await backing();
      const bench = await new Bench(place).start();
      const made = await bench.one.create({ ...ASKED, ...wrong, idempotencyKey: 'k' });
      expect(made).toMatchObject({ ok: false, refusal: { code: 'INVALID', field: [field] } });
      expect(await bench.one.list()).toEqual([]);
      await bench.close();
    });

    test('that does not exist cannot be rotated or revoked', async () => {
      await using place = await backing();
      const bench = await new Bench(place).start();
      const refusal = { code: 'NOT_FOUND', field: ['id'] };
      expect(await bench.one.rotate('nobody', DAY)).toMatchObject({ ok: false, refusal });
      expect(await bench.one.revoke('nobody')).toMatchObject({ ok: false, refusal });
      await bench.close();
    });

    test('remains valid for a while when the register is unavailable, and is then unknown', async () => {
      await using place = await backing();
      const bench = await new Bench(place, 400).start();
      const { secret } = await bench.create();
      place.end();
      expect(bench.one.check(secret).is).toBe('good');
      expect(bench.one.check('isk_000000000000_').is).toBe('bad');
      await expect.poll(() => bench.one.check(secret).is).toBe('unknown');
      await bench.close();
    });

    test('is unknown until the register has been read', async () => {
      await using place = await backing();
      const bench = await new Bench(place).start();
      const { secret } = await bench.create();
      expect(new Bench(place).one.check(secret).is).toBe('unknown');
      await bench.close();
    });
  });
}
