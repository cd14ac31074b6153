/** The object or the list that a JSON text holds; undefined for any other text. */
export function objectInJson(
  text: string,
  parse: (text: string) => unknown = JSON.parse,
): object | undefined {
  try {
    const value = parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/**
 * `JSON.parse`, but numbers of 16 digits or more under one key become strings: a 64-bit id, such as a batch task's, would lose
 * digits as a number of JavaScript.
 *
 * @throws {SyntaxError} when the text is not JSON
 */
export const parseWithLongIds = (text: string, key: keyof typeof LONG_IDS): unknown =>
  JSON.parse(text.replace(LONG_IDS[key], '$1"$2"'));

const LONG_IDS = {
  Id: /("Id"\s*:\s*)(\d{16,})(?=\s*[,}])/g,
  taskId: /("taskId"\s*:\s*)(\d{16,})(?=\s*[,}])/g,
};
