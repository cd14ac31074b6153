import type { ReportAccount } from '../report-account.ts';
import type { ReportData } from '../report-data.ts';
import { OPEN, STATUSES } from '../words/statuses.ts';
import { bar } from './bar.ts';
import { type Html, html } from './html.ts';
import { grouped, percent } from './numbers.ts';
import type { PageContext } from './page-context.ts';
import { section } from './section.ts';

/** What was supplied, and what became of it. The counts add up, or there is no report. */
export function accountSection(
  account: ReportAccount,
  supplied: number,
  { counted }: Pick<ReportData, 'counted'>,
  { words, language }: PageContext,
): Html {
  const { counts, open } = account.statuses(supplied, counted);
  const lines = counts.map(([status, count]) => ({ text: STATUSES[status], status, count }));
  const all = open === 0 ? lines : [...lines, { text: OPEN, status: 'open', count: open }];
  const row = ({ text, status, count }: (typeof all)[number]) => {
    const share = supplied === 0 ? 0 : count / supplied;
    return html`<tr data-status="${status}"><th scope="row">${text[language]}</th><td class="number">${grouped(count)}</td><td class="number">${percent(share)}</td><td class="wide">${bar(share, text.tone)}</td></tr>
`;
  };
  return section(
    'account',
    words.account,
    html`<table>
<thead><tr><th scope="col">${words.status}</th><th scope="col" class="number">${words.count}</th><th scope="col" class="number">${words.share}</th><td></td></tr></thead>
<tbody>
${all.map(row)}</tbody>
<tfoot><tr data-status="supplied"><th scope="row">${words.supplied}</th><td class="number">${grouped(supplied)}</td><td></td><td></td></tr></tfoot>
</table>`,
  );
}
