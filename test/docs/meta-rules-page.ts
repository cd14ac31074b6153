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
import { SERVICE_TYPES } from '../../src/shared/model/service-type.ts';
import { optionsOf } from '../meta/rule-contexts.ts';
import { type ExampleFile, fileExample, lineExample } from '../meta/rule-files.ts';
import { collect } from '../shared/async/collect.ts';
import { META_RULES_WORDS, type MetaRulesWords } from './meta-rules-words.ts';
import { labelled, shown, wrapped } from './page-text.ts';

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

/** docs/meta-rules.md or docs/zh/meta-rules.md, from the tables of fields and rules. */
export async function metaRulesPage(language: keyof typeof META_RULES_WORDS): Promise<string> {
  const words = META_RULES_WORDS[language];
  const lineEntries = await Promise.all(codesOf(META_LINE_RULES).map((code) => lineEntry(code, words)));
  const fileEntries = await Promise.all(codesOf(META_FILE_RULES).map(fileEntry));
  return [
    words.introduction,
    `## ${words.fields}`,
    fieldTable(words),
    `## ${words.ofFields}`,
    ...sections(together((META_RULES as readonly MetaRule[]).map((rule) => ruleEntry(rule, words))), words),
    `## ${words.ofLines}`,
    ...sections(lineEntries, words),
    `## ${words.ofFile}`,
    ...sections(fileEntries, words),
  ]
    .join('\n\n')
    .concat('\n');
}

const codesOf = <Code extends string>(table: Readonly<Record<Code, unknown>>) => Object.keys(table) as Code[];

function fieldTable(words: MetaRulesWords): string {
  const rows = META_FIELDS.map((field) => {
    const source = words.sourceOf(FIELD_MEANINGS[field.wire].source);
    const old = 'in2018' in field ? `\`${field.in2018}\`` : '';
    const type = field.type === 'region' ? 'string' : field.type;
    return `| ${field.wire} | \`${field.key}\` | ${old} | ${type} | ${words.fieldMeans(field.wire)} | ${source} |`;
  });
  return [`| ${words.columns.join(' | ')} |`, '|---|---|---|---|---|---|', ...rows].join('\n');
}

function ruleEntry(rule: MetaRule, words: MetaRulesWords): Entry {
  const options = optionsOf(rule);
  const { issues } = new MetaLineParser(options).parseLine(JSON.stringify({ ...EXAMPLE_LINE, ...rule.bad }));
  const line = (difference: LineDifference) => JSON.stringify({ ...EXAMPLE_LINE, ...difference });
  return {
    code: rule.code,
    severity: rule.severity,
    source: rule.source,
    fields: [rule.field],
    where: whereAsked(rule, words),
    message: messageOf(issues, rule.code, rule.field),
    bad: shown(line(rule.bad)),
    good: shown(line(rule.good)),
  };
}

function whereAsked(rule: MetaRule, words: MetaRulesWords): string {
  const options = optionsOf(rule);
  const isAsked = (more: object) => rule.when?.(metaContext({ ...options, ...more })) ?? true;
  const types = SERVICE_TYPES.filter((serviceType) => isAsked({ serviceType }));
  const dialects = META_DIALECTS.filter((dialect) => isAsked({ dialect }));
  return [
    types.length < SERVICE_TYPES.length ? `\`serviceType\` ${words.is} ${types.join(words.or)}` : '',
    dialects.length < META_DIALECTS.length ? `\`dialect\` ${words.is} ${dialects.join(words.or)}` : '',
    options.picNameBase ? words.picNameBase(options.picNameBase, options.metaFolder) : '',
    options.sizeOf ? words.sizeOf : '',
  ]
    .filter((text) => text !== '')
    .join(words.and);
}

async function lineEntry(code: MetaLineCode, words: MetaRulesWords): Promise<Entry> {
  const { bad, good, ...rule } = META_LINE_RULES[code];
  const file = lineExample(code, bad);
  const [line] = await collect(new MetaLineParser(file.options).parse(file.bytes));
  const { maxLineBytes } = file.options;
  return {
    ...rule,
    code,
    fields: [],
    where: maxLineBytes === undefined ? '' : words.maxLineBytes(maxLineBytes),
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
function sections(entries: readonly Entry[], words: MetaRulesWords): readonly string[] {
  const codes = [...new Set(entries.map(({ code }) => code))];
  return codes.flatMap((code) => [
    `### \`${code}\``,
    ...[words.meaningOf(code)].filter((text) => text !== undefined).map((text) => wrapped(text)),
    ...entries.filter((entry) => entry.code === code).map((entry) => described(entry, words)),
  ]);
}

function described(entry: Entry, words: MetaRulesWords): string {
  const { fields, severity, where, message, source, bad, good } = entry;
  const [usual, strict] = [severityIn(severity, 'documented'), severityIn(severity, 'strict')];
  const severities =
    usual === strict
      ? words.severityIn(usual)
      : `${words.severityIn(usual)}${words.comma}${words.inStrict(words.severityIn(strict))}`;
  const about = [
    fields.length > 0 ? `${fields.join(', ')}${words.colon}${severities}` : capital(severities),
    where === '' ? '' : words.where(where),
  ];
  const said = about.filter((text) => text !== '').join(words.comma);
  return [
    wrapped(words.sentences(said, words.sourceOf(source))),
    wrapped(message, '> '),
    ['```text', labelled('bad ', bad), labelled('good', good), '```'].join('\n'),
  ].join('\n\n');
}

const capital = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);
