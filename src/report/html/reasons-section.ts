import type { ReportAccount } from '../report-account.ts';
import { remedyOf } from '../words/remedy-of.ts';
import { bar } from './bar.ts';
import { type Html, html } from './html.ts';
import { grouped } from './numbers.ts';
import type { PageContext } from './page-context.ts';
import { section } from './section.ts';

const MOST_SHOWN = 100;

/** Codes as bars, the most frequent first, with what to do about each. */
export function reasonsSection(account: ReportAccount, { words, language }: PageContext): Html | undefined {
  const codes = account.codes();
  if (codes.length === 0) return undefined;
  const most = codes[0]?.rows ?? 1;
  const others = codes.slice(MOST_SHOWN).reduce((sum, { rows }) => sum + rows, account.otherCodes);
  const lines = codes.slice(0, MOST_SHOWN).map(
    ({ code, isWarning, rows }) =>
      html`<tr data-code="${code}"><th scope="row"><code>${code}</code>${
        isWarning ? html` <span class="tag">${words.warning}</span>` : undefined
      }</th><td class="number">${grouped(rows)}</td><td class="narrow">${bar(rows / most, isWarning ? 'plain' : 'bad')}</td><td>${remedyOf(code, language)}</td></tr>
`,
  );
  const rest =
    others > 0
      ? html`<tr><th scope="row">${words.otherCodes}</th><td class="number">${grouped(others)}</td><td></td><td></td></tr>
`
      : undefined;
  return section(
    'reasons',
    words.reasons,
    html`<table class="stacked">
<thead><tr><th scope="col">${words.code}</th><th scope="col" class="number">${words.rows}</th><td></td><th scope="col">${words.remedy}</th></tr></thead>
<tbody>
${lines}${rest}</tbody>
</table>`,
  );
}
