import type { Translated } from '../../report-languages.ts';

/** What to do about a line of increment.meta, by code. */
export const META_REMEDIES: Readonly<Record<string, Translated>> = {
  META_OPERATION_UNKNOWN: { en: 'Write ADD or DELETE.', zh: '请写 ADD 或 DELETE。' },
  META_PRODUCT_ID_MISSING: { en: 'Give the entry a ProductId.', zh: '填写 ProductId。' },
  META_PIC_NAME_MISSING: { en: 'Give the entry a PicName.', zh: '填写 PicName。' },
  META_LONE_SURROGATE: {
    en: 'Write the text anew as UTF-8: a character was cut in half.',
    zh: '以 UTF-8 重新写入文本：有字符被截断。',
  },
  META_TOO_LONG: { en: 'Shorten the field that the message names.', zh: '缩短信息中指出的字段。' },
  META_TOO_LONG_FOR_API: {
    en: 'Shorten the name: single calls of the service take fewer characters.',
    zh: '缩短名称：单次调用允许的字符更少。',
  },
  META_CONTROL_CHARACTER: { en: 'Remove the control character.', zh: '删除控制字符。' },
  META_INVISIBLE_CHARACTER: {
    en: 'Remove the character that nobody can see, unless it is meant.',
    zh: '删除不可见字符，除非有意使用。',
  },
  META_DELETE_WHOLE_PRODUCT: {
    en: 'Give a PicName unless all images of the product are to be deleted.',
    zh: '除非要删除商品的全部图片，否则请填写 PicName。',
  },
  META_PIC_NAME_SLASH: { en: 'Remove the slash at the start of PicName.', zh: '去掉 PicName 开头的斜杠。' },
  META_PIC_NAME_EXTENSION: {
    en: 'Give PicName the extension of an image.',
    zh: '为 PicName 加上图片扩展名。',
  },
  META_PIC_NAME_PATH: {
    en: 'Write PicName as a plain path, without . or .. in it.',
    zh: 'PicName 应为普通路径，不含 . 或 ..。',
  },
  META_PIC_NAME_FORMAT: {
    en: 'Use the extension of a format that the service takes.',
    zh: '使用服务支持的格式的扩展名。',
  },
  META_PIC_NAME_OUTSIDE: {
    en: 'Name an image within the folder of increment.meta.',
    zh: '图片应位于 increment.meta 所在文件夹之内。',
  },
  META_CATEGORY_UNKNOWN: { en: 'Use a category that the documents list.', zh: '使用文档列出的类目。' },
  META_CATEGORY_IGNORED: {
    en: 'Leave CategoryId out: this type of instance ignores it.',
    zh: '去掉 CategoryId：该类型的实例会忽略它。',
  },
  META_INT_RANGE: { en: 'Use a whole number of 32 bits.', zh: '使用 32 位整数。' },
  META_STR_ATTR_CHARACTERS: {
    en: 'Remove the characters that string attributes do not take.',
    zh: '删除字符串属性不支持的字符。',
  },
  META_CUSTOM_CONTENT_MISSING: {
    en: 'Give CustomContent where your application needs it.',
    zh: '如应用需要，请填写 CustomContent。',
  },
  META_FIELD_TOO_NEW: {
    en: 'Leave the field out: this profile does not know it.',
    zh: '去掉该字段：所选的 profile 不支持。',
  },
  META_CROP_IGNORED: {
    en: 'Leave out Crop or Region: Crop has no effect beside a Region.',
    zh: '去掉 Crop 或 Region：有 Region 时 Crop 无效。',
  },
  META_REGION_ORDER: { en: 'Write Region as x1,x2,y1,y2.', zh: 'Region 的顺序为 x1,x2,y1,y2。' },
  META_REGION_OUTSIDE: {
    en: 'Correct the Region: it must lie in the picture.',
    zh: '修正 Region：必须位于图片之内。',
  },
  META_DELETE_EXTRA_FIELD: {
    en: 'Leave the other fields out of a DELETE.',
    zh: 'DELETE 中请去掉其他字段。',
  },
  META_FILE_NAME: { en: 'Name the file increment.meta.', zh: '文件名必须为 increment.meta。' },
  META_OBJECT_OVER_LINES: { en: 'Write each object into one line.', zh: '每个对象写在一行内。' },
  META_EMPTY: { en: 'Supply a file that has lines.', zh: '请提供有内容的文件。' },
  META_DUPLICATE: {
    en: 'Keep one of the entries that name this image.',
    zh: '同一图片的条目只保留一个。',
  },
  META_DELETE_TWICE: { en: 'Keep one of the DELETEs.', zh: '只保留一个 DELETE。' },
  META_DELETE_BEFORE_ADD: {
    en: 'Leave the DELETE out: the ADD replaces the image.',
    zh: '去掉 DELETE：ADD 会替换该图片。',
  },
  META_ADD_AND_DELETE: {
    en: 'Decide for the ADD or for the DELETE of this image.',
    zh: '对该图片只保留 ADD 或 DELETE 之一。',
  },
  META_PRODUCT_REPLACED: {
    en: 'Delete the product in one batch task, and add its images in the next.',
    zh: '先用一个批量任务删除商品，再用下一个任务添加图片。',
  },
  META_ADD_AND_DELETE_PRODUCT: {
    en: 'Keep the ADDs of the product, or its DELETE.',
    zh: '对该商品只保留 ADD 或只保留 DELETE。',
  },
  META_NOT_JSON: { en: 'Correct the line: it is no JSON.', zh: '修正该行：不是合法的 JSON。' },
  META_NOT_OBJECT: { en: 'Write a JSON object into the line.', zh: '该行必须是 JSON 对象。' },
  META_SEVERAL_OBJECTS: { en: 'Write each object into a line of its own.', zh: '每个对象单独一行。' },
  META_OBJECT_UNFINISHED: { en: 'Complete the object of the line.', zh: '补全该行的对象。' },
  META_LINE_TORN: { en: 'Join the pieces of the line.', zh: '合并被断开的行。' },
  META_DUPLICATE_KEY: { en: 'Remove the field that is there twice.', zh: '删除重复的字段。' },
  META_UNKNOWN_KEY: { en: 'Correct the name of the field, or remove it.', zh: '修正字段名或删除该字段。' },
  META_WRONG_TYPE: { en: 'Write the value in the type of its field.', zh: '使用字段要求的类型。' },
  META_OLD_DIALECT: { en: 'Write the file in its current form.', zh: '使用当前的文件格式。' },
  META_BLANK_LINE: { en: 'Remove the blank line.', zh: '删除空行。' },
  META_BYTE_ORDER_MARK: { en: 'Save the file without a byte order mark.', zh: '保存文件时不带 BOM。' },
  META_CARRIAGE_RETURN: { en: 'End lines by a line feed alone.', zh: '行尾只使用换行符 LF。' },
  META_NUL: { en: 'Save the file as UTF-8, not UTF-16.', zh: '以 UTF-8 而不是 UTF-16 保存文件。' },
  META_INVALID_UTF8: { en: 'Save the file as UTF-8.', zh: '以 UTF-8 保存文件。' },
  META_LINE_TOO_LONG: { en: 'Shorten the line.', zh: '缩短该行。' },
  META_LAST_LINE_UNENDED: { en: 'End the last line with a line feed.', zh: '最后一行以换行符结尾。' },
};
