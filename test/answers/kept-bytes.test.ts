import { expect, test } from 'vitest';
import { FakeSystem } from '../support/coherence/fake-system.ts';
import { Replica } from '../support/coherence/replica.ts';

const FRESH = {
  pass: () => Promise.resolve(),
  next: () => 'max-age=60',
  isKnownAway: () => false,
};
/** An answer of about 2 KB: encoding shorter ones gains nothing. */
const NAMES = Array.from(
  { length: 40 },
  (_, index) => `thing 1 ${'and the same again'.slice(index % 9)} ${index}`,
);

/** Whether nothing else is held in memory along with these bytes. */
const isAlone = ({ byteOffset, length, buffer }: Buffer) => byteOffset === 0 && buffer.byteLength === length;

test('a kept answer holds the memory of its own bytes and no more, in every encoding', async () => {
  const system = new FakeSystem();
  system.write('1', 'x');
  const replica = new Replica({
    system,
    connection: FRESH,
    clock: performance,
    tier: null,
    memoryBytes: 1e6,
  });
  const { signal } = new AbortController();
  const sent = async () => {
    const answer = await replica.sent(NAMES, replica.context(signal));
    if (!answer) throw new Error('there is no answer');
    return answer;
  };
  await sent();
  const kept = await sent();
  expect(replica.answers.hits).toBe(1);
  expect(kept.bytes.length).toBeGreaterThan(1_024);
  expect(kept.bytes).toSatisfy(isAlone);
  for (const encoding of ['br', 'gzip'] as const) {
    await expect.poll(() => kept.encoded(encoding)).not.toBeNull();
    expect(kept.encoded(encoding)).toSatisfy(isAlone);
  }
});
