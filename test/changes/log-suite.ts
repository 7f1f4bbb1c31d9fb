import { describe } from 'vitest';
import type { OpenBench } from './suite/bench.ts';
import { cursorTests } from './suite/cursors.ts';
import { followTests } from './suite/following.ts';
import { modelTests } from './suite/model.ts';
import { reachTests } from './suite/reach.ts';
import { recordingTests } from './suite/recording.ts';
import { sourceTests } from './suite/sources.ts';

/** The tests that every log must pass, whatever stores it. */
export function logSuite(name: string, open: OpenBench): void {
  describe(name, () => {
    recordingTests(open);
    sourceTests(open);
    reachTests(open);
    cursorTests(open);
    followTests(open);
    modelTests(open);
  });
}
