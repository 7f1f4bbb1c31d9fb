/**
 * The operations of the product's own commands (scripts/). They are always on the safe list, because without them nobody could add anything
 * to it. As for everybody, `context.admin()` decides what they may do.
 */

export const CACHE_EVICT = `mutation CacheEvict($input: CacheEvictInput!) {
  cacheEvict(input: $input) { entries shared sharedIsComplete tags }
}`;

export const CACHE_STATISTICS = `query CacheStatistics {
  cacheStatistics {
    on entries bytes maxBytes answerHits memoryHits staleHits sharedHits standIns fetches
    reads { system name hits fetches }
    shared { state reads hits failures averageReadMs }
  }
}`;

const KEY = 'id name state scopes lastUsedAt expiresAt formerSecretUntil';

export const KEYS_CREATE = `mutation KeysCreate($input: ApiKeyCreateInput!) {
  apiKeyCreate(input: $input) { apiKey { ${KEY} } secret userErrors { message } }
}`;

export const KEYS_LIST = `query KeysList($after: String) {
  apiKeys(first: 100, after: $after) { nodes { ${KEY} } pageInfo { hasNextPage endCursor } }
}`;

export const KEYS_ROTATE = `mutation KeysRotate($id: ID!, $graceSeconds: Int!) {
  apiKeyRotate(id: $id, graceSeconds: $graceSeconds) { apiKey { ${KEY} } secret userErrors { message } }
}`;

export const KEYS_REVOKE = `mutation KeysRevoke($id: ID!) {
  apiKeyRevoke(id: $id) { apiKey { ${KEY} } userErrors { message } }
}`;

export const OPERATIONS_PUBLISH = `mutation OperationsPublish($documents: [String!]!) {
  operationsPublish(documents: $documents) { operations { hash names } userErrors { path message } }
}`;

export const OPERATIONS_LIST = `query OperationsList($after: String) {
  publishedOperations(first: 100, after: $after) {
    nodes { hash names publishedAt } pageInfo { hasNextPage endCursor }
  }
}`;

export const OPERATIONS_REMOVE = `mutation OperationsRemove($hashes: [String!]!) {
  operationsRemove(hashes: $hashes) { count }
}`;

/** All of them. */
export const COMMANDS: readonly string[] = [
  CACHE_EVICT,
  CACHE_STATISTICS,
  KEYS_CREATE,
  KEYS_LIST,
  KEYS_ROTATE,
  KEYS_REVOKE,
  OPERATIONS_PUBLISH,
  OPERATIONS_LIST,
  OPERATIONS_REMOVE,
];
