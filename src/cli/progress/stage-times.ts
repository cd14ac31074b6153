import type { ImportProgress, ReportData } from '../../index.ts';

type Span = NonNullable<ReportData['spans']>[number];

/** Where a stage stands in the timeline of a report. */
const LANE_OF = {
  reading: 'reading',
  listing: 'reading',
  uploading: 'preparing',
  waiting: 'tasks',
  verifying: 'settling',
} as const satisfies Record<ImportProgress['stage'], Span['lane']>;

/** When each stage of an import ran, from its first to its last word, for an import that leaves no state. */
export class StageTimes {
  readonly #spans = new Map<Span['lane'], Span>();

  /** @param at in ms since 1970 */
  take(stage: ImportProgress['stage'], at: number): void {
    const lane = LANE_OF[stage];
    const from = this.#spans.get(lane)?.from ?? at;
    this.#spans.set(lane, { lane, label: '', from, to: at });
  }

  get spans(): readonly Span[] {
    return [...this.#spans.values()];
  }
}
