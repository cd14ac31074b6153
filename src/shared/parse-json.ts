/**
 * `JSON.parse`, but numbers of 16 digits or more under one key become strings: a 64-bit id, such as a batch task's, would lose
 * digits as a number of JavaScript.
 *
 * @throws {SyntaxError} when the text is not JSON
 */
export const parseWithLongIds = (text: string, key: 'Id' | 'taskId'): unknown =>
  JSON.parse(text.replace(new RegExp(`("${key}"\\s*:\\s*)(\\d{16,})(?=\\s*[,}])`, 'g'), '$1"$2"'));
