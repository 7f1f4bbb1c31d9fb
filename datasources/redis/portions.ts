/** Splits a list into portions of at most `size` items, in order: one script with all of them would block Redis for too long. */
export function portions<T>(list: readonly T[], size: number): readonly (readonly T[])[] {
  const count = Math.ceil(list.length / size);
  return Array.from({ length: count }, (_, at) => list.slice(at * size, (at + 1) * size));
}
