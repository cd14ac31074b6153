import type { ImportProgress } from '../../index.ts';
import type { Output } from '../output/output.ts';
import { cutToWidth, widthOf } from '../output/text-width.ts';
import { progressText, type ShownProgress } from './progress-text.ts';
import type { StatusLine } from './status-line.ts';

/** Shows where an import or a check stands on standard error: a bar on a terminal, a plain line now and then elsewhere. */
export interface ProgressView {
  show(progress: ShownProgress): void;
  /** Makes way for a line that is about to be printed; what was shown comes back below it. */
  makeWay(): void;
  stop(): void;
}

export const LINE_EVERY_MS = 10_000;
const BAR_LENGTH = 30;
/** The bar comes back so long after lines were printed, in ms: there may be more of them. */
const BACK_AFTER_MS = 50;
/** While images are uploaded their count is shown, and no other stage before so long without an upload, in ms. */
const UPLOADS_COUNT_FOR_MS = 2_000;

export function openProgress(output: Output): ProgressView {
  const { statusLine } = output;
  return statusLine === undefined ? lines(output) : bar(statusLine);
}

/** The progress of a dry run, which checks what an import uploads. */
export const checking = (now: ImportProgress): ShownProgress =>
  now.stage === 'uploading' ? { ...now, stage: 'checking' } : now;

function bar(line: StatusLine): ProgressView {
  let shown: ShownProgress | undefined;
  let uploadedAt = Number.NEGATIVE_INFINITY;
  let back: NodeJS.Timeout | undefined;
  const draw = () => {
    if (shown !== undefined) line.draw(lineWithBar(shown, line.columns()));
  };
  const erase = () => {
    clearTimeout(back);
    line.erase();
  };
  return {
    show: (progress) => {
      const { stage, waitingFor } = progress;
      const now = performance.now();
      if (stage === 'uploading') uploadedAt = now;
      const isBeside = stage === 'verifying' && now - uploadedAt < UPLOADS_COUNT_FOR_MS;
      if (isBeside && waitingFor === undefined) return;
      shown = progress;
      draw();
    },
    makeWay: () => {
      erase();
      back = setTimeout(draw, BACK_AFTER_MS).unref();
    },
    stop: () => {
      shown = undefined;
      erase();
    },
  };
}

/** The line that is drawn on the terminal, in its width. The bar takes what the text leaves. */
export function lineWithBar(progress: ShownProgress, columns: number): string {
  const { done, of } = progress;
  const [what, howFar] = progressText(progress);
  const length = Math.min(BAR_LENGTH, columns - widthOf(what) - widthOf(howFar) - 3);
  const hasBar = howFar !== '' && of !== undefined && length >= 5;
  const full = hasBar ? Math.floor((length * done) / of) : 0; // the bar is full when all is done, and no sooner
  const drawn = hasBar ? '█'.repeat(full) + '░'.repeat(length - full) : '';
  const line = [what, drawn, howFar].filter((part) => part !== '').join(' ');
  return cutToWidth(line, columns - 1);
}

function lines(output: Output): ProgressView {
  const shown = new Map<ShownProgress['stage'], { readonly at: number; readonly about: string }>();
  return {
    show: (progress) => {
      const { stage, done, of, taskId, otherTask, silentProcess, waitingFor } = progress;
      const now = performance.now();
      const task = stage === 'uploading' ? undefined : (otherTask?.id ?? taskId);
      const about = JSON.stringify([task, silentProcess?.pid, waitingFor?.service, waitingFor?.code]);
      const last = shown.get(stage);
      const isNew = last?.about !== about || (done === of && stage !== 'waiting');
      if (!isNew && now - last.at < LINE_EVERY_MS) return;
      shown.set(stage, { at: now, about });
      output.note(progressText(progress).filter(Boolean).join(' '));
    },
    makeWay: () => {},
    stop: () => {},
  };
}
