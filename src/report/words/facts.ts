import type { Translated } from '../report-languages.ts';

/** The options and addresses in the head of a report. One that a caller adds is shown by its own name. */
export const FACTS = {
  state: { en: 'state', zh: 'state 文件夹' },
  region: { en: 'region', zh: '地域' },
  instance: { en: 'instance', zh: '实例' },
  to: { en: 'to', zh: '目标' },
  serviceType: { en: 'service type', zh: '服务类型' },
  limits: { en: 'limits', zh: '限制' },
  route: { en: 'route', zh: '路线' },
  by: { en: 'by', zh: '核对方式' },
  means: { en: 'means', zh: '结论' },
} as const satisfies Readonly<Record<string, Translated>>;
