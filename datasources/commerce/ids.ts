/** Whether an id is possible in the shop: its ids are whole numbers from 1, and any other would fail a whole batch. */
export function isPossibleId(id: string): boolean {
  return /^[1-9]\d{0,14}$/.test(id);
}
