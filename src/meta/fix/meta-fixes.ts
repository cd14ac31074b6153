import type { MetaFixCode } from './meta-fix-code.ts';

/** How one kind of damage is repaired, with a file before and after. */
interface MetaFixRow {
  /** What is done. */
  readonly does: string;
  /** Why the file means the same afterwards. */
  readonly because: string;
  readonly before: string;
  readonly after: string;
  /** What `before` is encoded in, if not UTF-8. */
  readonly encoding?: 'utf-16le';
}

const A = '{"OperationType":"ADD","ProductId":"1","PicName":"a.jpg"}';
const B = '{"OperationType":"ADD","ProductId":"2","PicName":"b.jpg"}';
/** The first line with another field, or with one of its fields written in another way. */
const with_ = (field: string) => `${A.slice(0, -1)},${field}}\n`;
const instead = (field: string, other: string) => `${A.replace(field, other)}\n`;

/**
 * Everything that a file is repaired of: the one table that `fixMeta`, its notes, `docs/meta-fixes.md` and the tests go by.
 * What is not in it stays wrong, is reported and left out.
 */
export const META_FIXES = {
  META_FIXED_ENCODING: {
    does: 'UTF-16 with a byte order mark, or the encoding that was named, becomes UTF-8',
    because: 'the characters stay the same',
    before: `\u{feff}${A}\n`,
    after: `${A}\n`,
    encoding: 'utf-16le',
  },
  META_FIXED_BYTE_ORDER_MARK: {
    does: 'a byte order mark goes',
    because: 'it marks the encoding of a file and says nothing of an image',
    before: `\u{feff}${A}\n`,
    after: `${A}\n`,
  },
  META_FIXED_CARRIAGE_RETURN: {
    does: 'CRLF becomes LF',
    because: 'both end a line',
    before: `${A}\r\n`,
    after: `${A}\n`,
  },
  META_FIXED_LAST_LINE: {
    does: 'the last line gets its line feed',
    because: 'its object is whole',
    before: A,
    after: `${A}\n`,
  },
  META_FIXED_BLANK_LINE: {
    does: 'a blank line goes',
    because: 'it says nothing',
    before: `${A}\n\n${B}\n`,
    after: `${A}\n${B}\n`,
  },
  META_FIXED_ARRAY: {
    does: 'brackets and commas around objects go',
    because: 'a file is a list of objects either way',
    before: `[\n${A},\n${B}\n]\n`,
    after: `${A}\n${B}\n`,
  },
  META_FIXED_SEVERAL_OBJECTS: {
    does: 'each object of a line gets a line of its own',
    because: 'each describes one image',
    before: `${A} ${B}\n`,
    after: `${A}\n${B}\n`,
  },
  META_FIXED_OBJECT_OVER_LINES: {
    does: 'an object over several lines becomes one line',
    because: 'line ends between the parts of an object mean nothing in JSON',
    before: '{\n  "OperationType": "ADD",\n  "ProductId": "1",\n  "PicName": "a.jpg"\n}\n',
    after: `${A}\n`,
  },
  META_FIXED_TRAILING_COMMA: {
    does: 'a comma before a closing brace or bracket goes',
    because: 'nothing follows it',
    before: `${A.slice(0, -1)},}\n`,
    after: `${A}\n`,
  },
  META_FIXED_DUPLICATE_KEY: {
    does: 'a key that stands twice with the same value stays once',
    because: 'whichever of the two counts, it says the same',
    before: with_('"ProductId":"1"'),
    after: `${A}\n`,
  },
  META_FIXED_OLD_DIALECT: {
    does: 'the field names of 2018 become those of today',
    because: 'each has one name today (docs of 2018 and of Jun 28 2020)',
    before: '{"operator":"ADD","item_id":"1","cat_id":0,"cust_content":"k:v","pic_list":["a.jpg"]}\n',
    after: '{"OperationType":"ADD","ProductId":"1","PicName":"a.jpg","CategoryId":0,"CustomContent":"k:v"}\n',
  },
  META_FIXED_PIC_LIST: {
    does: 'a pic_list of several names becomes several lines',
    because: 'one line describes one image',
    before: '{"operator":"ADD","item_id":"1","pic_list":["a.jpg","b.jpg"]}\n',
    after: `${A}\n${A.replace('a.jpg', 'b.jpg')}\n`,
  },
  META_FIXED_KEY: {
    does: 'a misspelt key gets its right name',
    because: 'it is like one field only, the line has no such field yet, and the value is of its type',
    before: instead('ProductId', 'product_id'),
    after: `${A}\n`,
  },
  META_FIXED_NULL: {
    does: 'an optional field that is null goes',
    because: 'null is no value; OperationType, ProductId and PicName are left as they are',
    before: with_('"IntAttr":null'),
    after: `${A}\n`,
  },
  META_FIXED_OPERATION: {
    does: 'ADD and DELETE get capital letters',
    because: 'there are no other two words',
    before: instead('ADD', 'add'),
    after: `${A}\n`,
  },
  META_FIXED_INTEGER: {
    does: 'an integer in quotes loses them',
    because: 'its digits can be written in one way only: no sign but minus, no zero in front, no exponent',
    before: with_('"IntAttr":"5"'),
    after: with_('"IntAttr":5'),
  },
  META_FIXED_TEXT: {
    does: 'a number where a text must stand gets quotes',
    because: 'its digits stay as they are; they could be written in no other way',
    before: instead('"1"', '12345678901234567890'),
    after: instead('"1"', '"12345678901234567890"'),
  },
  META_FIXED_BOOLEAN: {
    does: 'true and false in quotes lose them',
    because: 'there are no other two words',
    before: with_('"Crop":"false"'),
    after: with_('"Crop":false'),
  },
  META_FIXED_REGION: {
    does: 'a Region as a list of four integers, as an object, or with spaces becomes text',
    because: 'the list is in the order x1,x2,y1,y2 of the text, the object names its sides',
    before: with_('"Region":{"x1":20,"y1":60,"x2":40,"y2":80}'),
    after: with_('"Region":"20,40,60,80"'),
  },
  META_FIXED_PIC_NAME: {
    does: 'a PicName loses slashes and ./ at its beginning, and backslashes become slashes',
    because: 'it names the same file of the folder; drives, servers and addresses are left as they are',
    before: instead('a.jpg', '.\\\\shoes\\\\a.jpg'),
    after: instead('a.jpg', 'shoes/a.jpg'),
  },
} as const satisfies Record<MetaFixCode, MetaFixRow>;
