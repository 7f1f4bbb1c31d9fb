import { STATES, type DeliveryState } from '../delivery.ts';

/** Part of every key; changes whenever the storage format does. */
const FORMAT = 1;

/** The keys of webhooks in Redis. None of them expires, so that a Redis short of memory evicts caches rather than these. */
export class Keys {
  /** A sorted set of endpoint ids, scored by creation time. */
  readonly endpoints: string;
  readonly #base: string;

  constructor(prefix: string) {
    this.#base = `${prefix}webhooks:${FORMAT}:`;
    this.endpoints = `${this.#base}endpoints`;
  }

  /**
   * A hash: the properties of {@link Endpoint}, and `seq`, the last place given to a delivery; `token`, `owner` and `till`, the lease: its
   * token, its holder and its expiry in milliseconds.
   */
  endpoint(id: string): string {
    return `${this.#base}endpoint:${id}`;
  }

  /** A sorted set of the places of deliveries in one state. */
  places(id: string, state: DeliveryState): string {
    return `${this.#base}${state}:${id}`;
  }

  /**
   * A hash of deliveries, with three fields each, named by a letter and the place: `e` for the event, `l` for the lane, and `s` for the
   * status: `<tries> <next try> <attempts>`.
   */
  deliveries(id: string): string {
    return `${this.#base}deliveries:${id}`;
  }

  /** All keys of one endpoint: its own first, then `deliveries`, `pending`, `delivered` and `failed`. */
  of(id: string): readonly string[] {
    return [this.endpoint(id), this.deliveries(id), ...STATES.map((state) => this.places(id, state))];
  }
}
