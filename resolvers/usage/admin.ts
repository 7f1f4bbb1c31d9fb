/** Who uses which fields, as operators see it. Methods reject where that cannot be reached. */
export interface UsageAdmin {
  /**
   * Whether the use of what this schema coordinate names is counted: fields (`Customer.email`) and arguments (`Query.orders(first:)`), and
   * those input fields and enum values that are deprecated.
   */
  readonly isCounted: (coordinate: string) => boolean;
  /** The coordinates of all that is deprecated. */
  readonly deprecated: readonly string[];
  /** The use of fields over the last days, today among them, in the order in which they were asked for. */
  readonly of: (fields: readonly string[], days: number) => Promise<readonly FieldUse[]>;
}

/** How often something was asked for, and when last, in milliseconds since 1970. */
export interface Use {
  readonly requests: number;
  readonly lastSeen: number;
}

/** Who asks for a field; those that ask most first. */
export interface FieldUse {
  readonly field: string;
  readonly deprecationReason: string | null;
  readonly clients: readonly ClientUse[];
  /** Requests of which is not known what they asked for. */
  readonly unknownRequests: number;
  /** The first day that was looked at, as `2026-11-27`. */
  readonly since: string;
}

/** A client's use of a field. */
export interface ClientUse extends Use {
  readonly name: string | null;
  readonly version: string | null;
  readonly operations: readonly OperationUse[];
}

/** The use that a client makes of a field by one operation. */
export interface OperationUse extends Use {
  readonly name: string | null;
  readonly hash: string;
}
