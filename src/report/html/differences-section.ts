import type { ReportData } from '../report-data.ts';
import { DIFFERENCES } from '../words/differences.ts';
import { remedyOf } from '../words/remedy-of.ts';
import { bar } from './bar.ts';
import { type Html, html } from './html.ts';
import { grouped } from './numbers.ts';
import type { PageContext } from './page-context.ts';
import { section } from './section.ts';

/** How many images of a gallery differed from its catalogue, by kind. */
export function differencesSection(
  { differences = {} }: ReportData,
  { words, language }: PageContext,
): Html | undefined {
  const kinds = (Object.keys(DIFFERENCES) as (keyof typeof DIFFERENCES)[]).filter(
    (kind) => differences[kind],
  );
  if (kinds.length === 0) return undefined;
  const most = Math.max(...kinds.map((kind) => differences[kind] ?? 0));
  const lines = kinds.map((kind) => {
    const images = differences[kind] ?? 0;
    return html`<tr data-difference="${kind}"><th scope="row">${DIFFERENCES[kind][language]}</th><td class="number">${grouped(images)}</td><td class="wide">${bar(images / most, 'plain')}</td></tr>
`;
  });
  return section(
    'differences',
    words.differences,
    html`<table>
<thead><tr><th scope="col">${words.difference}</th><th scope="col" class="number">${words.images}</th><td></td></tr></thead>
<tbody>
${lines}</tbody>
</table>`,
  );
}

/** The superfluous images that are not deleted: each reason, and what to do about it. */
export function withheldSection(
  { withheld }: ReportData,
  { words, language }: PageContext,
): Html | undefined {
  if (withheld === undefined || withheld.images === 0) return undefined;
  const lines = withheld.because.map(
    ({ code, message }) =>
      html`<tr data-withheld="${code}"><th scope="row"><code>${code}</code></th><td><bdi>${message}</bdi></td><td>${remedyOf(code, language)}</td></tr>
`,
  );
  return section(
    'withheld',
    `${words.withheld} (${grouped(withheld.images)})`,
    html`<table class="stacked">
<thead><tr><th scope="col">${words.code}</th><th scope="col">${words.why}</th><th scope="col">${words.remedy}</th></tr></thead>
<tbody>
${lines}</tbody>
</table>`,
  );
}
