import { CODE_TABLES } from '../../src/cli/explain/explain-code.ts';
import type { Explanation, Language } from '../../src/cli/explain/explanation.ts';
import { SEVERITY_TEXTS } from '../../src/cli/explain/texts/label-texts.ts';
import { adviceFor } from '../../src/index.ts';
import { labelled, shown, wrapped } from './page-text.ts';

/** The tables of codes, each of which is a page in each language. */
export const CODE_PAGES = Object.keys(CODE_TABLES) as readonly (keyof typeof CODE_TABLES)[];

const WORDS = {
  en: {
    remedy: 'What to do',
    source: 'Source',
    retried: 'May be retried',
    yes: 'yes',
    no: 'no',
    colon: ': ',
    stop: '.',
    severity: (severity: string) => `${capital(severity)}. `,
    made: 'This page is written from the tables of the code, which `imagesearch-import explain CODE` shows, too.',
  },
  zh: {
    remedy: '处理办法',
    source: '依据',
    retried: '是否可以重试',
    yes: '是',
    no: '否',
    colon: '：',
    stop: '。',
    severity: (severity: string) => `${SEVERITY_TEXTS[severity]?.zh ?? severity}。`,
    made: '本页由代码中的表生成，`imagesearch-import explain 代码 --lang zh` 显示同样的内容。',
  },
} as const;

const TITLES: Readonly<
  Record<keyof typeof CODE_TABLES, Readonly<Record<Language, readonly [title: string, about: string]>>>
> = {
  meta: {
    en: [
      'Codes of increment.meta',
      'What can be wrong with a line or a file, and what `lint --fix` repairs (`META_FIXED_…`). [Rules of\nincrement.meta](../meta-rules.md) has the rules field by field.',
    ],
    zh: [
      'increment.meta 的代码',
      '一行或整个文件可能出现的问题，以及 `lint --fix` 所做的修复（`META_FIXED_…`）。逐个字段的规则见\n[increment.meta 的规则](../meta-rules.md)。',
    ],
  },
  images: {
    en: ['Codes of images', 'What [checks](../images.md) and [repairs](../image-repair.md) of images find.'],
    zh: ['图片的代码', '[图片检查](../images.md)和[图片修复](../image-repair.md)的结果。'],
  },
  catalogue: {
    en: ['Codes of catalogues', 'What can be wrong with a row of a [catalogue](../catalogue.md).'],
    zh: ['商品目录的代码', '[商品目录](../catalogue.md)中一行可能出现的问题。'],
  },
  import: {
    en: [
      'Codes of imports and uploads',
      'What an [import](../import.md) or an [upload](../upload.md) says of an entry, beside the codes of catalogues, images,\nincrement.meta and the service.',
    ],
    zh: [
      '导入与上传的代码',
      '[导入](../import.md)或[上传](../upload.md)对一个条目的说明；此外还有目录、图片、increment.meta 和服务的代码。',
    ],
  },
  errors: {
    en: [
      'Codes of errors',
      'The codes of an `ImageSearchError` and an `ImportStopped` that are not the [service’s](service.md), and of the command\nline. [Errors](../errors.md) says which kinds there are.',
    ],
    zh: [
      '错误的代码',
      '`ImageSearchError` 和 `ImportStopped` 中不属于[服务](service.md)的代码，以及命令行的代码。错误的种类见[错误](../errors.md)。',
    ],
  },
  service: {
    en: [
      'Codes of the service',
      'The codes of Image Search, of the gateway before it and of OSS. Messages are shortened. No document says which calls\nmay be retried: that is our reading, by code, since the status differs between documents. A code that is not here may\nbe retried when it begins with `Throttling`, or when the status is 429 or 5xx.',
    ],
    zh: [
      '服务的代码',
      '图像搜索、其网关以及 OSS 的代码；信息有删节。没有文档说明哪些调用可以重试：这是我们按代码作出的理解，因为各文档给出的\n状态码并不一致。此处没有的代码，若以 `Throttling` 开头，或状态码为 429 或 5xx，则可以重试。',
    ],
  },
  readiness: {
    en: [
      'Codes of readiness and plans',
      'The findings of [`doctor`](../readiness.md), the reasons for which a [sync](../sync.md) withholds deletions, and what\nkeeps an image from [a mover](../migration.md).',
    ],
    zh: [
      '就绪与计划的代码',
      '[`doctor`](../readiness.md) 的检查结果、[同步](../sync.md)保留多余图片的原因，以及图片不能交给[迁移工具](../migration.md)的原因。',
    ],
  },
};

/** How, for those who change the tables: the site does not show it. */
const WRITTEN_ANEW =
  '<!-- After a change of a table, `npx vitest run test/docs -u` writes this page anew. -->';

/** docs/codes/ or docs/zh/codes/, one page. */
export async function codesPage(name: (typeof CODE_PAGES)[number], language: Language): Promise<string> {
  const [title, about] = TITLES[name][language];
  const explanations = await Promise.all(
    CODE_TABLES[name].flatMap(({ codes, explain }) => codes.map((code) => explain(code, language))),
  );
  return [
    `# ${title}`,
    about,
    WORDS[language].made,
    WRITTEN_ANEW,
    ...explanations.map((one) => section(one, language)),
  ]
    .join('\n\n')
    .concat('\n');
}

function section(explanation: Explanation, language: Language): string {
  const { code, severity, means, remedy, source, bad, good } = explanation;
  const words = WORDS[language];
  const { retryable } = adviceFor(code);
  const sentence = (text: string) => (/[.。！？?!]$/.test(text) ? text : text + words.stop);
  return [
    `## \`${code}\``,
    wrapped((severity === undefined ? '' : words.severity(severity)) + capital(sentence(means))),
    [
      item(words.remedy + words.colon + sentence(remedy)),
      item(words.source + words.colon + sentence(source)),
      ...(retryable === undefined
        ? []
        : [item(words.retried + words.colon + words[retryable ? 'yes' : 'no'])]),
    ].join('\n'),
    [
      '```text',
      ...(good === undefined ? [shown(bad)] : [labelled('bad ', shown(bad)), labelled('good', shown(good))]),
      '```',
    ].join('\n'),
  ].join('\n\n');
}

const capital = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);

const item = (text: string) => `- ${wrapped(text).replaceAll('\n', '\n  ')}`;
