import { SingleBar } from 'cli-progress';
import type { ImportProgress } from '../index.ts';

/** Shows where an import stands on standard error: a bar on a terminal, a plain line now and then elsewhere. */
export interface ProgressView {
  show(progress: ImportProgress): void;
  stop(): void;
}

const WORDS = {
  uploading: 'Uploading',
  waiting: 'Waiting for batch task',
  verifying: 'Asking the gallery',
} as const;
const LINE_EVERY_MS = 5_000;

export function openProgress(stderr: NodeJS.WriteStream): ProgressView {
  return stderr.isTTY ? bar(stderr) : lines(stderr);
}

function bar(stream: NodeJS.WriteStream): ProgressView {
  const view = new SingleBar({
    stream,
    format: '{what} {bar} {value}{of}',
    hideCursor: true,
    clearOnComplete: true,
    gracefulExit: false,
  });
  let running = false;
  return {
    show: ({ stage, done, of, taskId }) => {
      const what = stage === 'waiting' ? `${WORDS.waiting} ${taskId}` : WORDS[stage];
      const payload = { what, of: of === undefined ? '' : `/${of}` };
      if (!running) view.start(of ?? done, done, payload);
      running = true;
      view.setTotal(of ?? done);
      view.update(done, payload);
    },
    stop: () => view.stop(),
  };
}

function lines(stream: NodeJS.WriteStream): ProgressView {
  let shownAt = Number.NEGATIVE_INFINITY;
  let shown: ImportProgress['stage'] | undefined;
  return {
    show: ({ stage, done, of, taskId }) => {
      const now = performance.now();
      if (stage === shown && now - shownAt < LINE_EVERY_MS) return;
      [shown, shownAt] = [stage, now];
      const count = stage === 'waiting' ? taskId : of === undefined ? done : `${done} of ${of}`;
      stream.write(`${WORDS[stage]} ${count}\n`);
    },
    stop: () => {},
  };
}
