import { idOf, type Id, type Ref } from '../../ids.ts';
import { money, type Money } from '../../money.ts';
import { Contract, type Check } from '../../rest/contract.ts';
import type { components } from '../generated/wire.ts';

export type Schemas = components['schemas'];

/** The ERP's own OpenAPI document. */
export const contract = new Contract<Schemas>('erp', new URL('../contract.json', import.meta.url));

/** Converts an amount of the ERP, which has a single currency: its contract says US dollars. */
export function dollars(amount: number): Money {
  return money(amount, 'USD');
}

/** One owner's part of a read for many owners. */
export interface Group<Owner extends string, T> extends Ref<Owner> {
  readonly id: Id<Owner>;
  readonly items: readonly T[];
  readonly hasMore: boolean;
  /** Null if it was not requested. */
  readonly count: number | null;
}

interface WireGroup<W> {
  readonly Key: number;
  readonly Value: readonly W[];
  readonly HasMore: boolean;
  readonly '@odata.count'?: number;
}

/** Creates the conversion of groups from the wire, from the check of a group and the conversion of its rows. */
export function groupOf<W, T>(check: Check<WireGroup<W>>, toItem: (wire: W) => T) {
  return <Owner extends string>(payload: unknown): Group<Owner, T> => {
    const wire = check(payload, '/TopPer');
    const count = wire['@odata.count'] ?? null;
    return { id: idOf<Owner>(wire.Key), items: wire.Value.map(toItem), hasMore: wire.HasMore, count };
  };
}

/** A page of a list: its rows, and the link to the next page if there is one. */
export interface WirePage<W> {
  readonly value: readonly W[];
  readonly '@odata.count'?: number;
  readonly '@odata.nextLink'?: string;
}

/** Creates the check of a page that also converts its rows, from the check of the page and the conversion of a row. */
export function pageOf<W, T>(check: Check<WirePage<W>>, toRow: (wire: W) => T): Check<WirePage<T>> {
  return (payload, where) => {
    const page = check(payload, where);
    return { ...page, value: page.value.map(toRow) };
  };
}
