import uPlot from 'uplot';
import type { PageSettings } from '../html/page-settings.ts';
import type { PackedRows } from '../rows/packed-rows.ts';

const HEIGHT = 360;
/** In px, where there are many points, and where there are few. */
const POINTS = { many: 3, few: 6 };
const MANY = 2_000;
const POWERS = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000];
/** In px: what the narrowest of the usual papers has room for. */
const PAPER = 640;

/** Draws the sides of the images, with the limits of the service as lines. It is drawn again for other colours and widths. */
export function drawScatter(place: HTMLElement, rows: PackedRows, { words, limits }: PageSettings): void {
  const [width, height] = sidesOf(rows);
  const colour = (name: string) => getComputedStyle(place).getPropertyValue(name).trim();
  const isGood = (x: number, y: number) =>
    limits === undefined || (Math.min(x, y) >= limits.minSide && Math.max(x, y) <= limits.maxSide);

  const points = (plot: uPlot): null => {
    const { ctx } = plot;
    const size = (width.length > MANY ? POINTS.many : POINTS.few) * devicePixelRatio;
    const seen = new Set<number>();
    for (const good of [true, false]) {
      ctx.fillStyle = colour(good ? '--good' : '--bad');
      for (let n = 0; n < width.length; n += 1) {
        const [x = 1, y = 1] = [width[n], height[n]];
        if (isGood(x, y) !== good) continue;
        const left = Math.round(plot.valToPos(x, 'x', true));
        const top = Math.round(plot.valToPos(y, 'y', true));
        const at = left * 65_536 + top;
        if (seen.has(at)) continue; // most images have one of a few sizes
        seen.add(at);
        ctx.fillRect(left - size / 2, top - size / 2, size, size);
      }
    }
    return null;
  };
  const limitLines = ({ ctx, bbox, valToPos }: uPlot): void => {
    ctx.save();
    ctx.strokeStyle = colour('--text');
    ctx.setLineDash([4 * devicePixelRatio, 4 * devicePixelRatio]);
    ctx.beginPath();
    for (const side of limits === undefined ? [] : [limits.minSide, limits.maxSide]) {
      const [x, y] = [valToPos(side, 'x', true), valToPos(side, 'y', true)];
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.moveTo(bbox.left, y);
      ctx.lineTo(bbox.left + bbox.width, y);
    }
    ctx.stroke();
    ctx.restore();
  };
  const extent = (values: readonly number[]): [number, number] => {
    let [least, most] = [limits?.minSide ?? 1, limits?.maxSide ?? 2];
    for (const value of values) {
      if (value < least) least = value;
      if (value > most) most = value;
    }
    return [10 ** Math.floor(Math.log10(least)), 10 ** Math.ceil(Math.log10(most + 1))];
  };
  const [ofWidth, ofHeight] = [extent(width), extent(height)];
  const axis = (label: string): uPlot.Axis => ({
    ...{
      label,
      stroke: colour('--text'),
      grid: { stroke: colour('--line') },
      ticks: { stroke: colour('--line') },
    },
    // A line for each, as more are hard to read, and none outside of the plot.
    splits: (_: uPlot, _axis: number, least: number, most: number) =>
      POWERS.filter((power) => power >= least && power <= most),
    values: (_: uPlot, ticks: number[]) => ticks.map(String),
  });
  const make = (onWidth = place.clientWidth) => {
    place.replaceChildren();
    const options: uPlot.Options = {
      ...{ mode: 2, width: onWidth, height: HEIGHT, legend: { show: false } },
      ...{ cursor: { show: false }, axes: [axis(words.width), axis(words.height)] },
      scales: {
        x: { time: false, distr: 3, range: () => ofWidth },
        y: { distr: 3, range: () => ofHeight },
      },
      series: [{}, { paths: points }],
      hooks: { draw: [limitLines] },
    };
    new uPlot(options, [null, [width, height]] as unknown as uPlot.AlignedData, place);
  };
  make();
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => make());
  addEventListener('beforeprint', () => {
    document.documentElement.classList.add('paper'); // which is white
    make(PAPER);
  });
  addEventListener('afterprint', () => {
    document.documentElement.classList.remove('paper');
    make();
  });
  let drawnWidth = place.clientWidth;
  new ResizeObserver(() => {
    if (place.clientWidth === drawnWidth) return;
    drawnWidth = place.clientWidth;
    make();
  }).observe(place);
}

function sidesOf(rows: PackedRows): [number[], number[]] {
  const sides: [number[], number[]] = [[], []];
  for (const [n, width] of rows.width.entries()) {
    const height = rows.height[n] ?? 0;
    if (width === 0 || height === 0) continue;
    sides[0].push(width);
    sides[1].push(height);
  }
  return sides;
}
