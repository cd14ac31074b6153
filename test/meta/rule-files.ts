import type { MetaLineParserOptions } from '../../src/meta/meta-line-parser.ts';
import { META_FILE_NAME } from '../../src/meta/model/meta-file-name.ts';
import type { MetaFileCode } from '../../src/meta/rules/file-rules.ts';
import { META_LINE_RULES, type MetaLineCode } from '../../src/meta/rules/line-rules.ts';

/** A file as an example of a rule means it. */
export interface ExampleFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly options: MetaLineParserOptions;
}

/** In the examples, for bytes that are no UTF-8: 商 in GBK. */
const NOT_UTF8 = { mark: '\u{d800}', bytes: [0xc9, 0xcc] };
/** The rules about the end of a file; the examples of all others are lines. */
const OF_THE_END: readonly MetaLineCode[] = ['META_LINE_TORN', 'META_LAST_LINE_UNENDED'];
/** Room for the good example of META_LINE_TOO_LONG, and for all that others need. */
const MOST_BYTES = 100;

/** The file of one line that an example of META_LINE_RULES is. */
export function lineExample(code: MetaLineCode, example: string): ExampleFile {
  const [before = '', after] = example.split(NOT_UTF8.mark);
  const ended = OF_THE_END.includes(code) ? '' : '\n';
  const bytes = [
    ...new TextEncoder().encode(before),
    ...(after === undefined ? [] : [...NOT_UTF8.bytes, ...new TextEncoder().encode(after)]),
    ...new TextEncoder().encode(ended),
  ];
  const options = code === 'META_LINE_TOO_LONG' ? { maxLineBytes: MOST_BYTES } : {};
  return { name: META_FILE_NAME, bytes: Uint8Array.from(bytes), options };
}

/** The file that an example of META_FILE_RULES is, or that has it as its name. */
export function fileExample(code: MetaFileCode, example: string): ExampleFile {
  const { good } = META_LINE_RULES.META_NOT_JSON;
  if (code === 'META_FILE_NAME') return { ...lineExample('META_NOT_JSON', good), name: example };
  const text = example === '' ? '' : `${example}\n`;
  return { name: META_FILE_NAME, bytes: new TextEncoder().encode(text), options: {} };
}
