import type { Environment } from './config.ts';
import { domainOf, federatedOf, type Domains } from './graph.ts';
import { GRAPHQL_PATH } from './transports/http.ts';

/** The port of the first subgraph; the embedded systems have 4101 to 4104. */
const FIRST_PORT = 4201;

/**
 * What a subgraph takes at once. Its only client is a federation gateway, which joins all that it needs of one
 * subgraph at one step into one operation, every field of the topmost level under an alias of its own:
 *
 *     query ($_v0_representations: [_Any!]!, …) {
 *       _v0__entities: _entities(representations: $_v0_representations) { __typename ... on Customer { name } } …
 *
 * (seen with Hive Gateway 2.15, which asks once where type and selection are the same). The limits for clients
 * are the gateway's business; these only have to let pass what a document within them can become. Such a document
 * has 4,000 tokens and names an entity of another subgraph with 4 of them (`customer{name}`): 1,000 fields of the
 * topmost level, as many aliases besides the client's own 50, 25 tokens for each. No level is added: `_entities`
 * stands where the path to the entity stood. A representation has about 45 bytes, so that two nested lists of 100
 * have room eight times over. Each entity costs one more here than in the client's document, and one operation may hold what
 * several of the client's fields need: thrice the client's 20,000 let pass whatever the client may ask. Of the items of an answer there
 * can be twice the client's 50,000, as the representations are items, too.
 */
const LIMITS = {
  MAX_TOKENS: '25000',
  MAX_ROOT_FIELDS: '1000',
  MAX_COST: '60000',
  MAX_VARIABLES: '1050',
  MAX_DIRECTIVES: '1050',
  MAX_FIELDS: '20000',
  MAX_MERGES: '100000',
  MAX_ITEMS: '100000',
  MAX_ALIASES: '1050',
  MAX_BODY_BYTES: String(8 * 100 * 100 * 50),
};

/**
 * The port on which the subgraph of a domain listens where PORT does not say otherwise: 4201 for the first
 * domain by name, 4202 for the second. Throws UnknownDomainError.
 */
export function portOf(domains: Domains, name: string): number {
  domainOf(domains, name);
  return FIRST_PORT + Object.keys(federatedOf(domains)).toSorted().indexOf(name);
}

/** Where a gateway on the same machine finds the subgraph of a domain. Throws UnknownDomainError. */
export function urlOf(domains: Domains, name: string): string {
  return `http://127.0.0.1:${portOf(domains, name)}${GRAPHQL_PATH}`;
}

/** The defaults of settings that differ where the process is the subgraph of a domain. Throws UnknownDomainError. */
export function subgraphDefaults(domains: Domains, name: string): Environment {
  return { PORT: String(portOf(domains, name)), ...LIMITS };
}
