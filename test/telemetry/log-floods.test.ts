import { expect, test } from 'vitest';
import { answeredOperations, refusedOperations } from '../../server/channels.ts';
import { UNNAMED } from '../../server/client.ts';
import { logOperations } from '../../server/telemetry/logs/operations.ts';

test('a flood of mutations by anonymous callers has few lines, and others have one each', () => {
  const written: object[] = [];
  let now = 0;
  const log = { info: (fields: object) => void written.push(fields) };
  const stop = logOperations('mutations', log, () => now);
  const answered = {
    name: 'Rename',
    type: 'mutation',
    hash: null,
    document: null,
    variables: {},
    client: UNNAMED,
    transport: 'http',
    by: 'engine',
    errors: 1,
    ms: 1,
  } as const;
  const publish = (requestId: string, caller: string, codes: readonly string[]) =>
    answeredOperations.publish({ ...answered, requestId, caller, codes });
  for (let n = 0; n < 1_000; n += 1) publish(`a-${n}`, 'anonymous', ['UNAUTHENTICATED']);
  for (let n = 0; n < 2; n += 1) publish(`f-${n}`, 'token:7', ['FORBIDDEN']);
  now = 10_000;
  publish('later', 'anonymous', ['UNAUTHENTICATED']);
  stop();
  expect(written).toMatchObject([
    { requestId: 'a-0', caller: 'anonymous', refused: 1 },
    { requestId: 'f-0', caller: 'token:7' },
    { requestId: 'f-1', caller: 'token:7' },
    { requestId: 'later', caller: 'anonymous', refused: 1_000 },
  ]);
});

test('a flood of refusals has few lines, and refused queries have none if only mutations are logged', () => {
  const written: object[] = [];
  let now = 0;
  const log = { info: (fields: object) => void written.push(fields) };
  const refusal = { client: UNNAMED, transport: 'http', caller: null, code: 'OVERLOADED' } as const;
  const stop = logOperations('mutations', log, () => now);
  for (let n = 0; n < 1_000; n += 1)
    refusedOperations.publish({ ...refusal, requestId: `r-${n}`, operation: null });
  now = 10_000;
  refusedOperations.publish({ ...refusal, requestId: 'later', operation: null });
  refusedOperations.publish({
    ...refusal,
    code: 'RATE_LIMITED',
    requestId: 'query',
    operation: { name: 'Asked', hash: null, type: 'query' },
  });
  stop();
  expect(written).toMatchObject([
    { requestId: 'r-0', codes: ['OVERLOADED'], refused: 1 },
    { requestId: 'later', codes: ['OVERLOADED'], refused: 1_000 },
  ]);
});
