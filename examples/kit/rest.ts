/** Thrown when a REST API does not do what it was asked to. */
export class RestError extends Error {
  override readonly name = 'RestError';
  readonly code = 'REST_REFUSED';
  readonly status: number;

  constructor(what: string, status: number, answer: string) {
    super(`${what} was answered with ${status}: ${answer.slice(0, 200)}`);
    this.status = status;
  }
}

/** Calls a REST API; returns the status and the body of the response, undefined if there is none. */
export type Call = (method: string, path: string, body?: object) => Promise<unknown>;

const TIMEOUT_MS = 10_000;

/** A client of the API at this address, with a key. It throws {@link RestError} on any status but 2xx, and whatever fetch throws. */
export function restAt(url: string, key: string): Call {
  return async (method, path, body) => {
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, ...(body ? { 'content-type': 'application/json' } : {}) },
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await answer.text();
    if (!answer.ok) throw new RestError(`${method} ${path}`, answer.status, text);
    return text === '' ? undefined : (JSON.parse(text) as unknown);
  };
}
