import type { EntryLine, ErrorLine, ImportLine, SummaryLine } from './run-import.ts';

const MOST_ROWS = 20;

/** Collects the lines of an import, in bounded memory, into a table of one's own: how many entries for which reason. */
export class ImportTable {
  readonly #reasons = new Map<string, { entries: number; example: string }>();
  #summary: SummaryLine['summary'] | undefined;
  #error: ErrorLine['error'] | undefined;

  add(line: ImportLine): void {
    if ('summary' in line) this.#summary = line.summary;
    else if ('error' in line) this.#error = line.error;
    else if ('status' in line && line.status !== 'imported') this.#count(line);
  }

  #count({ status, productId, issues }: EntryLine): void {
    const why = issues.find(({ severity }) => severity === 'error');
    const reason = [status, why?.code].filter(Boolean).join(' ');
    const row = this.#reasons.get(reason) ?? { entries: 0, example: [productId, why?.message].join(': ') };
    this.#reasons.set(reason, { ...row, entries: row.entries + 1 });
  }

  /** The table, with what is most frequent first, and the sums below it. */
  toString(): string {
    const rows = [...this.#reasons].toSorted(([, a], [, b]) => b.entries - a.entries);
    const width = Math.max(0, ...rows.map(([reason]) => reason.length));
    const shown = rows
      .slice(0, MOST_ROWS)
      .map(
        ([reason, { entries, example }]) =>
          `${String(entries).padStart(7)}  ${reason.padEnd(width)}  ${example}`,
      );
    if (rows.length > MOST_ROWS) shown.push(`         and ${rows.length - MOST_ROWS} more reasons`);
    return [...shown, ...this.#sums()].join('\n');
  }

  #sums(): readonly string[] {
    if (this.#summary !== undefined) {
      const { supplied, refused, skipped, succeeded, failed } = this.#summary;
      return [
        `${supplied} = ${succeeded} succeeded + ${failed} failed + ${refused} refused + ${skipped} skipped`,
      ];
    }
    const { message = 'The import has ended without its sums', advice = null } = this.#error ?? {};
    return advice === null ? [message] : [message, advice];
  }
}
