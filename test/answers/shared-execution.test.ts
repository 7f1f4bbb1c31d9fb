import { expect, test } from 'vitest';
import type { Context } from '../../resolvers/context.ts';
import { SharedExecution } from '../../server/answers/shared-execution.ts';

test('an execution that begins for a caller who has left already ends at once', async () => {
  const left = { requestId: 'one', signal: AbortSignal.abort(new Error('left')) };
  const running = new SharedExecution<string>(
    0,
    left,
    (requester) => requester as Context,
    ({ signal }) => new Promise((resolve) => signal.addEventListener('abort', () => resolve('nothing'))),
  );
  await expect(running.waitAsFirst(left)).rejects.toThrow('left');
  expect(running.isAbandoned).toBe(true);
});
