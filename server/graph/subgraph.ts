import type { Environment } from '../config.ts';
import { domainOf, federatedOf, type Domains } from '../graph.ts';
import { GRAPHQL_PATH } from '../transports/http.ts';

/** The port of the first subgraph; the embedded systems use 4101 to 4104. */
const FIRST_PORT = 4201;

/**
 * The limits of a subgraph. Its only client is a federation gateway, which combines everything it needs from one subgraph in one step into
 * one operation, with an alias for every top-level field:
 *
 *     query ($_v0_representations: [_Any!]!, …) {
 *       _v0__entities: _entities(representations: $_v0_representations) { __typename ... on Customer { name } } …
 *
 * (observed with Hive Gateway 2.15, which sends one field for the same type and selection). Limiting clients is the gateway's job; these
 * limits only have to admit whatever a document within the gateway's limits can turn into. Such a document has 4,000 tokens, and 4 of them
 * name an entity of another subgraph (`customer{name}`): 1,000 top-level fields, as many aliases besides the client's own 50, 25 tokens for
 * each. No level is added: `_entities` takes the place of the path to the entity. A representation has about 45 bytes, so two nested lists
 * of 100 fit eight times over. Each entity costs one more here than in the client's document, and one operation may hold what several of
 * the client's fields need: three times the client's 20,000 admits anything the client may ask for. An answer can hold twice the client's
 * 50,000 items, and twice the bytes, because representations are items, too.
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
  MAX_ANSWER_BYTES: String(32 * 1024 * 1024),
  MAX_ALIASES: '1050',
  MAX_BODY_BYTES: String(8 * 100 * 100 * 50),
};

/**
 * The port on which the subgraph of a domain listens unless PORT is set: 4201 for the first domain by name, 4202 for the second. Throws
 * UnknownDomainError.
 */
export function portOf(domains: Domains, name: string): number {
  domainOf(domains, name);
  return FIRST_PORT + Object.keys(federatedOf(domains)).toSorted().indexOf(name);
}

/** The URL at which a gateway on the same machine finds the subgraph of a domain. Throws UnknownDomainError. */
export function urlOf(domains: Domains, name: string): string {
  return `http://127.0.0.1:${portOf(domains, name)}${GRAPHQL_PATH}`;
}

/** The defaults that differ when the process is the subgraph of a domain. Throws UnknownDomainError. */
export function subgraphDefaults(domains: Domains, name: string): Environment {
  return { PORT: String(portOf(domains, name)), ...LIMITS };
}
