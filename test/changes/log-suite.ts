import { describe } from 'vitest';
import type { OpenBench } from '../support/changes/suite/bench.ts';
import { cursorTests } from '../support/changes/suite/cursors.ts';
import { followTests } from '../support/changes/suite/following.ts';
import { modelTests } from '../support/changes/suite/model.ts';
import { reachTests } from '../support/changes/suite/reach.ts';
import { recordingTests } from '../support/changes/suite/recording.ts';
import { sourceTests } from '../support/changes/suite/sources.ts';

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
