import type { Address, NewAddress } from '../address.ts';
import type { Id, Ref } from '../ids.ts';
import type { Sort } from '../sort.ts';

/** A person or a store that buys. */
export interface Customer extends Ref<'Customer'> {
  readonly kind: CustomerKind;
  readonly name: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly accountNumber: string;
  readonly territory: Ref<'Territory'> | null;
  /** Calendar day, `2013-06-30`. */
  readonly since: string | null;
  /** Point in time, `2014-09-12T00:00:00Z`. */
  readonly updatedAt: string;
  readonly addresses: readonly Address[];
  readonly contacts: readonly Contact[];
}

/** The kinds of customers. */
export type CustomerKind = 'PERSON' | 'STORE';

/** A contact person at a store. */
export interface Contact {
  readonly name: string;
  readonly role: string;
  readonly email: string | null;
  readonly phone: string | null;
}

/** A sales territory. */
export interface Territory extends Ref<'Territory'> {
  readonly name: string;
  readonly countryCode: string;
  readonly group: string;
}

/** Which customers a list contains, and in what order. Null stands for no condition. */
export interface CustomerQuery {
  readonly kind: CustomerKind | null;
  readonly territory: Id<'Territory'> | null;
  readonly name: string | null;
  readonly email: string | null;
  readonly accountNumber: string | null;
  readonly sort: Sort<'ID' | 'NAME' | 'ACCOUNT_NUMBER' | 'SINCE'>;
}

/** The fields to write of a customer; undefined leaves a field unchanged, null removes its value. */
export interface CustomerChange {
  readonly firstName?: string;
  readonly lastName?: string;
  readonly name?: string;
  readonly email?: string | null;
  readonly phone?: string | null;
  readonly territory?: Id<'Territory'> | null;
  readonly addresses?: readonly NewCustomerAddress[];
}

/** An address of a customer to be stored; without a kind, it is the customer's own location: home or main office. */
export interface NewCustomerAddress extends NewAddress {
  readonly kind: Address['kind'];
}
