import type { ReportRow } from '../../report/report-row.ts';
import type { Difference } from '../sync/difference.ts';

/** What a row says of its difference. */
export type DifferenceLabel = Pick<ReportRow, 'difference' | 'note'>;

/** Labels of differences by their number, from 1: two bytes each, since many differences have the same kind and fields. */
export class DifferenceLabels {
  readonly #labels: DifferenceLabel[] = [];
  readonly #known = new Map<string, number>();
  #numbers = new Uint16Array(1_024);
  #length = 0;

  add({ kind, fields = [] }: Pick<Difference, 'kind' | 'fields'>): void {
    const note = fields.join(', ');
    const key = `${kind} ${note}`;
    let label = this.#known.get(key);
    if (label === undefined) {
      label = this.#labels.push({ difference: kind, note }) - 1;
      this.#known.set(key, label);
    }
    if (this.#length === this.#numbers.length) {
      const longer = new Uint16Array(this.#length * 2);
      longer.set(this.#numbers);
      this.#numbers = longer;
    }
    this.#numbers[this.#length] = label;
    this.#length += 1;
  }

  /** Empty for a number that no difference has. */
  of(number: number): DifferenceLabel {
    if (number < 1 || number > this.#length) return {};
    return this.#labels[this.#numbers[number - 1] ?? 0] ?? {};
  }
}
