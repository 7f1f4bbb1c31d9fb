import type { DatabaseSync } from 'node:sqlite';
import { ref, type ServiceApp } from '../../kit/app.ts';
import { table, type EntitySet, type Fields } from '../odata/entity-set.ts';
import { decimal, integer, money, text } from '../odata/field.ts';
import { listPage } from '../odata/list.ts';
import { listQuery } from '../odata/options.ts';
import { LocationPage, READ_REFUSALS } from '../schemas/answers.ts';

const locations = {
  source: table('location'),
  fields: {
    LocationId: integer('location_id'),
    Name: text('name'),
    CostRate: money('cost_rate'),
    AvailabilityHours: decimal('availability_hours'),
  },
  key: ['LocationId'],
} satisfies EntitySet<Fields>;

/** `GET /Locations`. */
export function addLocations(app: ServiceApp, db: DatabaseSync): void {
  const list = {
    operationId: 'listLocations',
    summary: 'Stores and work centers of the plant',
    querystring: listQuery(locations),
    response: { 200: ref(LocationPage), ...READ_REFUSALS },
  };
  app.get('/Locations', { schema: list, config: { maxAge: 300 } }, (request) =>
    listPage(db, locations, request),
  );
}
