import type { ReportData } from '../report-data.ts';
import { NEXT_STEPS } from '../words/next-steps.ts';
import { type Html, html } from './html.ts';
import type { PageContext } from './page-context.ts';
import { section } from './section.ts';

/** What to do next: a sentence, the file, the very command. */
export function nextSection({ next = [] }: ReportData, { words, language }: PageContext): Html | undefined {
  if (next.length === 0) return undefined;
  const steps = next.map(
    ({ step, file, command }) =>
      html`<li><p>${NEXT_STEPS[step][language]}${file === undefined ? undefined : html` <code><bdi>${file}</bdi></code>`}</p>${
        command === undefined
          ? undefined
          : html`<pre tabindex="0"><code>${command.map(quoted).join(' ')}</code></pre>`
      }</li>`,
  );
  return section('next', words.next, html`<ol>${steps}</ol>`);
}

/** An argument as a POSIX shell takes it. */
const quoted = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
