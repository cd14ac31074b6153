import type { ReportData, ReportSpan } from '../report-data.ts';
import { LANES } from '../words/words.ts';
import { timeText } from './head-section.ts';
import { type Html, html } from './html.ts';
import { grouped } from './numbers.ts';
import type { PageContext } from './page-context.ts';
import { section } from './section.ts';

const WIDTH = 1_000;
/** More bars could not be told apart. */
const MOST_BARS = 1_000;

/** When the stages and the tasks ran, a line for each stage. */
export function timelineSection({ spans = [] }: ReportData, { words, lanes }: PageContext): Html | undefined {
  if (spans.length === 0) return undefined;
  const from = spans.reduce((least, span) => Math.min(least, span.from), Number.POSITIVE_INFINITY);
  const to = spans.reduce((most, span) => Math.max(most, span.to), from + 1);
  const scale = WIDTH / (to - from);
  const lines = (Object.keys(LANES) as ReportSpan['lane'][]).flatMap((lane) => {
    const ofLane = spans.filter((span) => span.lane === lane);
    if (ofLane.length === 0) return [];
    const bars = ofLane.slice(0, MOST_BARS).map((span) => {
      const title = `${span.label} ${timeText(span.from)} – ${timeText(span.to)}`;
      const width = Math.max(1, (span.to - span.from) * scale - 1);
      return html`<rect x="${((span.from - from) * scale).toFixed(1)}" width="${width.toFixed(1)}" height="10"><title>${title}</title></rect>`;
    });
    return [
      html`<tr><th scope="row">${lanes[lane]}</th><td class="number">${grouped(ofLane.length)}</td><td class="wide"><svg class="lane" aria-hidden="true" preserveAspectRatio="none" viewBox="0 0 ${WIDTH} 10">${bars}</svg></td></tr>
`,
    ];
  });
  return section(
    'timeline',
    words.timeline,
    html`<table>
<tbody>
${lines}</tbody>
</table>
<p class="ends"><span>${timeText(from)}</span><span>${timeText(to)}</span></p>`,
  );
}
