import type { ReportData } from '../report-data.ts';
import { type Html, html } from './html.ts';
import type { PageContext } from './page-context.ts';

/** What was done, when, and with which options. */
export function headSection(
  { kind, subject, madeAt, facts = {} }: ReportData,
  { words, kinds, facts: names }: PageContext,
): Html {
  const nameOf = (name: string) => (Object.hasOwn(names, name) ? names[name] : name);
  const given = Object.entries(facts).map(([name, value]) => [nameOf(name), value]);
  const pairs = [[words.madeAt, timeText(madeAt)], ...given];
  return html`<header>
<h1>${kinds[kind]}</h1>
<p class="subject"><bdi>${subject}</bdi></p>
<dl class="facts">${pairs.map(([name, value]) => html`<div><dt>${name}</dt><dd><bdi>${value}</bdi></dd></div>`)}</dl>
</header>
`;
}

/** In UTC, which a report that is passed on needs. */
export const timeText = (at: number): string =>
  new Date(at)
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, ' UTC');
