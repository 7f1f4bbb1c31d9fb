/**
 * The section of this name, which another command writes between two HTML comments; null if the page has none. Whichever command runs last,
 * the page comes out the same.
 */
export function sectionOf(page: string, name: string): string | null {
  const [begin, end] = marksOf(name);
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  return from < 0 || to < from ? null : page.slice(from + begin.length, to).trim();
}

/** The page with this text as the section of that name, replacing the previous one, or at the end. */
export function withSection(page: string, name: string, text: string): string {
  const [begin, end] = marksOf(name);
  const section = `${begin}\n\n${text.trim()}\n\n${end}`;
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) return `${page.trimEnd()}\n\n${section}\n`;
  return `${page.slice(0, from)}${section}${page.slice(to + end.length)}`;
}

function marksOf(name: string): readonly [string, string] {
  return [`<!-- begin ${name} -->`, `<!-- end ${name} -->`];
}
