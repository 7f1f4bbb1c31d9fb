import { expect, test } from 'vitest';
import { FieldUsageReport } from '../../server/usage/report.ts';

test('a report lists at most 10,000 operations, and counts the requests of all', () => {
  const report = new FieldUsageReport(['Customer.fax']);
  const hits = Array.from({ length: 10_001 }, (_, index) => {
    return { operation: `o${index}`, client: 'till', version: null, requests: 1, lastSeen: 1 };
  });
  const known = new Map(
    hits.map(({ operation: hash }) => [hash, { hash, name: null, uses: ['Customer.fax'] }]),
  );
  for (let day = 0; day < 2; day += 1) report.add(hits, 0, known);
  const { clients } = report.of('Customer.fax');
  expect(clients).toMatchObject([{ name: 'till', requests: 20_002 }]);
  expect(clients[0]?.operations).toHaveLength(10_000);
  expect(clients[0]?.operations[0]?.requests).toBe(2);
});
