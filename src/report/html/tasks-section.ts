import type { ReportData } from '../report-data.ts';
import { type Html, html } from './html.ts';
import { grouped } from './numbers.ts';
import type { PageContext } from './page-context.ts';
import { section } from './section.ts';

const MOST_SHOWN = 200;

/** The batch tasks, those that did not end as SUCCESS first. */
export function tasksSection({ tasks = [] }: ReportData, { words }: PageContext): Html | undefined {
  if (tasks.length === 0) return undefined;
  const isFine = (status: string) => status === 'SUCCESS';
  const sorted = tasks.toSorted((one, other) => Number(isFine(one.status)) - Number(isFine(other.status)));
  const lines = sorted.slice(0, MOST_SHOWN).map(
    ({ id, status, code, message }) =>
      html`<tr><th scope="row"><code>${id}</code></th><td>${status}</td><td>${code === '0' ? '' : code}</td><td><bdi>${message}</bdi></td></tr>
`,
  );
  const more = tasks.length - MOST_SHOWN;
  return section(
    'tasks',
    `${words.tasks} (${grouped(tasks.length)})`,
    html`<table class="stacked">
<thead><tr><th scope="col">${words.task}</th><th scope="col">${words.status}</th><th scope="col">${words.code}</th><th scope="col">${words.message}</th></tr></thead>
<tbody>
${lines}</tbody>
</table>${more > 0 ? html`<p>+ ${grouped(more)}</p>` : undefined}`,
  );
}

/** What the service reported that matches no entry. */
export const unmatchedSection = ({ unmatched = [] }: ReportData, { words }: PageContext): Html | undefined =>
  unmatched.length === 0
    ? undefined
    : section(
        'unmatched',
        words.unmatched,
        html`<ul>${unmatched.map((line) => html`<li><bdi>${line}</bdi></li>`)}</ul>`,
      );
