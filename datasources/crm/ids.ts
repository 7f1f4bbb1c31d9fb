/** Whether an id is possible in the CRM: others would fail a whole batch, and one with leading zeros would be found under two ids. */
export function isPossibleId(id: string): boolean {
  return /^[1-9]\d{0,14}$/.test(id);
}
