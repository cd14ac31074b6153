import type { ServiceAway } from '../service/patience.ts';
import type { Outage } from './import-progress.ts';
import type { StageReport } from './progress-meter.ts';

/** The services that an import waits for, by what it does there. */
const SERVICE_OF = {
  source: 'the source',
  store: 'OSS',
  failures: 'OSS',
  tasks: 'Image Search',
  gallery: 'Image Search',
} as const satisfies Readonly<Record<string, Outage['service']>>;

/** What an import does at a service that may be away. */
export type Dependency = keyof typeof SERVICE_OF;

/** Tells where an import stands, and with it the service that it waits for. */
export class ProgressWithOutages {
  readonly #tell: (report: StageReport) => void;
  readonly #outages = new Map<Dependency, Outage>();
  #last: StageReport = { stage: 'reading', done: 0, of: undefined, taskId: undefined };

  constructor(tell: (report: StageReport) => void) {
    this.#tell = tell;
  }

  readonly onProgress = (report: StageReport): void => {
    this.#last = { ...report, isOver: false };
    this.#tell({ ...report, waitingFor: [...this.#outages.values()].at(-1) });
  };

  /** @param away undefined once the outage is over */
  readonly onAway = (dependency: Dependency, away: ServiceAway | undefined): void => {
    if (away === undefined) this.#outages.delete(dependency);
    else this.#outages.set(dependency, { service: SERVICE_OF[dependency], ...away });
    this.onProgress(this.#last);
  };
}
