import { UpstreamError } from './upstream-error.ts';

/** The answer is no JSON, or not what the OpenAPI document of the system promises. */
export class ContractError extends UpstreamError {
  override readonly name = 'ContractError';
  readonly code = 'UPSTREAM_CONTRACT';
  readonly retryable = false;
  readonly publicMessage = `The system "${this.system}" gave an answer that breaks its contract.`;
}
