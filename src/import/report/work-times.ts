import type { ReportSpan } from '../../report/report-data.ts';
import type { DatedFact } from '../state/import-facts.ts';

/** When the stages of an import ran, from the times of its facts. What a pause of the process took is part of a span. */
export class WorkTimes {
  readonly spans: ReportSpan[] = [];
  readonly #taskBegan = new Map<string, number>();
  readonly #taskEnded = new Map<number, number>();
  #begun: number | undefined;
  #preparedUntil: number | undefined;

  add(fact: DatedFact): void {
    const { at } = fact;
    if (at === undefined) return;
    if ('begun' in fact) this.#begun = at;
    else if ('planned' in fact) {
      this.#add('reading', '', this.#begun, at);
      this.#preparedUntil = at;
    } else if ('shard' in fact) this.#addOfShard(fact, at);
  }

  #addOfShard(fact: DatedFact & { readonly shard: number }, at: number): void {
    if ('lines' in fact) {
      const name = `${fact.shard} ${fact.lines}`;
      if (fact.task !== undefined) this.#taskBegan.set(name, at);
      if (fact.over === undefined) return;
      this.#add('tasks', `${fact.shard}`, this.#taskBegan.get(name), at);
      this.#taskEnded.set(fact.shard, at);
      return;
    }
    if ('prepared' in fact && fact.prepared !== undefined) {
      this.#add('preparing', `${fact.shard}`, this.#preparedUntil, at);
      this.#preparedUntil = at;
    }
    if ('settled' in fact && fact.settled !== undefined)
      this.#add('settling', `${fact.shard}`, this.#taskEnded.get(fact.shard), at);
  }

  #add(lane: ReportSpan['lane'], label: string, from: number | undefined, to: number): void {
    if (from !== undefined) this.spans.push({ lane, label, from, to });
  }
}
