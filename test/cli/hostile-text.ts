/** Every kind of character that a terminal obeys or shows as nothing, and a line that looks like one of ours. */
export const HOSTILE =
  'a\u001b[2J\u009b31m\u202e\u2066\u200e\u061c\u200b\u00ad\ufeff\u2028\u2029\u{e0041}\nFORGED line\r\u0007\u007f\u0085b';

/** What nobody must be able to print: everything of the kind but the line feeds between lines. */
export const UNSAFE = new RegExp(
  `[${[
    ...['\\0-\\x09', '\\x0b-\\x1f', '\\x7f-\\x9f', '\\u00ad', '\\u034f', '\\u061c', '\\u115f', '\\u1160'],
    ...['\\u180b-\\u180f', '\\u200b-\\u200f', '\\u2028-\\u202e', '\\u2060-\\u206f', '\\u3164'],
    ...['\\ufe00-\\ufe0f', '\\ufeff', '\\uffa0', '\\ufff0-\\ufffb', '\\u{e0000}-\\u{e0fff}'],
  ].join('')}]`,
  'u',
);
