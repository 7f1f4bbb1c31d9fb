import { expect, test } from 'vitest';
import { Connection, connectionFields } from '../resolvers/connection.ts';
import type { Context } from '../resolvers/context.ts';

const connection = new Connection<string>(
  async () => ({
    items: ['a'],
    hasNext: false,
    hasPrevious: false,
    cursors: { is: 'listed', cursors: ['one'] },
  }),
  async () => 1,
);
const contextWith = (signal: AbortSignal) => ({ signal }) as Context;

test.each(['nodes', 'edges'] as const)(
  '%s of a list are returned while the operation is running',
  async (field) => {
    const lasting = contextWith(new AbortController().signal);
    expect(await connectionFields[field](connection, {}, lasting)).toHaveLength(1);
  },
);

test.each(['nodes', 'edges'] as const)(
  '%s of a list are not returned once the operation is over',
  async (field) => {
    const reason = new DOMException('no answer within 10 ms', 'TimeoutError');
    const over = contextWith(AbortSignal.abort(reason));
    await expect(connectionFields[field](connection, {}, over)).rejects.toBe(reason);
  },
);
