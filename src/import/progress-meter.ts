import type { Clock } from '../shared/async/sleep.ts';
import type { ImportProgress } from './import-progress.ts';
import { MovingAverage } from './moving-average.ts';

/** What a step of an import reports, as often as it likes. */
export interface StageReport extends Omit<ImportProgress, 'perSecond' | 'bytesPerSecond' | 'secondsLeft'> {
  /** Whether the stage is over. Until then nobody is told that all is done, since there may be more than was expected. */
  readonly isOver?: boolean | undefined;
}

/** A stage that is under way. Stages overlap: images are uploaded while a task runs. */
interface Stage {
  readonly average: MovingAverage;
  readonly byteAverage: MovingAverage;
  readonly done: number;
  /** The batch task, and the task, the process or the service that is waited for. */
  readonly about: string;
  /** The last report, unless it was told. */
  readonly heldBack: ImportProgress | undefined;
}

/** How many reports a second are told, and how many at once: ten in any second at most. */
const TOLD_A_SECOND = 5;
const TOLD_AT_ONCE = 5;

/**
 * Tells where an import stands, with the pace of each stage and the time it has left, at most ten times a second. The first
 * and the last report of a stage, and each that brings another task or another service to wait for, are always told.
 */
export class ProgressMeter {
  readonly #tell: (progress: ImportProgress) => void;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #stages = new Map<ImportProgress['stage'], Stage>();
  #allowance = TOLD_AT_ONCE;
  #allowedAt = Number.NEGATIVE_INFINITY;

  constructor(tell: (progress: ImportProgress) => void, clock: Pick<Clock, 'now'>) {
    this.#tell = tell;
    this.#clock = clock;
  }

  report({ isOver = false, ...report }: StageReport): void {
    const { stage, done } = report;
    const now = this.#clock.now();
    const known = this.#stages.get(stage);
    const before = known !== undefined && done >= known.done ? known : undefined;
    if (before === undefined) this.#tellHeldBack();
    const average = before?.average ?? new MovingAverage();
    const byteAverage = before?.byteAverage ?? new MovingAverage();
    const progress = {
      ...{ ...report, bytesPerSecond: bytePace(report, byteAverage, now) },
      ...pace(report, isOver, average, now),
    };
    const about = aboutOf(report);
    const mustBeTold = before?.about !== about || isOver;
    const isTold = mustBeTold || this.#isAllowed(now);
    if (isOver) this.#stages.delete(stage);
    else
      this.#stages.set(stage, { average, byteAverage, done, about, heldBack: isTold ? undefined : progress });
    if (isTold) this.#tell(progress);
  }

  /** Where a stage begins, others may have ended without a word. */
  #tellHeldBack(): void {
    for (const [name, stage] of this.#stages) {
      if (stage.heldBack === undefined) continue;
      this.#stages.set(name, { ...stage, heldBack: undefined });
      this.#tell(stage.heldBack);
    }
  }

  #isAllowed(now: number): boolean {
    const seconds = Math.max(0, now - this.#allowedAt) / 1_000; // a clock may be set back
    this.#allowance = Math.min(TOLD_AT_ONCE, this.#allowance + seconds * TOLD_A_SECOND);
    this.#allowedAt = now;
    if (this.#allowance < 1) return false;
    this.#allowance -= 1;
    return true;
  }
}

/** What is known of the pace of a stage. What took place before an outage says nothing of the time after it. */
function pace(
  { done, of, waitingFor }: StageReport,
  isOver: boolean,
  average: MovingAverage,
  now: number,
): Pick<ImportProgress, 'of' | 'perSecond' | 'secondsLeft'> {
  const all = isOver ? done : of !== undefined && of > done ? of : undefined;
  if (waitingFor !== undefined) {
    average.clear();
    return { of: all, perSecond: undefined, secondsLeft: undefined };
  }
  const perSecond = average.add(done, now);
  const isKnown = perSecond !== undefined && all !== undefined;
  return { of: all, perSecond, secondsLeft: isKnown ? (all - done) / perSecond : undefined };
}

function bytePace(
  { bytes, waitingFor }: StageReport,
  average: MovingAverage,
  now: number,
): number | undefined {
  if (waitingFor !== undefined) average.clear();
  return waitingFor !== undefined || bytes === undefined ? undefined : average.add(bytes, now);
}

const aboutOf = ({ taskId, otherTask, silentProcess, waitingFor }: StageReport): string =>
  JSON.stringify([taskId, otherTask?.id, silentProcess?.pid, waitingFor?.service, waitingFor?.code]);
