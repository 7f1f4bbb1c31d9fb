import { parameter, type Reply, type Route } from './routes.ts';
import type { Rows } from './rows.ts';

/** A change that the benchmark requests. */
export interface ChangeRequest {
  /** The customer's id. */
  readonly id: string;
  /** The time at which it is said to have happened (RFC 3339), which identifies the change. */
  readonly at: string;
}

/** The most events that the CRM returns at once. */
const MOST_EVENTS = 1_000;

/** Changes customers: each change sets another phone number, and is added to the CRM's record of events. */
export class Changes {
  readonly #rows: Rows;
  readonly #events: string[] = [];

  constructor(rows: Rows) {
    this.#rows = rows;
  }

  /** Changes a customer; responds with the `sequence` of the change. */
  readonly change: Route = (_, body) => {
    const { id, at } = JSON.parse(body) as ChangeRequest;
    const row = this.#rows.customers.get(id);
    if (row === undefined) return { status: 404, body: `{"title":"There is no customer ${id}."}` };
    const sequence = this.#events.length + 1;
    const phone = `555-01-${sequence}`;
    this.#rows.customers.set(id, JSON.stringify({ ...(JSON.parse(row) as object), phone, updatedAt: at }));
    this.#events.push(eventOf(sequence, id, at));
    return { status: 200, body: `{"sequence":${sequence}}` };
  };

  /** `GET /crm/v3/events`: the events after a given one. */
  readonly events: Route = (query): Reply => {
    const after = Number(parameter(query, 'after') ?? 0);
    const limit = Math.min(Number(parameter(query, 'limit') ?? 20), MOST_EVENTS);
    const some = this.#events.slice(after, after + limit);
    const [last, latest] = [after + some.length, this.#events.length];
    const next = last < latest ? `"next":{"after":"${last}"},` : '';
    return { status: 200, body: `{"results":[${some.join(',')}],"paging":{${next}"latest":"${latest}"}}` };
  };
}

function eventOf(sequence: number, objectId: string, occurredAt: string): string {
  const what = {
    type: 'customer.updated',
    objectId,
    occurredAt,
    fields: ['phone'],
    owners: {},
    request: null,
  };
  return JSON.stringify({ id: String(sequence), ...what });
}
