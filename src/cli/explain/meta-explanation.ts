import { remedyOf } from '../../index.ts';
import {
  META_DIALECTS,
  META_ISSUES,
  type MetaIssueCode,
  MetaLineParser,
  type MetaLineParserOptions,
  SERVICE_TYPES,
} from '../../meta/index.ts';
import type { Explanation, Language } from './explanation.ts';
import { sourceIn } from './sources.ts';
import { META_TEXTS } from './texts/meta-texts.ts';

/** Explains a code of increment.meta, in English by its example: what the check says of the bad one. */
export async function metaExplanation(code: string, language: Language): Promise<Explanation> {
  const { severity, source, bad, good } = META_ISSUES[code as MetaIssueCode];
  const { documented, strict } = severity;
  return {
    code,
    means: language === 'zh' ? META_TEXTS[code as MetaIssueCode] : await messageFor(code, bad),
    severity: documented === strict ? documented : `${documented}, ${strict} with --profile strict`,
    source: sourceIn(language, source),
    remedy: remedyOf(code, language),
    ...{ bad, good },
  };
}

/** A rule may hold for some kinds of instance or some dialects alone. */
const CONTEXTS: readonly MetaLineParserOptions[] = [
  {},
  ...SERVICE_TYPES.map((serviceType) => ({ serviceType })),
  ...META_DIALECTS.map((dialect) => ({ dialect })),
  { picNameBase: 'bucket', metaFolder: 'shoes' },
  { sizeOf: () => ({ width: 100, height: 100 }) },
  { maxLineBytes: 100 },
];

async function messageFor(code: string, bad: string): Promise<string> {
  if (code === 'META_FILE_NAME')
    return 'The file is not called increment.meta: the service reads that name only';
  for (const context of CONTEXTS) {
    for (const text of [bad, `${bad}\n`]) {
      const issues = new MetaLineParser(context).lint(bytesOf(text));
      for await (const issue of issues) if (issue.code === code) return issue.message;
    }
  }
  return 'The file breaks the rule of the document below';
}

/** In an example half of a surrogate pair stands for bytes that no text can hold: here a character in GBK. */
function bytesOf(text: string): Uint8Array {
  const [before = '', after] = text.split('\u{d800}');
  const encoder = new TextEncoder();
  return after === undefined
    ? encoder.encode(text)
    : Uint8Array.from([...encoder.encode(before), 0xc9, 0xcc, ...encoder.encode(after)]);
}
