import { chooseRoute } from '../route.ts';
import { costDrivers } from './cost-drivers.ts';
import { PLAN_FIGURES } from './figures.ts';
import type { ImportPlan } from './import-plan.ts';
import { type PlanImportOptions, type PlanSettings, planSettings } from './plan-options.ts';
import { type ImportWork, questionsOf, requestsOf, shardsOf } from './requests.ts';
import { type ImportPace, type Span, sendingSeconds, taskSeconds, verificationSeconds } from './seconds.ts';

/**
 * Computes what an import takes, from counts and rates alone: nothing is read, nothing is called. A dry run computes the
 * same of a catalogue that is there. `figures` of the plan has what it assumes, and where that comes from.
 *
 * @example
 * const { hours, requests, worker } = planImport({ images: 50_000_000, workers: 10, megabitsPerSecond: 1_000 });
 * console.log(`${hours.all.least} to ${hours.all.most} hours`, requests, worker.disk);
 * @throws {TypeError | RangeError} for an option that is misspelt, missing or out of its range
 */
export function planImport(options: PlanImportOptions): ImportPlan {
  const settings = planSettings(options);
  const { images, deletes, present, bytesPerImage, instances, capacity, workers, linesPerTask } = settings;
  const { route, because } = routeOf(settings);
  const entries = images + deletes;
  const imports = Math.max(workers, instances);
  const ofImport = Math.ceil(entries / imports);
  const tasks = route === 'direct' ? 0 : imports * shardsOf(ofImport, linesPerTask);
  const send = { images: images - present, bytes: Math.ceil((images - present) * bytesPerImage) };
  const questions = Math.min(
    entries,
    imports * questionsOf({ ...settings, entries: ofImport, askable: ofImport }),
  );
  const work: ImportWork = { ...settings, route, send, tasks, questions };
  const requests = withRepeats(requestsOf(work), settings);
  const ofAll = { images, bytes: Math.ceil(images * bytesPerImage) };
  return {
    ...{ route, because, entries, send, imports, tasks, requests },
    instances: { count: instances, capacity },
    hours: hoursOf(work, settings, entries),
    worker: ofWorker(settings, Math.ceil(entries / workers)),
    costs: costDrivers({ route, send, requests, tasks, ...ofAll, instances: { count: instances, capacity } }),
    figures: PLAN_FIGURES,
  };
}

function routeOf({ route, images, deletes, ...pace }: PlanSettings) {
  return route === 'auto' ? chooseRoute({ ...pace, adds: images, deletes }) : { route, because: undefined };
}

/** Of a whole import; each of several ones has its own beginning. */
function withRepeats(
  requests: Readonly<Record<string, number>>,
  { workers, instances, requestsPerImage, images, present }: PlanSettings,
): Readonly<Record<string, number>> {
  const imports = Math.max(workers, instances);
  const { Detail = 0, GetObject, PutObject } = requests;
  const repeats = Math.ceil((images - present) * (requestsPerImage - 1));
  return {
    ...{ ...requests, Detail: Detail * imports },
    ...(GetObject !== undefined && { GetObject: GetObject * imports }),
    ...(PutObject !== undefined && { PutObject: PutObject + repeats }),
  };
}

function hoursOf(work: ImportWork, settings: PlanSettings, entries: number): ImportPlan['hours'] {
  const pace: ImportPace = settings;
  const { rowsReadPerSecond, rowsPreparedPerSecond } = PLAN_FIGURES;
  const ofWorker = entries / pace.workers;
  const reading = ofWorker / rowsReadPerSecond.value;
  const sending = Math.max(sendingSeconds(work, pace), ofWorker / rowsPreparedPerSecond.value);
  const tasks = taskSeconds(work, pace, settings.taskSeconds);
  const verification = verificationSeconds(work, pace);
  const shards = Math.max(1, shardsOf(Math.ceil(ofWorker), settings.linesPerTask));
  const all = (ofTasks: number) => reading + overlapped(sending, ofTasks + verification, shards);
  return {
    ...{ reading: hours(reading), sending: hours(sending), verification: hours(verification) },
    tasks: spanOf(tasks, hours),
    all: spanOf(tasks, (seconds) => hours(all(seconds))),
  };
}

/** Of two stages, one of which is a shard ahead of the other: the slower one decides, and the other has one shard alone. */
const overlapped = (one: number, other: number, shards: number): number =>
  Math.max(one, other) + Math.min(one, other) / shards;

const spanOf = ({ least, most }: Span, of: (seconds: number) => number): Span => ({
  least: of(least),
  most: of(most),
});

/** With one decimal place, and never less than what it takes. */
const hours = (seconds: number): number => Math.ceil(seconds / 360) / 10;

function ofWorker({ concurrency }: PlanSettings, entries: number): ImportPlan['worker'] {
  const { bytesOfMemory, bytesOfAnImage, bytesOfStatePerEntry, bytesKeptPerEntry } = PLAN_FIGURES;
  return {
    entries,
    memory: bytesOfMemory.value + concurrency * bytesOfAnImage.value,
    disk: entries * bytesOfStatePerEntry.value,
    diskInTheEnd: entries * bytesKeptPerEntry.value,
  };
}
