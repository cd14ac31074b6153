import {
  META_DIALECTS,
  META_ISSUES,
  MetaLineParser,
  type MetaLineParserOptions,
  SERVICE_TYPES,
} from '../../meta/index.ts';
import type { Explanation } from './explanation.ts';

/** Explains a code of increment.meta by its example: what the check says of the bad one. Undefined for another code. */
export async function metaExplanation(code: string): Promise<Explanation | undefined> {
  if (!Object.hasOwn(META_ISSUES, code)) return undefined;
  const { severity, source, bad, good } = META_ISSUES[code as keyof typeof META_ISSUES];
  const { documented, strict } = severity;
  return {
    code,
    means: await messageFor(code, bad),
    severity: documented === strict ? documented : `${documented}, ${strict} with --profile strict`,
    ...{ source, bad, good },
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
    const issues = new MetaLineParser(context).lint(new TextEncoder().encode(bad));
    for await (const issue of issues) if (issue.code === code) return issue.message;
  }
  return 'The file breaks the rule of the document below';
}
