import { STATES, type DeliveryState } from '../delivery.ts';

/** Part of every key: another number whenever the format of what is stored changes. */
const FORMAT = 1;

/** The keys of webhooks in Redis. None of them expires, so that a Redis that is short of memory gives up caches, and not these. */
export class Keys {
  /** A sorted set of the ids of endpoints, by when they were made. */
  readonly endpoints: string;
  readonly #base: string;

  constructor(prefix: string) {
    this.#base = `${prefix}webhooks:${FORMAT}:`;
    this.endpoints = `${this.#base}endpoints`;
  }

  /**
   * A hash: what {@link Endpoint} has, and `seq`, the last place given to a delivery; `token`, `owner` and `till`, who works on it, until
   * when in milliseconds.
   */
  endpoint(id: string): string {
    return `${this.#base}endpoint:${id}`;
  }

  /** A sorted set of the places of deliveries in one state. */
  places(id: string, state: DeliveryState): string {
    return `${this.#base}${state}:${id}`;
  }

  /**
   * A hash of deliveries, with three fields each: `e` and the place for the event, `l` for the lane, and `s` for how it stands:
   * `<tries> <next try> <attempts>`.
   */
  deliveries(id: string): string {
    return `${this.#base}deliveries:${id}`;
  }

  /** All keys of one endpoint, it first; `deliveries`, `pending`, `delivered` and `failed` follow. */
  of(id: string): readonly string[] {
    return [this.endpoint(id), this.deliveries(id), ...STATES.map((state) => this.places(id, state))];
  }
}
