import type { ChangeEvent } from '../../event.ts';
import type { Attempt, Delivery, DeliveryState } from '../delivery.ts';
import type { Endpoint, EndpointState, EndpointTerms, Gap, NewEndpoint } from '../endpoint.ts';

/** The fields and values of a new endpoint. */
export function fieldsOf({ id, createdAt, terms, taken }: NewEndpoint): readonly string[] {
  const state: EndpointState = { is: 'active', since: createdAt };
  const fields = {
    id,
    created: String(createdAt),
    terms: JSON.stringify(terms),
    state: JSON.stringify(state),
    taken,
    rests: '0',
    version: '1',
    seq: '0',
  };
  return Object.entries(fields).flat();
}

/** Parses an endpoint from its hash; null if there is none. */
export function endpointIn(fields: Readonly<Record<string, string>>): Endpoint | null {
  const { id, created, terms, state, taken, rests, gap, version } = fields;
  if (id === undefined || terms === undefined || state === undefined || taken === undefined) return null;
  return {
    id,
    createdAt: Number(created),
    terms: JSON.parse(terms) as EndpointTerms,
    state: JSON.parse(state) as EndpointState,
    taken,
    restsUntil: Number(rests),
    gap: gap === undefined ? null : (JSON.parse(gap) as Gap),
    version: Number(version),
  };
}

/** Formats a delivery's status. */
export function statusOf({
  tries,
  nextAt,
  attempts,
}: Pick<Delivery, 'tries' | 'nextAt' | 'attempts'>): string {
  return `${tries} ${nextAt} ${JSON.stringify(attempts)}`;
}

/** Parses what {@link statusOf} formatted. */
export function statusIn(text: string): Pick<Delivery, 'tries' | 'nextAt' | 'attempts'> {
  const [, tries, nextAt, attempts] = /^(\d+) (\d+) (.*)$/s.exec(text) ?? [];
  return {
    tries: Number(tries),
    nextAt: Number(nextAt),
    attempts: JSON.parse(attempts ?? '[]') as readonly Attempt[],
  };
}

/** Parses a delivery; null if it has been deleted. */
export function deliveryIn(
  seq: number,
  state: DeliveryState,
  event: string | null,
  status: string | null,
): Delivery | null {
  if (event === null || status === null) return null;
  return { seq, state, event: JSON.parse(event) as ChangeEvent, ...statusIn(status) };
}
