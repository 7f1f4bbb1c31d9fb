import { describe } from 'vitest';
import type { OpenBench } from './suite/bench.ts';
import { cursorTests } from './suite/cursors.ts';
import { followTests } from './suite/following.ts';
import { modelTests } from './suite/model.ts';
import { reachTests } from './suite/reach.ts';
import { recordingTests } from './suite/recording.ts';
import { sourceTests } from './suite/sources.ts';

/** What every log must do, whatever it is made of. */
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
