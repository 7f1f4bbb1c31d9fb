const SHOWN = 'id name state scopes lastUsedAt expiresAt formerSecretUntil';

export const CREATE = `mutation KeysCreate($input: ApiKeyCreateInput!) {
  apiKeyCreate(input: $input) { apiKey { ${SHOWN} } secret userErrors { message } }
}`;

export const LIST = `query KeysList($after: String) {
  apiKeys(first: 100, after: $after) { nodes { ${SHOWN} } pageInfo { hasNextPage endCursor } }
}`;

export const ROTATE = `mutation KeysRotate($id: ID!, $graceSeconds: Int!) {
  apiKeyRotate(id: $id, graceSeconds: $graceSeconds) { apiKey { ${SHOWN} } secret userErrors { message } }
}`;

export const REVOKE = `mutation KeysRevoke($id: ID!) {
  apiKeyRevoke(id: $id) { apiKey { ${SHOWN} } userErrors { message } }
}`;
