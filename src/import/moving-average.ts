/** How far back an average looks, in ms. */
const WINDOW_MS = 60_000;
/** The least time between two points of an average, in ms: at most sixty of them are kept. */
const POINT_EVERY_MS = 1_000;

/** How many of something are done in a second, as an average over the last minute. */
export class MovingAverage {
  #points: { readonly at: number; readonly done: number }[] = [];

  /**
   * Takes how many are done at a time in ms. A count or a clock that goes back begins the average anew.
   *
   * @returns how many are done in a second; undefined in the first second, and while nothing is done
   */
  add(done: number, at: number): number | undefined {
    const last = this.#points.at(-1);
    if (last !== undefined && (done < last.done || at < last.at)) this.clear();
    this.#points = this.#points.filter((point) => at - point.at <= WINDOW_MS);
    const newest = this.#points.at(-1);
    if (newest === undefined || at - newest.at >= POINT_EVERY_MS) this.#points.push({ at, done });
    const oldest = this.#points[0] ?? { at, done };
    const [ms, gained] = [at - oldest.at, done - oldest.done];
    return ms < POINT_EVERY_MS || gained === 0 ? undefined : (gained * 1_000) / ms;
  }

  clear(): void {
    this.#points = [];
  }
}
