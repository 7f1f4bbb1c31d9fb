/** Which clients use which fields, as operators see it. Methods reject if the counts cannot be reached. */
export interface UsageAdmin {
  /**
   * Whether use of this schema coordinate is counted: fields (`Customer.email`) and arguments (`Query.orders(first:)`), and those input
   * fields and enum values that are deprecated.
   */
  readonly isCounted: (coordinate: string) => boolean;
  /** The coordinates of everything that is deprecated. */
  readonly deprecated: readonly string[];
  /** The use of fields over the last days, including today, in the order of the request. */
  readonly of: (fields: readonly string[], days: number) => Promise<readonly FieldUse[]>;
}

/** How often something was requested, and when last, in milliseconds since 1970. */
export interface Use {
  readonly requests: number;
  readonly lastSeen: number;
}

/** The clients that request a field, those with the most requests first. */
export interface FieldUse {
  readonly field: string;
  readonly deprecationReason: string | null;
  readonly clients: readonly ClientUse[];
  /** Requests whose fields are not known. */
  readonly unknownRequests: number;
  /** The first day covered, as `2026-11-27`. */
  readonly since: string;
}

/** A client's use of a field. */
export interface ClientUse extends Use {
  readonly name: string | null;
  readonly version: string | null;
  readonly operations: readonly OperationUse[];
}

/** A client's use of a field in one operation. */
export interface OperationUse extends Use {
  readonly name: string | null;
  readonly hash: string;
}
