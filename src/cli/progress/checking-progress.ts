import type { Output } from '../output/output.ts';
import { LINE_EVERY_MS, openProgress } from './progress.ts';

/** On a terminal, a check that is over before this shows no progress, in ms. */
const SHOWN_AFTER_MS = 1_000;
const DRAWN_EVERY_MS = 200;

/** Shows how many images a check has gone through, and how large they are; how many will come is not known. */
export function openCheckingProgress(output: Output) {
  const view = openProgress(output);
  output.below(view.makeWay);
  const startedAt = performance.now();
  let nextAt = startedAt + (output.statusLine === undefined ? LINE_EVERY_MS : SHOWN_AFTER_MS);
  let [done, bytes] = [0, 0];
  return {
    /** @param size of the image in bytes, as far as it is known */
    add: (size: number | null): void => {
      done += 1;
      bytes += size ?? 0;
      const now = performance.now();
      if (now < nextAt) return;
      nextAt = now + DRAWN_EVERY_MS;
      const seconds = (now - startedAt) / 1_000;
      view.show({
        ...{ stage: 'checking', done, of: undefined, taskId: undefined, perSecond: done / seconds },
        ...{ bytes, bytesPerSecond: bytes / seconds },
      });
    },
    stop: view.stop,
  };
}
