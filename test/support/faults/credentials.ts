import * as domains from '../../../resolvers/domains.ts';
import { systemsOf } from '../../../server/graph.ts';

/** Settings of a gateway that uses systems at `urls`, with the credentials of the embedded systems. */
export function settingsFor(urls: Readonly<Record<string, string>>): Record<string, string> {
  const settings = systemsOf(domains).flatMap(({ name, credentials }) => {
    const prefix = name.toUpperCase();
    const secrets = Object.entries(credentials.settings).map(([key, { local }]) => [
      `${prefix}_${key}`,
      local,
    ]);
    return [[`${prefix}_URL`, urls[name] ?? ''], ...secrets] as [string, string][];
  });
  return Object.fromEntries(settings);
}
