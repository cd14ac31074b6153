import { createHash } from 'node:crypto';
import type { ReportAccount } from '../report-account.ts';
import type { ReportData } from '../report-data.ts';
import type { Thumbnails } from '../thumbnails.ts';
import { BROWSER_WORDS } from '../words/browser-words.ts';
import { DIFFERENCES } from '../words/differences.ts';
import { remedyOf } from '../words/remedy-of.ts';
import { STATUSES } from '../words/statuses.ts';
import { inLanguage } from '../words/words.ts';
import { accountSection } from './account-section.ts';
import { columnsSection } from './columns-section.ts';
import { differencesSection, withheldSection } from './differences-section.ts';
import { headSection } from './head-section.ts';
import { Html, html, jsonInScript } from './html.ts';
import { sidesSection, sizesSection } from './images-section.ts';
import { nextSection } from './next-section.ts';
import { localeOf } from './numbers.ts';
import type { PageContext } from './page-context.ts';
import type { PageSettings } from './page-settings.ts';
import { reasonsSection } from './reasons-section.ts';
import { REPORT_MARK } from './report-mark.ts';
import { section } from './section.ts';
import { tasksSection, unmatchedSection } from './tasks-section.ts';
import { timelineSection } from './timeline-section.ts';

/** What a page is made of. */
export interface PageParts {
  readonly data: ReportData;
  readonly account: ReportAccount;
  /** The rows, as `packRows` makes them. */
  readonly packed: string;
  readonly thumbnails: Thumbnails;
  /** Whether any row has the sides of its image. */
  readonly hasSides: boolean;
  /** The name of the file with the rows that the page has no room for. */
  readonly rest: string | undefined;
  /** The program and the style of the page. */
  readonly program: { readonly SCRIPT: string; readonly STYLE: string };
}

/** The page, piece by piece: whole by itself, it loads nothing, and runs only the program whose digest its policy has. */
export function* page(parts: PageParts, context: PageContext): Generator<string, void, void> {
  const { data, account, packed, thumbnails, hasSides, program } = parts;
  const { kinds, language } = context;
  const counted = Object.values(data.counted ?? {}).reduce((sum, count) => sum + count, 0);
  const supplied = data.supplied ?? account.rows + counted;
  const settings: PageSettings = {
    words: inLanguage(BROWSER_WORDS, language),
    statuses: inLanguage(STATUSES, language),
    differences: inLanguage(DIFFERENCES, language),
    remedies: Object.fromEntries(account.codes().map(({ code }) => [code, remedyOf(code, language)])),
    limits: data.limits,
  };
  yield html`<!doctype html>
<html lang="${localeOf(language)}">
<head>
<meta charset="utf-8">
${new Html(REPORT_MARK)}
<meta http-equiv="Content-Security-Policy" content="${policyOf(program)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${kinds[data.kind]}: ${data.subject}</title>
<style>${new Html(program.STYLE)}</style>
</head>
<body>
<main>
${headSection(data, context)}
`.text;
  const sections = [
    accountSection(account, supplied, data, context),
    nextSection(data, context),
    differencesSection(data, context),
    withheldSection(data, context),
    reasonsSection(account, context),
    sizesSection(account, data, context),
    hasSides ? sidesSection(context) : undefined,
    timelineSection(data, context),
    tasksSection(data, context),
    unmatchedSection(data, context),
    columnsSection(data, context),
    tableSection(parts, context),
  ];
  for (const part of sections) if (part !== undefined) yield part.text;
  yield html`</main>
<script type="application/json" id="settings">${jsonInScript(settings)}</script>
<script type="application/json" id="thumbnails">${jsonInScript(thumbnails ?? {})}</script>
<script type="text/plain" id="rows">`.text;
  yield packed; // base64 needs no escape
  yield html`</script>
<script>${new Html(program.SCRIPT)}</script>
</body>
</html>
`.text;
}

function tableSection({ rest, thumbnails }: PageParts, { words }: PageContext): Html {
  const notes = [
    rest === undefined ? undefined : html`<p>${words.rest} <code><bdi>${rest}</bdi></code></p>`,
    thumbnails === undefined ? html`<p class="note">${words.noPictures}</p>` : undefined,
  ].filter((note) => note !== undefined);
  return section(
    'table',
    words.table,
    html`${notes}<noscript><p>${words.noScript}</p></noscript><p class="printed">${words.notPrinted}</p><div id="rows-here"></div>`,
  );
}

/** Nothing is loaded, sent or run but the program and the style of the page; pictures are part of it. */
const policyOf = ({ SCRIPT, STYLE }: PageParts['program']): string =>
  [
    "default-src 'none'",
    `script-src '${digest(SCRIPT)}'`,
    `style-src '${digest(STYLE)}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');

const digest = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`;
