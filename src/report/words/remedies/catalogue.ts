import type { Translated } from '../../report-languages.ts';

/** What to do about a row of a catalogue, by code. */
export const CATALOGUE_REMEDIES: Readonly<Record<string, Translated>> = {
  CATALOGUE_PRODUCT_ID_MISSING: { en: 'Give the row a product id.', zh: '为该行填写商品 ID。' },
  CATALOGUE_IMAGE_MISSING: { en: 'Name the image of the row.', zh: '为该行填写图片。' },
  CATALOGUE_VALUE: { en: 'Correct the cell that the message names.', zh: '修正信息中指出的单元格。' },
  CATALOGUE_UNREADABLE: { en: 'Correct the form of the row.', zh: '修正该行的格式。' },
  CATALOGUE_ENCODING: {
    en: 'Export the catalogue as UTF-8 anew, from where the characters are still whole.',
    zh: '从字符完好的来源重新导出 UTF-8 编码的目录。',
  },
  CATALOGUE_QUOTE_SPANS_ROWS: {
    en: 'Look for a stray quote: a quoted cell goes over several lines.',
    zh: '检查多余的引号：有一个带引号的单元格跨越多行。',
  },
  CATALOGUE_QUOTE: { en: 'Close the quote, or double it.', zh: '补上结束引号，或将引号写两次。' },
  CATALOGUE_CELLS: {
    en: 'Quote the cell that contains the separator, or give every column a name.',
    zh: '为包含分隔符的单元格加引号，或为每一列命名。',
  },
  CATALOGUE_COLUMN_TWICE: { en: 'Remove one of the two names.', zh: '删除两个同义名称中的一个。' },
  CATALOGUE_BLANKS: {
    en: 'Nothing has to be done: the blanks were taken away.',
    zh: '无需处理：空白字符已去除。',
  },
  CATALOGUE_CONTROL_CHARACTER: { en: 'Remove the control character.', zh: '删除控制字符。' },
  CATALOGUE_LONE_SURROGATE: {
    en: 'Export the catalogue as UTF-8 anew: a character was cut in half.',
    zh: '重新导出 UTF-8 编码的目录：有字符被截断。',
  },
  CATALOGUE_ID_SCIENTIFIC: {
    en: 'Format the column as text in the spreadsheet and fill in the ids anew.',
    zh: '在电子表格中将该列设为文本格式，并重新填写 ID。',
  },
  CATALOGUE_DIGITS_LOST: { en: 'Write the number as a string.', zh: '将该数字写成字符串。' },
  CATALOGUE_SPREADSHEET_TEXT: {
    en: 'Nothing has to be done: the value was taken as text.',
    zh: '无需处理：该值已按文本读取。',
  },
  CATALOGUE_DECIMAL: {
    en: 'Check the id: it ends in .0 as programs write numbers.',
    zh: '检查该 ID：它以 .0 结尾，可能由程序写成了数字。',
  },
  CATALOGUE_NULL: {
    en: 'Leave the cell empty where nothing is meant.',
    zh: '如果没有值，请将单元格留空。',
  },
  CATALOGUE_NULL_NAME: {
    en: 'Fill in the real id or name: the cell has a word for nothing.',
    zh: '填写真实的 ID 或名称：该单元格是表示空值的词。',
  },
  CATALOGUE_CONVERTED: {
    en: 'Check that the value is meant as this text.',
    zh: '检查转换成的文本是否符合预期。',
  },
  CATALOGUE_CATEGORY_WORDS: {
    en: 'Give the number of the category if you want one.',
    zh: '如需类目，请填写类目编号。',
  },
  CATALOGUE_IMAGE_LOCATION: {
    en: 'Name the image by its path in the folder of images, or by a URL.',
    zh: '使用图片文件夹内的路径或 URL 指定图片。',
  },
  CATALOGUE_NOT_AN_IMAGE: { en: 'Name a file that is an image.', zh: '请指定图片文件。' },
  CATALOGUE_IMAGE_REPEATED: {
    en: 'Nothing has to be done: the image is taken once.',
    zh: '无需处理：同一图片只取一次。',
  },
  CATALOGUE_PIC_NAME_OF_SEVERAL: {
    en: 'Give each image a row of its own with its PicName.',
    zh: '每张图片单独一行，并各自填写 PicName。',
  },
  CATALOGUE_PIC_NAME_MISSING: { en: 'Give the image a PicName.', zh: '为该图片填写 PicName。' },
  CATALOGUE_URL_NAME: {
    en: 'Nothing has to be done: the later image got a name of its own.',
    zh: '无需处理：后一张图片已使用单独的名称。',
  },
  CATALOGUE_PRODUCT_DELETE: {
    en: 'Name the image to be deleted, or allow the deletion of whole products.',
    zh: '指定要删除的图片，或允许删除整个商品。',
  },
};
