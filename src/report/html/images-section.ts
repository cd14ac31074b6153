import type { ReportAccount } from '../report-account.ts';
import type { ReportData } from '../report-data.ts';
import { bar } from './bar.ts';
import { type Html, html } from './html.ts';
import { bytesText, grouped } from './numbers.ts';
import type { PageContext } from './page-context.ts';
import { section } from './section.ts';

/** The sizes of files as a histogram. Steps above the limit of the service are marked. */
export function sizesSection(
  { sizes }: ReportAccount,
  { limits }: ReportData,
  { words }: PageContext,
): Html | undefined {
  const steps = sizes.steps();
  if (steps.length === 0) return undefined;
  const most = Math.max(...steps.map(({ images }) => images));
  const limit = limits?.maxBytes ?? Number.POSITIVE_INFINITY;
  const lines = steps.map(({ upTo, images }, n) => {
    const isOver = upTo > limit;
    const before = steps[n - 1]?.upTo ?? 0;
    const name =
      upTo === Number.POSITIVE_INFINITY ? `> ${bytesText(before)}` : `${words.upTo} ${bytesText(upTo)}`;
    const mark =
      upTo === limit
        ? html` <span class="tag">${words.limit}</span>`
        : isOver
          ? html` <span class="tag bad">${words.overLimit}</span>`
          : undefined;
    return html`<tr${upTo === limit ? html` class="limit"` : undefined}><th scope="row">${name}${mark}</th><td class="number">${grouped(images)}</td><td class="wide">${bar(images / most, isOver ? 'bad' : 'good')}</td></tr>
`;
  });
  return section(
    'sizes',
    words.sizes,
    html`<table>
<thead><tr><th scope="col">${words.size}</th><th scope="col" class="number">${words.images}</th><td></td></tr></thead>
<tbody>
${lines}</tbody>
</table>`,
  );
}

/** The place of the scatter of sides, which the page's program draws. */
export const sidesSection = ({ words }: PageContext): Html =>
  section(
    'sides',
    words.sides,
    html`<p class="note">${words.sidesMean}</p><div id="scatter" role="img" aria-label="${words.sidesMean}"></div>`,
  );
