/** Returns a header field as text: repeated fields joined on one line (RFC 9110, section 5.3), an absent one as an empty string. */
export function fieldText(field: string | string[] | undefined): string {
  return typeof field === 'string' ? field : (field?.join(', ') ?? '');
}
