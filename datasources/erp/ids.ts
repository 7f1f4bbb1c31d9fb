/** Whether an id is possible in the ERP: its ids are whole numbers from 0, and any other would fail a whole batch. */
export function isPossibleId(id: string): boolean {
  return /^(?:0|[1-9]\d{0,14})$/.test(id);
}
