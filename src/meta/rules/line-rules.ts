import type { SeverityByProfile } from '../model/meta-profile.ts';

interface LineRule {
  readonly severity: SeverityByProfile;
  /** The document that says so. */
  readonly source: string;
  /** A line, or the end of a file, that breaks the rule, and one that keeps it. `\u{d800}` stands for bytes no text can hold. */
  readonly bad: string;
  readonly good: string;
}

const ONE_LINE = 'help page "Upload images", Mar 08 2024: one image in one line, several in one line fail';
const UNDOCUMENTED = 'no document says what the service makes of it';
const GOOD = '{"OperationType":"DELETE","ProductId":"1","PicName":"a.jpg"}';
const with_ = (field: string) => GOOD.replace('}', `,${field}}`);

/** What reading a line finds, before any rule about a record applies. */
export const META_LINE_RULES = {
  META_NOT_JSON: {
    severity: 'error',
    source: ONE_LINE,
    bad: GOOD.replace(',', ''),
    good: GOOD,
  },
  META_NOT_OBJECT: {
    severity: 'error',
    source: ONE_LINE,
    bad: `[${GOOD}]`,
    good: GOOD,
  },
  META_SEVERAL_OBJECTS: {
    severity: 'error',
    source: ONE_LINE,
    bad: `${GOOD} ${GOOD}`,
    good: GOOD,
  },
  META_OBJECT_UNFINISHED: {
    severity: 'error',
    source: ONE_LINE,
    bad: '{"OperationType":"DELETE",',
    good: GOOD,
  },
  META_LINE_TORN: {
    severity: 'error',
    source: 'the file was cut off while it was written or copied',
    bad: GOOD.slice(0, -9),
    good: GOOD,
  },
  META_DUPLICATE_KEY: {
    severity: 'error',
    source: UNDOCUMENTED,
    bad: with_('"ProductId":"2"'),
    good: GOOD,
  },
  META_UNKNOWN_KEY: {
    severity: 'warning',
    source: UNDOCUMENTED,
    bad: with_('"Picname":"b.jpg"'),
    good: GOOD,
  },
  META_WRONG_TYPE: {
    severity: 'error',
    source: 'help page "Upload images", Mar 08 2024: the types of the fields',
    bad: GOOD.replace('"1"', '1'),
    good: GOOD,
  },
  META_OLD_DIALECT: {
    severity: 'error',
    source: 'the field names of 2018; documents since Jun 28 2020 do not know them',
    bad: '{"operator":"DELETE","item_id":"1","pic_list":["a.jpg"]}',
    good: GOOD,
  },
  META_BLANK_LINE: {
    severity: 'warning',
    source: UNDOCUMENTED,
    bad: '',
    good: GOOD,
  },
  META_BYTE_ORDER_MARK: {
    severity: 'warning',
    source: UNDOCUMENTED,
    bad: `\u{feff}${GOOD}`,
    good: GOOD,
  },
  META_CARRIAGE_RETURN: {
    severity: 'warning',
    source: UNDOCUMENTED,
    bad: `${GOOD}\r`,
    good: GOOD,
  },
  META_NUL: {
    severity: 'error',
    source: 'JSON has no NUL outside an escape; a file in UTF-16 is full of them',
    bad: GOOD.replace('a.jpg', 'a\0.jpg'),
    good: GOOD,
  },
  META_INVALID_UTF8: {
    severity: 'error',
    source: 'UTF-8 is the encoding of the API; GBK is a common other one',
    bad: GOOD.replace('a.jpg', '\u{d800}.jpg'),
    good: GOOD,
  },
  META_LINE_TOO_LONG: {
    severity: 'error',
    source: 'the option maxLineBytes: the limits of the fields leave no use for more',
    bad: with_(`"CustomContent":"${'x'.repeat(50)}…"`),
    good: GOOD,
  },
  META_LAST_LINE_UNENDED: {
    severity: 'warning',
    source: UNDOCUMENTED,
    bad: GOOD,
    good: `${GOOD}\n`,
  },
} as const satisfies Record<string, LineRule>;

export type MetaLineCode = keyof typeof META_LINE_RULES;
