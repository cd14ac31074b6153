import { MetaLineParser } from '../../src/meta/meta-line-parser.ts';
import { META_DIALECTS, META_FIELDS } from '../../src/meta/model/meta-fields.ts';
import { metaContext } from '../../src/meta/model/meta-options.ts';
import { type SeverityByProfile, severityIn } from '../../src/meta/model/meta-profile.ts';
import { META_FILE_RULES, type MetaFileCode } from '../../src/meta/rules/file-rules.ts';
import { META_LINE_RULES, type MetaLineCode } from '../../src/meta/rules/line-rules.ts';
import type { MetaIssue } from '../../src/meta/rules/meta-issue.ts';
import { EXAMPLE_LINE, type LineDifference, type MetaRule } from '../../src/meta/rules/meta-rule.ts';
import { META_RULES } from '../../src/meta/rules/meta-rules.ts';
import { FIELD_MEANINGS } from '../../src/meta/schema/field-meanings.ts';
import { SERVICE_TYPES } from '../../src/shared/service-type.ts';
import { optionsOf } from '../meta/rule-contexts.ts';
import { type ExampleFile, fileExample, lineExample } from '../meta/rule-files.ts';
import { collect } from '../shared/collect.ts';

/** One rule as the page shows it. */
interface Entry {
  readonly code: string;
  readonly fields: readonly string[];
  readonly severity: SeverityByProfile;
  /** Where it is asked; empty when everywhere. */
  readonly where: string;
  readonly message: string;
  readonly source: string;
  readonly bad: string;
  readonly good: string;
}

const INTRODUCTION = `# Rules of increment.meta

What \`MetaFileBuilder\`, \`MetaLineParser\` and \`imagesearch-import lint\` can find wrong, code by code, with the message
for the bad example and the document behind the rule. [increment.meta](meta.md) describes the file and the options.

An error keeps a line out of the file, a warning lets it in. \`x{513}\` stands for 513 times x. \`<CR>\`, \`<U+200B>\` and
the like stand for characters that cannot be seen.

This page is written from the tables of rules, and a test compares them. After a change of a table,
\`npx vitest run test/docs -u\` writes the page anew.`;

/** docs/meta-rules.md, from the tables of fields and rules. */
export async function metaRulesPage(): Promise<string> {
  const lineEntries = await Promise.all(codesOf(META_LINE_RULES).map(lineEntry));
  const fileEntries = await Promise.all(codesOf(META_FILE_RULES).map(fileEntry));
  return [
    INTRODUCTION,
    '## The fields',
    fieldTable(),
    '## Rules of fields',
    ...sections(together((META_RULES as readonly MetaRule[]).map(ruleEntry))),
    '## Rules of lines',
    ...sections(lineEntries),
    '## Rules of the whole file',
    ...sections(fileEntries),
  ]
    .join('\n\n')
    .concat('\n');
}

const codesOf = <Code extends string>(table: Readonly<Record<Code, unknown>>) => Object.keys(table) as Code[];

function fieldTable(): string {
  const rows = META_FIELDS.map((field) => {
    const { means, source } = FIELD_MEANINGS[field.wire];
    const old = 'in2018' in field ? `\`${field.in2018}\`` : '';
    const type = field.type === 'region' ? 'string' : field.type;
    return `| ${field.wire} | \`${field.key}\` | ${old} | ${type} | ${means} | ${source} |`;
  });
  return [
    '| in the file | in code | in 2018 | type | means | source |',
    '|---|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}

function ruleEntry(rule: MetaRule): Entry {
  const options = optionsOf(rule);
  const { issues } = new MetaLineParser(options).parseLine(JSON.stringify({ ...EXAMPLE_LINE, ...rule.bad }));
  const line = (difference: LineDifference) => JSON.stringify({ ...EXAMPLE_LINE, ...difference });
  return {
    code: rule.code,
    severity: rule.severity,
    source: rule.source,
    fields: [rule.field],
    where: whereAsked(rule),
    message: messageOf(issues, rule.code, rule.field),
    bad: shown(line(rule.bad)),
    good: shown(line(rule.good)),
  };
}

function whereAsked(rule: MetaRule): string {
  const options = optionsOf(rule);
  const isAsked = (more: object) => rule.when?.(metaContext({ ...options, ...more })) ?? true;
  const types = SERVICE_TYPES.filter((serviceType) => isAsked({ serviceType }));
  const dialects = META_DIALECTS.filter((dialect) => isAsked({ dialect }));
  return [
    types.length < SERVICE_TYPES.length ? `\`serviceType\` is ${types.join(' or ')}` : '',
    dialects.length < META_DIALECTS.length ? `\`dialect\` is ${dialects.join(' or ')}` : '',
    options.picNameBase
      ? `\`picNameBase\` is ${options.picNameBase} and \`metaFolder\` is given, here ${options.metaFolder}`
      : '',
    options.sizeOf ? '`sizeOf` knows the image, here 100 × 100 pixels' : '',
  ]
    .filter((text) => text !== '')
    .join(' and ');
}

async function lineEntry(code: MetaLineCode): Promise<Entry> {
  const { bad, good, ...rule } = META_LINE_RULES[code];
  const file = lineExample(code, bad);
  const [line] = await collect(new MetaLineParser(file.options).parse(file.bytes));
  const { maxLineBytes } = file.options;
  return {
    ...rule,
    code,
    fields: [],
    where: maxLineBytes === undefined ? '' : `\`maxLineBytes\` is reached, here ${maxLineBytes}`,
    message: messageOf(line?.issues ?? [], code),
    bad: shown(bad),
    good: shown(good),
  };
}

async function fileEntry(code: MetaFileCode): Promise<Entry> {
  const { bad, good, severity, source } = META_FILE_RULES[code];
  const message = messageOf(await lint(fileExample(code, bad)), code);
  return { code, fields: [], severity, source, where: '', message, bad: shown(bad), good: shown(good) };
}

const lint = ({ bytes, name, options }: ExampleFile) =>
  collect(new MetaLineParser(options).lint(bytes, { name }));

function messageOf(issues: readonly MetaIssue[], code: string, field?: string): string {
  const found = issues.find((issue) => issue.code === code && (field === undefined || issue.field === field));
  if (found === undefined) throw new Error(`The bad example of ${code} does not break it`);
  return found.message;
}

/** Rows that differ in the field's name alone, as those of IntAttr to IntAttr4 do, become one; so do those that say the same. */
function together(entries: readonly Entry[]): readonly Entry[] {
  const ofNames = merged(
    entries,
    (entry) => JSON.stringify({ ...entry, fields: [] }).replaceAll(entry.fields.join(), '?'),
    (one, other) => ({ ...one, fields: [...one.fields, ...other.fields] }),
  );
  return merged(
    ofNames,
    (entry) => JSON.stringify({ ...entry, bad: '', good: '' }),
    (one, other) => ({ ...one, bad: `${one.bad}\n${other.bad}`, good: `${one.good}\n${other.good}` }),
  );
}

function merged<T>(
  all: readonly T[],
  keyOf: (one: T) => string,
  merge: (one: T, other: T) => T,
): readonly T[] {
  const known = new Map<string, T>();
  for (const one of all) {
    const first = known.get(keyOf(one));
    known.set(keyOf(one), first === undefined ? one : merge(first, one));
  }
  return [...known.values()];
}

/** A heading for each code, and under it what its rows say. */
function sections(entries: readonly Entry[]): readonly string[] {
  const codes = [...new Set(entries.map(({ code }) => code))];
  return codes.flatMap((code) => [
    `### \`${code}\``,
    ...entries.filter((entry) => entry.code === code).map(described),
  ]);
}

function described({ fields, severity, where, message, source, bad, good }: Entry): string {
  const [usual, strict] = [severityIn(severity, 'documented'), severityIn(severity, 'strict')];
  const severities = usual === strict ? usual : `${usual}, ${strict} in profile \`strict\``;
  const about = [
    fields.length > 0 ? `${fields.join(', ')}: ${severities}` : capital(severities),
    where === '' ? '' : `where ${where}`,
  ];
  return [
    wrapped(`${about.filter((text) => text !== '').join(', ')}. Source: ${source}.`),
    wrapped(message, '> '),
    ['```text', labelled('bad ', bad), labelled('good', good), '```'].join('\n'),
  ].join('\n\n');
}

const capital = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);

const labelled = (label: string, text: string) =>
  `${label}  ${text.replaceAll('\n', `\n${' '.repeat(label.length + 2)}`)}`;

const UNSEEN: Readonly<Record<string, string>> = {
  '\r': '<CR>',
  '\0': '<NUL>',
  '\ufeff': '<U+FEFF>',
  '\u{d800}': '<bytes C9 CC>',
};

/** An example that can be read: nothing unseen, and no long run of one character. */
function shown(example: string): string {
  if (example === '') return '<nothing>';
  return example
    .replace(/(.)\1{19,}/g, (run, one: string) => `${one}{${run.length}}`)
    .replace(/[\r\0\ufeff\ud800]/g, (one) => UNSEEN[one] ?? one)
    .replace(/\p{Cf}/gu, (one) => `<U+${one.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}>`)
    .replace(/\n$/, '<LF>');
}

const COLUMNS = 116;

/** Lines of a paragraph, broken between words. */
function wrapped(text: string, before = ''): string {
  const lines = [''];
  for (const word of text.replace(/[\\*<]/g, '\\$&').split(' ')) {
    const last = lines.at(-1) ?? '';
    if (last !== '' && before.length + last.length + 1 + word.length > COLUMNS) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines.map((line) => before + line).join('\n');
}
