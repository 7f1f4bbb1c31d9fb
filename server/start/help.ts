import type { SettingInfo } from '../config.ts';

/** The text of `npm start -- --help`. */
export function help(settings: readonly SettingInfo[], domains: readonly string[]): string {
  const width = Math.max(...settings.map(({ name }) => name.length));
  const sections = Map.groupBy(settings, ({ section }) => section);
  const texts = [...sections].map(([section, own]) => {
    const lines = own.map(({ name, about, fallback }) => {
      const shown = fallback === '' ? '' : ` [${fallback}]`;
      return `  ${name.padEnd(width)}  ${about}${shown}`;
    });
    return `${section}\n${lines.join('\n')}`;
  });
  return `Isthmus: one GraphQL schema over a company's CRM, shop, ERP and accounting system.

Usage
  npm start                          the embedded systems and the gateway
  npm start -- --subgraph <domain>   one domain as a Federation 2 subgraph
  npm start -- --help                this text; with --subgraph, the defaults of that subgraph

Domains
  ${domains.join(', ')}

Settings are environment variables; defaults are in brackets.

${texts.join('\n\n')}
`;
}
