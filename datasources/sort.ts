/** An order: by what, and in which direction. */
export interface Sort<By extends string> {
  readonly by: By;
  readonly descending: boolean;
}
