import type { Translated } from '../explanation.ts';

/** What stands before each part of an explanation. */
export const LABELS = {
  means: { en: 'means', zh: '含义' },
  source: { en: 'source', zh: '依据' },
  example: { en: 'example', zh: '示例' },
  bad: { en: 'bad', zh: '错误示例' },
  good: { en: 'good', zh: '正确示例' },
  remedy: { en: 'remedy', zh: '处理办法' },
} as const satisfies Readonly<Record<string, Translated>>;

/** How grave a code is, by the word that explanations have for it in data. */
export const SEVERITY_TEXTS: Readonly<Record<string, Translated>> = {
  error: { en: 'error', zh: '错误' },
  warning: { en: 'warning', zh: '警告' },
  fine: { en: 'fine', zh: '正常' },
  'warning, error with --profile strict': {
    en: 'warning, error with --profile strict',
    zh: '警告，使用 --profile strict 时为错误',
  },
};
