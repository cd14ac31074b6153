/**
 * `JSON.parse`, with the numbers of one key that have 16 digits or more as texts: a 64-bit id, such as that of a batch task,
 * is no number that JavaScript could hold.
 *
 * @throws {SyntaxError} when the text is no JSON
 */
export const parseWithLongIds = (text: string, key: 'Id' | 'taskId'): unknown =>
  JSON.parse(text.replace(new RegExp(`("${key}"\\s*:\\s*)(\\d{16,})(?=\\s*[,}])`, 'g'), '$1"$2"'));
