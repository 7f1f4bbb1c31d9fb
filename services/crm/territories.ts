import type { DatabaseSync } from 'node:sqlite';
import { ref, type ServiceApp } from '../kit/app.ts';
import { Problem } from '../kit/problem.ts';
import { TerritoryList } from './schemas.ts';

/** The sales territories; they never change. */
export function territories(app: ServiceApp, db: DatabaseSync): void {
  app.get(
    '/territories',
    {
      config: { maxAge: 300 },
      schema: {
        tags: ['territories'],
        operationId: 'listTerritories',
        summary: 'All sales territories',
        description: 'All sales territories by id, in one page.',
        response: { 200: ref(TerritoryList), 401: ref(Problem), 429: ref(Problem) },
      },
    },
    () => ({
      results: db
        .prepare('SELECT * FROM territory ORDER BY id')
        .all()
        .map((row) => ({
          id: String(row['id']),
          name: String(row['name']),
          countryCode: String(row['country_code']),
          group: String(row['area']),
        })),
    }),
  );
}
