import { SEVERITY_TEXTS } from '../../src/cli/explain/texts/label-texts.ts';
import { META_TEXTS } from '../../src/cli/explain/texts/meta-texts.ts';
import { SOURCE_TEXTS } from '../../src/cli/explain/texts/source-texts.ts';
import type { MetaFieldName } from '../../src/meta/model/meta-fields.ts';
import { FIELD_MEANINGS } from '../../src/meta/schema/field-meanings.ts';

/** What docs/meta-rules.md says around the tables of rules, in one language. Messages stay as the program prints them. */
export interface MetaRulesWords {
  readonly introduction: string;
  readonly fields: string;
  /** The headings of the table of fields. */
  readonly columns: readonly string[];
  readonly ofFields: string;
  readonly ofLines: string;
  readonly ofFile: string;
  readonly severityIn: (severity: string) => string;
  readonly inStrict: (severity: string) => string;
  readonly colon: string;
  readonly comma: string;
  readonly and: string;
  readonly or: string;
  readonly where: (conditions: string) => string;
  readonly is: string;
  readonly picNameBase: (base: string, folder: string | undefined) => string;
  readonly sizeOf: string;
  readonly maxLineBytes: (bytes: number) => string;
  /** What is said of a rule, and its source. */
  readonly sentences: (about: string, source: string) => string;
  /** What a code means, where the message of its example does not say it in this language. */
  readonly meaningOf: (code: string) => string | undefined;
  readonly fieldMeans: (field: MetaFieldName) => string;
  readonly sourceOf: (source: string) => string;
}

const NUMBER = '用于过滤的整数。';
const TEXT = '用于过滤的文本。';

const FIELDS_IN_CHINESE: Readonly<Record<MetaFieldName, string>> = {
  OperationType: 'ADD 将图片加入图库，DELETE 将其删除。',
  ProductId: '商品 ID。一个商品可以有多张图片，各占一行。',
  PicName: '保存该图片的对象的名称，含扩展名。没有它的 DELETE 会删除该商品的全部图片。',
  CategoryId: '商品的类目，用于商品搜索。省略时由服务预测。',
  IntAttr: NUMBER,
  IntAttr2: NUMBER,
  IntAttr3: NUMBER,
  IntAttr4: NUMBER,
  StrAttr: TEXT,
  StrAttr2: TEXT,
  StrAttr3: TEXT,
  StrAttr4: TEXT,
  CustomContent: '随每个搜索结果原样返回。',
  Crop: '服务识别图片的主体（true，默认），还是使用整张图片。',
  Region: '主体区域，以所保存图片的像素为单位，“x1,x2,y1,y2”：两个 x 在两个 y 之前，左上角为 (x1, y1)。',
};

/** Sources of fields alone; those of rules are in the table that `explain` has. */
const SOURCES_OF_FIELDS: Readonly<Record<string, string>> = {
  'help page "Upload images", Mar 08 2024, its table and its samples':
    '帮助页面“Upload images”，2024-03-08，其中的表和示例',
  'help page "Upload images", Mar 08 2024; AddImage, @alicloud/imagesearch20201214 4.4.0':
    '帮助页面“Upload images”，2024-03-08；AddImage，@alicloud/imagesearch20201214 4.4.0',
  'help page "Filter conditions", Jan 21 2026': '帮助页面“Filter conditions”，2026-01-21',
};

function sourceInChinese(source: string): string {
  const text = SOURCE_TEXTS[source] ?? SOURCES_OF_FIELDS[source];
  if (text === undefined) throw new Error(`No table has the source ${JSON.stringify(source)} in Chinese`);
  return text;
}

export const META_RULES_WORDS: Readonly<Record<'en' | 'zh', MetaRulesWords>> = {
  en: {
    introduction: `# Rules of increment.meta

What \`MetaFileBuilder\`, \`MetaLineParser\` and \`imagesearch-import lint\` can find wrong, code by code, with the message
for the bad example and the document behind the rule. [increment.meta](meta.md) describes the file and the options.

An error keeps a line out of the file, a warning lets it in. \`x{513}\` stands for 513 times x. \`<CR>\`, \`<U+200B>\` and
the like stand for characters that cannot be seen.

This page is written from the tables of rules, and a test compares them.

<!-- After a change of a table, \`npx vitest run test/docs -u\` writes this page anew. -->`,
    fields: 'The fields',
    columns: ['in the file', 'in code', 'in 2018', 'type', 'means', 'source'],
    ofFields: 'Rules of fields',
    ofLines: 'Rules of lines',
    ofFile: 'Rules of the whole file',
    severityIn: (severity) => severity,
    inStrict: (severity) => `${severity} in profile \`strict\``,
    colon: ': ',
    comma: ', ',
    and: ' and ',
    or: ' or ',
    where: (conditions) => `where ${conditions}`,
    is: 'is',
    picNameBase: (base, folder) => `\`picNameBase\` is ${base} and \`metaFolder\` is given, here ${folder}`,
    sizeOf: '`sizeOf` knows the image, here 100 × 100 pixels',
    maxLineBytes: (bytes) => `\`maxLineBytes\` is reached, here ${bytes}`,
    sentences: (about, source) => `${about}. Source: ${source}.`,
    meaningOf: () => undefined,
    fieldMeans: (field) => FIELD_MEANINGS[field].means,
    sourceOf: (source) => source,
  },
  zh: {
    introduction: `# increment.meta 的规则

\`MetaFileBuilder\`、\`MetaLineParser\` 和 \`imagesearch-import lint\` 能够发现的问题，按代码排列，附有错误示例得到的信息和规则所依据的文档。
文件和选项见 [increment.meta](meta.md)。

错误使该行不进入文件，警告则仍会接受。\`x{513}\` 表示 513 个 x。\`<CR>\`、\`<U+200B>\` 等表示看不见的字符。信息按程序打印的原文（英文）列出。

本页由规则的表生成，并有测试比较两者。

<!-- 更改表之后，\`npx vitest run test/docs -u\` 会重新生成本页。 -->`,
    fields: '字段',
    columns: ['文件中', '代码中', '2018 年', '类型', '含义', '依据'],
    ofFields: '字段的规则',
    ofLines: '行的规则',
    ofFile: '整个文件的规则',
    severityIn: (severity) => SEVERITY_TEXTS[severity]?.zh ?? severity,
    inStrict: (severity) => `在 \`strict\` 下为${severity}`,
    colon: '：',
    comma: '，',
    and: '且 ',
    or: ' 或 ',
    where: (conditions) => `适用于 ${conditions}`,
    is: '为',
    picNameBase: (base, folder) => `\`picNameBase\` 为 ${base} 且给出 \`metaFolder\`（此处为 ${folder}）`,
    sizeOf: '`sizeOf` 给出图片边长（此处为 100 × 100 像素）',
    maxLineBytes: (bytes) => `\`maxLineBytes\` 已达到的情况（此处为 ${bytes}）`,
    sentences: (about, source) => `${about}。依据：${source}。`,
    meaningOf: (code) => `${META_TEXTS[code as keyof typeof META_TEXTS]}。`,
    fieldMeans: (field) => FIELDS_IN_CHINESE[field],
    sourceOf: sourceInChinese,
  },
};
