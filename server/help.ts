import type { SettingInfo } from './config.ts';

/** The text of `npm start -- --help`. */
export function help(settings: readonly SettingInfo[], domains: readonly string[]): string {
  const width = Math.max(...settings.map(({ name }) => name.length));
  const lines = settings.map(({ name, about, fallback }) => {
    const shown = fallback === '' ? '' : ` [${fallback}]`;
    return `  ${name.padEnd(width)}  ${about}${shown}`;
  });
  return `Isthmus: one GraphQL schema over a company's CRM, shop, ERP and accounting system.

Usage
  npm start                          the embedded systems and the gateway
  npm start -- --subgraph <domain>   one domain as a Federation 2 subgraph
  npm start -- --help                this text; with --subgraph, the defaults of that subgraph

Domains
  ${domains.join(', ')}

Settings (environment variables) [default]
${lines.join('\n')}
`;
}
