import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Outbox, type End, type Message } from '../../server/streams/outbox.ts';
import { BufferSpace } from '../../server/streams/buffer-space.ts';

/** A connection that finishes sending only when the test says so. */
class Connection {
  readonly sent: string[] = [];
  readonly ends: { readonly end: End; readonly after: string | null }[] = [];
  hasEnded = false;
  /** Resolves once the connection has room; null if it has. */
  room: Promise<void> | null = null;
  readonly outbox: Outbox;
  #done: (() => void)[] = [];

  constructor(maxChars: number, buffer = new BufferSpace(), frameChars = 0) {
    this.outbox = new Outbox({
      sink: {
        buffer,
        frameChars,
        room: () => this.room,
        write: (messages: readonly Message[], done) => {
          this.sent.push(...messages.map(({ text }) => text));
          this.#done.push(done);
        },
        end: (end, after) => this.ends.push({ end, after }),
      },
      maxChars,
      after: '0',
      onEnd: () => (this.hasEnded = true),
    });
  }

  get inFlight(): number {
    return this.#done.length;
  }

  drain(): void {
    for (const done of this.#done.splice(0)) done();
  }
}

const message = (number: number, chars = 1): Message => ({
  text: String(number).padEnd(chars, '.'),
  cursor: String(number),
});

describe('an outbox', () => {
  test('writes at once while its reader reads, one piece at a time', () => {
    const connection = new Connection(100);
    connection.outbox.push(message(1));
    connection.outbox.push(message(2));
    expect(connection.sent).toEqual(['1']);
    connection.drain();
    expect(connection.sent).toEqual(['1', '2']);
  });

  test('shares its limit with all others of the connection, even if each holds little', async () => {
    const buffer = new BufferSpace();
    const connections = Array.from({ length: 5 }, () => new Connection(10, buffer));
    for (const { outbox } of connections) outbox.push(message(1));
    for (const { outbox } of connections) outbox.push(message(2, 3));
    expect(connections.map(({ hasEnded }) => hasEnded)).toEqual([false, false, false, true, true]);
    const [first, second, third] = connections;
    let isPut = false;
    const put = second?.outbox.pushWhenFree(message(3, 2)).then(() => (isPut = true));
    await Promise.resolve();
    expect(isPut).toBe(false);
    first?.drain();
    third?.drain();
    await put;
    second?.drain();
    second?.drain();
    expect(second?.sent).toEqual(['1', '2..', '3.']);
  });

  test('counts what its connection sends around each result', () => {
    const connection = new Connection(100, new BufferSpace(), 40);
    for (let number = 1; number <= 4; number++) connection.outbox.push(message(number, 10));
    expect(connection.ends).toEqual([{ end: { is: 'slow' }, after: '1' }]);
  });

  test('lets a sender of many fill only half of the room, so that there is some for results that cannot wait', async () => {
    const connection = new Connection(100);
    connection.outbox.push(message(1));
    await connection.outbox.pushWhenFree(message(2, 30));
    const waiting = connection.outbox.pushWhenFree(message(3, 30));
    await Promise.resolve();
    connection.outbox.push(message(4, 60));
    expect(connection.ends).toEqual([]);
    connection.drain();
    await waiting;
    connection.drain();
    expect(connection.sent.map((text) => text.charAt(0))).toEqual(['1', '2', '4', '3']);
  });

  test('that is to finish sends what is waiting, accepts nothing more, and then ends', () => {
    const connection = new Connection(100);
    for (let number = 1; number <= 3; number++) connection.outbox.push(message(number));
    connection.outbox.finish({ is: 'leaving' });
    connection.outbox.push(message(4));
    expect(connection.ends).toEqual([]);
    connection.drain();
    connection.drain();
    expect(connection.sent).toEqual(['1', '2', '3']);
    expect(connection.ends).toEqual([{ end: { is: 'leaving' }, after: '3' }]);
    expect(connection.hasEnded).toBe(true);
  });

  test('ends beyond its limit, with the cursor of the last message that was written', () => {
    const connection = new Connection(10);
    for (let number = 1; number <= 4; number++) connection.outbox.push(message(number, 5));
    expect(connection.ends).toEqual([{ end: { is: 'slow' }, after: '1' }]);
    expect(connection.hasEnded).toBe(true);
    connection.outbox.push(message(5));
    connection.drain();
    expect(connection.sent).toEqual(['1....']);
  });

  test('accepts a single result of any size', () => {
    const connection = new Connection(10);
    connection.outbox.push(message(1));
    connection.outbox.push(message(2, 1_000));
    expect(connection.ends).toEqual([]);
    connection.drain();
    expect(connection.sent).toHaveLength(2);
  });

  test('replaces what is waiting, and never ends because of that', () => {
    const connection = new Connection(10);
    for (let number = 1; number <= 100; number++) connection.outbox.offer(() => message(number, 1_000));
    connection.drain();
    connection.drain();
    expect(connection.sent.map(parseFloat)).toEqual([1, 100]);
    expect(connection.ends).toEqual([]);
  });

  test('holds back what can be replaced until its connection has room', async () => {
    const connection = new Connection(10);
    const room = Promise.withResolvers<undefined>();
    connection.room = room.promise;
    const taken: number[] = [];
    for (let number = 1; number <= 3; number++)
      connection.outbox.offer(() => {
        taken.push(number);
        return message(number);
      });
    expect(taken).toEqual([]);
    connection.room = null;
    room.resolve(undefined);
    await Promise.resolve();
    expect(taken).toEqual([3]);
    expect(connection.sent).toEqual(['3']);
  });

  test('knows the position of its reader as long as nothing is waiting', () => {
    const { outbox } = new Connection(100);
    outbox.push(message(1));
    outbox.reached('5');
    expect(outbox.sent).toBe('5');
    outbox.push(message(6));
    outbox.reached('9');
    expect(outbox.sent).toBe('5');
  });

  test('makes pushWhenFree() wait when there is a lot to send, and sends all of it in order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(30), { minLength: 1, maxLength: 40 }),
        fc.array(fc.boolean()),
        async (sizes, drains) => {
          const connection = new Connection(20);
          const putting = (async () => {
            for (const [at, size] of sizes.entries()) await connection.outbox.pushWhenFree(message(at, size));
          })();
          for (const drain of drains) {
            if (drain) connection.drain();
            await Promise.resolve();
          }
          while (connection.inFlight > 0) {
            connection.drain();
            await new Promise((resolve) => setImmediate(resolve));
          }
          await putting;
          expect(connection.sent).toEqual(sizes.map((size, at) => message(at, size).text));
          expect(connection.ends).toEqual([]);
        },
      ),
    );
  });

  test('keeps nothing waiting for a reader that is gone', async () => {
    const connection = new Connection(1);
    connection.outbox.push(message(1));
    connection.outbox.push(message(2));
    const waits = connection.outbox.pushWhenFree(message(3));
    connection.outbox.abandon();
    await waits;
    expect(connection.ends).toEqual([]);
  });
});
