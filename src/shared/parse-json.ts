/**
 * `JSON.parse` that reads the numbers of one key as strings when they have 16 digits or more: a JavaScript number cannot hold a
 * 64-bit id, such as the id of a batch task.
 *
 * @throws {SyntaxError} when the text is no JSON
 */
export const parseWithLongIds = (text: string, key: 'Id' | 'taskId'): unknown =>
  JSON.parse(text.replace(new RegExp(`("${key}"\\s*:\\s*)(\\d{16,})(?=\\s*[,}])`, 'g'), '$1"$2"'));
