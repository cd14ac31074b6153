import type { CommandLine } from '../command-line.ts';
import type { ImportFact } from './import-facts.ts';
import type { ImportIdentity } from './import-identity.ts';

/** How far an import has come, counted from the facts of its journal. */
export class ImportTally {
  begun: ImportIdentity | undefined;
  commandLine: CommandLine | undefined;
  /** The catalogue's file as the import names it; undefined before planning is over, and for a stream. */
  source: string | undefined;
  /** Whether the import has ended: no entry is open. */
  isOver = false;
  /** Over all rounds so far. */
  readonly shards = { cut: 0, prepared: 0, settled: 0 };
  /** Entries of the catalogue: those in the plan, undefined before it is whole, and those that have an outcome. */
  readonly entries: { planned: number | undefined; settled: number } = { planned: undefined, settled: 0 };

  add(fact: ImportFact): void {
    if ('begun' in fact) {
      this.begun = fact.begun;
      this.commandLine = fact.commandLine;
    } else if ('planned' in fact) {
      this.shards.cut += fact.planned.shards;
      this.entries.planned = fact.planned.entries;
      this.source = fact.planned.columns?.source ?? undefined;
    } else if ('round' in fact) this.shards.cut += fact.round.shards;
    else if ('closed' in fact) this.isOver = true;
    else if ('prepared' in fact && fact.prepared !== undefined) this.shards.prepared += 1;
    else if ('settled' in fact && fact.settled !== undefined) {
      this.shards.settled += 1;
      this.entries.settled += Object.values(fact.settled.counts).reduce((sum, count) => sum + count, 0);
    }
  }
}
