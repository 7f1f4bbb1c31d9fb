import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
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
  return name === 'traceidratio' ? new TraceIdRatioBasedSampler(ratio) : new AlwaysOnSampler();
}
