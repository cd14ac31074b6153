import type { ReportData } from '../report-data.ts';
import { type Html, html } from './html.ts';
import type { PageContext } from './page-context.ts';
import { section } from './section.ts';

/** Which column of the catalogue was taken for which field. */
export function columnsSection({ columns }: ReportData, { words }: PageContext): Html | undefined {
  if (columns === undefined) return undefined;
  const { ignored, ignoredCount } = columns;
  const names = (texts: readonly string[]) =>
    texts.map((text, n) => html`${n === 0 ? '' : ', '}<bdi>${text}</bdi>`);
  const lines = Object.entries(columns.columns).map(
    ([field, headers = []]) =>
      html`<tr><th scope="row">${field}</th><td>${names(headers)}</td></tr>
`,
  );
  const more = ignoredCount - ignored.length;
  const left =
    ignoredCount === 0
      ? undefined
      : html`<tr><th scope="row">${words.leftAlone}</th><td>${names(ignored)}${more > 0 ? ` + ${more}` : ''}</td></tr>
`;
  return section(
    'columns',
    words.columns,
    html`<table>
<thead><tr><th scope="col">${words.field}</th><th scope="col">${words.takenFrom}</th></tr></thead>
<tbody>
${lines}${left}</tbody>
</table>`,
  );
}
