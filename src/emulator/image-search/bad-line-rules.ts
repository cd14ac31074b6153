import { galleryIsFull } from './add-to-gallery.ts';
import type { CheckedLine } from './check-lines.ts';
import type { LineFailure } from './failure-formats.ts';
import type { GalleryChange } from './gallery.ts';
import type { InstanceState } from './instance-state.ts';

/** What a task has come to when its lines were read. */
export interface TaskResult {
  readonly status: 'SUCCESS' | 'FAIL';
  /** `0` is success. */
  readonly code: string;
  readonly message: string;
  readonly failures: readonly LineFailure[];
  /** What the gallery is to change when the task ends: all of it or, if there is not enough room, nothing. */
  readonly changes: readonly GalleryChange[];
}

/** Carries out the lines of a task. */
type CarryOut = (
  lines: AsyncIterable<CheckedLine>,
  instance: InstanceState,
  signal: AbortSignal,
) => Promise<TaskResult>;

/** What a bad line does, or a line whose image is bad: it fails alone, or it fails the task. */
export const BAD_LINE_RULES = {
  fails: async (lines, instance, signal) => {
    const failures: LineFailure[] = [];
    for await (const { names, result } of lines) {
      signal.throwIfAborted(); // the emulator may have been reset while the line was handed over
      if ('reason' in result) failures.push({ ...names, ...result.reason });
      else if (!instance.change(result)) failures.push({ ...names, ...galleryIsFull(instance) });
    }
    return { ...SUCCESS, failures };
  },
  failsTask: async (lines) => {
    const changes: GalleryChange[] = [];
    for await (const { result } of lines) {
      if ('reason' in result) return WHOLE_TASK_FAILED;
      changes.push(result);
    }
    return { ...SUCCESS, changes };
  },
} as const satisfies Record<string, CarryOut>;

export type BadLineRule = keyof typeof BAD_LINE_RULES;

export const BAD_LINE_RULE_NAMES = Object.keys(BAD_LINE_RULES) as BadLineRule[];

/** A task that ends before a line was read. */
export const taskFailed = (code: string, message: string): TaskResult => ({
  ...{ status: 'FAIL', code, message, failures: [], changes: [] },
});

const SUCCESS: TaskResult = {
  ...{ status: 'SUCCESS', code: '0', message: 'success', failures: [], changes: [] },
};

const VAGUE = { Code: 'IncrementFailed', Message: 'The images were not imported' };

/** Names neither a line nor a reason: no document says what is told of such a task. */
export const WHOLE_TASK_FAILED: TaskResult = {
  ...taskFailed(VAGUE.Code, VAGUE.Message),
  failures: [VAGUE],
};
