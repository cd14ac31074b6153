import type { CatalogueIssueCode } from '../../../index.ts';
import type { RuleText } from '../explanation.ts';

const HEAD = 'ProductId,Image';
const table = (...rows: readonly string[]) => rows.join('\n');

/** Catalogues: what `CATALOGUE_RULES` says, in Chinese, and a catalogue that breaks the rule: CSV, or a JSON object a line. */
export const CATALOGUE_TEXTS: Readonly<Record<CatalogueIssueCode, RuleText>> = {
  CATALOGUE_PRODUCT_ID_MISSING: { zh: '该行没有商品 ID', example: table(HEAD, ',a.jpg') },
  CATALOGUE_IMAGE_MISSING: { zh: '该行没有指定图片', example: table(HEAD, '1000,') },
  CATALOGUE_VALUE: {
    zh: '单元格的内容不符合该列的要求',
    example: table(`${HEAD},IntAttr`, '1000,a.jpg,twelve'),
  },
  CATALOGUE_UNREADABLE: {
    zh: '该行无法读取；作为错误时：整个目录无法读取',
    example: '{"ProductId":"1000","Image":"a.jpg"',
  },
  CATALOGUE_ENCODING: {
    zh: '该行或文件名的编码与文件不符，或含有代替丢失字符的 U+FFFD',
    example: table(`${HEAD},CustomContent`, '1000,a.jpg,\ufffd\ufffd'),
  },
  CATALOGUE_QUOTE_SPANS_ROWS: {
    zh: '带引号的单元格跨越多行，其中至少一行本身就像一条记录：可能是多余的引号',
    example: table(`${HEAD},CustomContent`, '1000,a.jpg,"24', '1001,b.jpg,x', '1002,c.jpg,18"'),
  },
  CATALOGUE_QUOTE: {
    zh: '单元格以引号开始，但没有按 RFC 4180 结束',
    example: table(`${HEAD},CustomContent`, '1000,a.jpg,"24 inch wheel', '1001,b.jpg,x'),
  },
  CATALOGUE_CELLS: {
    zh: '非空单元格多于表头中的列名',
    example: table(`${HEAD},CustomContent`, '1000,a.jpg,red, and blue'),
  },
  CATALOGUE_COLUMN_TWICE: {
    zh: '对象的两个名称表示同一字段，或同一个键出现两次',
    example: '{"ProductId":"1000","product_id":"1001","Image":"a.jpg"}',
  },
  CATALOGUE_BLANKS: {
    zh: '值的前后有看起来像空格或看不见的空白字符，例如 U+00A0：已去除',
    example: table(HEAD, '\u00a01000,a.jpg'),
  },
  CATALOGUE_CONTROL_CHARACTER: {
    zh: '值中含有控制字符，例如 U+0000：信息给出其码位',
    example: '{"ProductId":"10\\u000000","Image":"a.jpg"}',
  },
  CATALOGUE_LONE_SURROGATE: {
    zh: '值中含有半个代理对，UTF-8 无法表示',
    example: '{"ProductId":"\\ud83d","Image":"a.jpg"}',
  },
  CATALOGUE_ID_SCIENTIFIC: {
    zh: '电子表格把 ID 写成了 6.93217E+12：数字已丢失',
    example: table(HEAD, '6.93217E+12,a.jpg'),
  },
  CATALOGUE_DIGITS_LOST: {
    zh: '数字对 JavaScript 来说过大，末尾几位不可靠',
    example: '{"ProductId":1.2345678901234567890e20,"Image":"a.jpg"}',
  },
  CATALOGUE_SPREADSHEET_TEXT: {
    zh: '值写成 `="00123"` 或 `\'00123`，以便电子表格按文本保存：已读作 00123',
    example: table(HEAD, "'00123,a.jpg"),
  },
  CATALOGUE_DECIMAL: {
    zh: 'ID 或整数以 `.0` 结尾，像是程序写出的数字：ID 原样保留，整数去掉 `.0`',
    example: table(HEAD, '1000.0,a.jpg'),
  },
  CATALOGUE_NULL: {
    zh: '值是表示“空”的词，例如 NULL 或 #N/A：文本列保留该词，其他列视为空',
    example: table(`${HEAD},CustomContent`, '1000,a.jpg,NULL'),
  },
  CATALOGUE_NULL_NAME: { zh: 'ID 或图片名称是这样的词', example: table(HEAD, 'NULL,a.jpg') },
  CATALOGUE_CONVERTED: {
    zh: '其他类型的值被写成文本：true、12.5、对象的 JSON',
    example: '{"ProductId":"1000","Image":"a.jpg","CustomContent":12.5}',
  },
  CATALOGUE_CATEGORY_WORDS: {
    zh: '`Category` 之类的列是文字，而 CategoryId 需要数字：已忽略',
    example: table(`${HEAD},Category`, '1000,a.jpg,Shoes'),
  },
  CATALOGUE_IMAGE_LOCATION: {
    zh: '图片用绝对路径或无法读取的地址指定',
    example: table(HEAD, '1000,C:\\images\\a.jpg'),
  },
  CATALOGUE_NOT_AN_IMAGE: { zh: '名称属于其他类型的文件，例如 a.mp4', example: table(HEAD, '1000,a.mp4') },
  CATALOGUE_IMAGE_REPEATED: {
    zh: '该行两次指定同一图片：只取一次',
    example: '{"ProductId":"1000","Image":["a.jpg","a.jpg"]}',
  },
  CATALOGUE_PIC_NAME_OF_SEVERAL: {
    zh: '该行有多张图片却只有一个 PicName',
    example: '{"ProductId":"1000","Image":["a.jpg","b.jpg"],"PicName":"c.jpg"}',
  },
  CATALOGUE_PIC_NAME_MISSING: {
    zh: '以字节形式提供的图片没有 PicName',
    example: '[{ productId: 1000, image: new Uint8Array(bytes) }]',
  },
  CATALOGUE_URL_NAME: {
    zh: '两个 URL 的路径相同：后一张图片使用带有其 URL 摘要的名称保存',
    example: table(HEAD, '1000,https://shop.example/a.jpg?v=1', '1001,https://shop.example/a.jpg?v=2'),
  },
  CATALOGUE_PRODUCT_DELETE: {
    zh: '没有图片的 DELETE 会删除商品的全部图片；使用 `allowProductDeletes` 时为警告',
    example: table(`OperationType,${HEAD}`, 'DELETE,1000,'),
  },
};
