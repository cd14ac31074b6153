/** Damage that is not repaired, since more than one thing may have been meant. */
interface LeftAlone {
  readonly what: string;
  readonly because: string;
  readonly line: string;
  readonly code: string;
}

const A = '{"OperationType":"ADD","ProductId":"1","PicName":"a.jpg"}';
const with_ = (field: string) => `${A.slice(0, -1)},${field}}`;
const picName = (name: string) => A.replace('a.jpg', name);

/** What `docs/meta-fixes.md` says of it is held to this table. */
export const LEFT_ALONE: readonly LeftAlone[] = [
  {
    what: 'a Region in another order',
    because: 'a corner that is wrong may be a slip in any of its numbers',
    line: with_('"Region":"20,10,40,80"'),
    code: 'META_REGION_ORDER',
  },
  {
    what: 'an unknown category',
    because: 'nobody knows the one that was meant',
    line: with_('"CategoryId":10'),
    code: 'META_CATEGORY_UNKNOWN',
  },
  {
    what: 'half of a surrogate pair',
    because: 'the other half stands nowhere',
    line: with_('"StrAttr":"\\ud83d"'),
    code: 'META_LONE_SURROGATE',
  },
  {
    what: 'half of a surrogate pair in a key',
    because: 'a key like that is no slip of the pen',
    line: with_('"Str\\ud83dAttr":"a"'),
    code: 'META_LONE_SURROGATE',
  },
  {
    what: 'a field that is missing',
    because: 'its value stands nowhere',
    line: '{"OperationType":"ADD","PicName":"a.jpg"}',
    code: 'META_PRODUCT_ID_MISSING',
  },
  {
    what: 'a key twice with different values',
    because: 'either may be meant',
    line: with_('"ProductId":"2"'),
    code: 'META_DUPLICATE_KEY',
  },
  {
    what: 'numbers that a double would make equal',
    because: 'their digits differ',
    line: with_('"X":12345678901234567890,"X":12345678901234567891'),
    code: 'META_DUPLICATE_KEY',
  },
  {
    what: 'a segment `..` in PicName',
    because: 'it leaves the folder',
    line: picName('../a.jpg'),
    code: 'META_PIC_NAME_PATH',
  },
  {
    what: 'an empty segment in PicName',
    because: 'a name may be missing there',
    line: picName('shoes//a.jpg'),
    code: 'META_PIC_NAME_PATH',
  },
  {
    what: 'a PicName on a drive, a server or the web',
    because: 'the bucket holds it under another name',
    line: picName('C:\\\\shoes\\\\a.jpg'),
    code: 'META_PIC_NAME_PATH',
  },
  {
    what: 'a PicName without an extension',
    because: 'the object has one, and nobody knows which',
    line: picName('shoe'),
    code: 'META_PIC_NAME_EXTENSION',
  },
  {
    what: 'a text that is too long',
    because: 'a part of it would be lost',
    line: with_(`"StrAttr":"${'x'.repeat(129)}"`),
    code: 'META_TOO_LONG',
  },
  {
    what: 'another word for the operation',
    because: 'UPDATE may mean ADD, or DELETE and ADD',
    line: A.replace('ADD', 'UPDATE'),
    code: 'META_OPERATION_UNKNOWN',
  },
  {
    what: 'an integer with a sign, a zero in front or an exponent in quotes',
    because: 'it may be a code and no number',
    line: with_('"IntAttr":"007"'),
    code: 'META_WRONG_TYPE',
  },
  {
    what: 'a number with an exponent or zeros behind the point as a text',
    because: 'the text could be written in several ways',
    line: A.replace('"1"', '1000.0'),
    code: 'META_WRONG_TYPE',
  },
  {
    what: 'PicName null, or an empty pic_list',
    because: 'a DELETE without it removes every image of the product',
    line: '{"OperationType":"DELETE","ProductId":"1","PicName":null}',
    code: 'META_WRONG_TYPE',
  },
  {
    what: 'a DELETE of a whole product that another repair would bring about',
    because: 'the unknown key may name the one picture',
    line: '{"OperationType":"delete","ProductId":"1","Pic":"a.jpg"}',
    code: 'META_PIC_NAME_MISSING',
  },
  {
    what: 'a DELETE of 2018 without pic_list',
    because: 'no document says what it means',
    line: '{"operator":"DELETE","item_id":"1"}',
    code: 'META_PIC_NAME_MISSING',
  },
  {
    what: 'an object with something else behind it in its line',
    because: 'that may belong to it: a brace may have come too early',
    line: `${A},"Crop":false}`,
    code: 'META_NOT_JSON',
  },
  {
    what: 'an object without its end',
    because: 'what was cut off stands nowhere',
    line: '{"OperationType":"ADD","ProductId":"1",',
    code: 'META_OBJECT_UNFINISHED',
  },
];
