import { UpstreamError } from './upstream-error.ts';

/** The answer is not JSON, or does not match the system's OpenAPI document. */
export class ContractError extends UpstreamError {
  override readonly name = 'ContractError';
  readonly code = 'UPSTREAM_CONTRACT';
  readonly retryable = false;
  readonly publicMessage = `The system "${this.system}" gave an answer that breaks its contract.`;
}
