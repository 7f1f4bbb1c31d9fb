import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  ParentBasedSampler,
  SamplingDecision,
  type Sampler,
} from '@opentelemetry/sdk-trace';
import type { TracesConfig } from '../../config/telemetry.ts';

/** The sampler of this name (OpenTelemetry specification, "General SDK configuration"). */
export function samplerOf({ sampler, ratio }: Pick<TracesConfig, 'sampler' | 'ratio'>): Sampler {
  const parent = 'parentbased_';
  if (sampler.startsWith(parent))
    return new ParentBasedSampler({ root: rootOf(sampler.slice(parent.length), ratio) });
  return rootOf(sampler, ratio);
}

function rootOf(name: string, ratio: number): Sampler {
  if (name === 'always_off') return new AlwaysOffSampler();
  return name === 'traceidratio' ? shareOf(ratio) : new AlwaysOnSampler();
}

/**
 * Records a random share of requests. OpenTelemetry's own sampler decides by the trace id, which a caller may choose so that all of its
 * requests are recorded, or none.
 */
function shareOf(ratio: number): Sampler {
  const { RECORD_AND_SAMPLED, NOT_RECORD } = SamplingDecision;
  const root: Sampler = {
    shouldSample: () => ({ decision: Math.random() < ratio ? RECORD_AND_SAMPLED : NOT_RECORD }),
    toString: () => `Share{${ratio}}`,
  };
  return new ParentBasedSampler({ root, remoteParentSampled: root, remoteParentNotSampled: root });
}
