/** A header field as text: one that came several times in one line (RFC 9110, section 5.3), one that did not come as nothing. */
export function fieldText(field: string | string[] | undefined): string {
  return [field ?? ''].flat().join(', ');
}
