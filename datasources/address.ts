/** A postal address, as in the graph. */
export interface Address {
  readonly kind: 'HOME' | 'MAIN_OFFICE' | 'SHIPPING' | 'BILLING' | 'OTHER' | null;
  readonly line1: string;
  readonly line2: string | null;
  readonly city: string;
  readonly state: string | null;
  readonly stateCode: string | null;
  readonly countryCode: string;
  readonly postalCode: string | null;
}

/** A postal address to be stored. */
export type NewAddress = Omit<Address, 'kind'>;
