/** One page of the site: its path in docs/ without `.md`, and its title in each language. */
export interface Page {
  readonly path: string;
  readonly en: string;
  /** Undefined where `WITHOUT_CHINESE` says why there is no such page. */
  readonly zh?: string;
}

/** Pages that stand together in the sidebar. */
export interface Group {
  readonly en: string;
  readonly zh: string;
  readonly collapsed?: boolean;
  readonly pages: readonly Page[];
}

/** Every page in its order: navigation and sidebars of both languages are made from it, and tests hold it to the files. */
export const GROUPS: readonly Group[] = [
  {
    en: 'Start',
    zh: '开始',
    pages: [
      { path: 'start-emulator', en: 'Five minutes with the emulator', zh: '五分钟上手（模拟器）' },
      { path: 'start-service', en: 'With the real service', zh: '接入真实服务' },
      { path: 'comparison', en: 'Which tool when', zh: '何时用哪种工具' },
    ],
  },
  {
    en: 'Stages',
    zh: '各个阶段',
    pages: [
      { path: 'catalogue', en: 'Catalogues', zh: '商品目录' },
      { path: 'images', en: 'Image checks', zh: '图片检查' },
      { path: 'image-repair', en: 'Repairs of images', zh: '图片修复' },
      { path: 'meta', en: 'increment.meta', zh: 'increment.meta' },
      { path: 'meta-fixes', en: 'Repairs of increment.meta', zh: '修复 increment.meta' },
      { path: 'sources', en: 'Sources', zh: '图片来源' },
      { path: 'upload', en: 'An upload', zh: '上传' },
      { path: 'import', en: 'An import', zh: '导入' },
      { path: 'tasks', en: 'Batch tasks', zh: '批量任务' },
      { path: 'callbacks', en: 'Callbacks', zh: '回调' },
      { path: 'gallery', en: 'The gallery', zh: '图库' },
      { path: 'verification', en: 'Verification', zh: '核对' },
      { path: 'sync', en: 'Sync and undo', zh: '同步与撤销' },
      { path: 'report', en: 'Reports', zh: '报告' },
    ],
  },
  {
    en: 'Recipes',
    zh: '实用方案',
    pages: [
      { path: 'recipes/nightly-sync', en: 'A nightly sync', zh: '每晚同步' },
      { path: 'recipes/web-service', en: 'A web service that takes uploads', zh: '接收上传的 Web 服务' },
      {
        path: 'recipes/feeds',
        en: 'Shopify, WooCommerce, Magento, Google',
        zh: 'Shopify、WooCommerce 等导出',
      },
      { path: 'recipes/from-2018', en: 'From the format of 2018', zh: '从 2018 年格式迁移' },
      { path: 'recipes/callback-behind-proxy', en: 'Callbacks behind a proxy', zh: '反向代理后的回调' },
      { path: 'recipes/corporate-proxy', en: 'A corporate proxy', zh: '企业代理' },
      { path: 'recipes/custom-domain-vpc', en: 'Custom domain and VPC', zh: '自定义域名与 VPC' },
      { path: 'recipes/testing', en: 'Testing your own code', zh: '测试您的代码' },
      { path: 'recipes/reading-a-report', en: 'Reading a report', zh: '阅读报告' },
      { path: 'many-machines', en: 'Many machines', zh: '多台机器' },
      { path: 'migration', en: 'A migration by other movers', zh: '使用其他迁移工具' },
    ],
  },
  {
    en: 'Running it',
    zh: '运行',
    pages: [
      { path: 'command-line', en: 'The command line', zh: '命令行' },
      { path: 'readiness', en: 'Readiness', zh: '就绪检查' },
      { path: 'authorization', en: 'Authorization', zh: '授权' },
      { path: 'service', en: 'Calls of Image Search', zh: '调用图像搜索' },
      { path: 'scale', en: 'Scale', zh: '规模' },
      { path: 'security', en: 'Security', zh: '安全' },
      { path: 'troubleshooting', en: 'Troubleshooting', zh: '按现象排查' },
    ],
  },
  {
    en: 'Reference',
    zh: '参考',
    pages: [
      { path: 'errors', en: 'Errors', zh: '错误' },
      { path: 'codes/meta', en: 'Codes of increment.meta', zh: 'increment.meta 代码' },
      { path: 'codes/images', en: 'Codes of images', zh: '图片代码' },
      { path: 'codes/catalogue', en: 'Codes of catalogues', zh: '目录代码' },
      { path: 'codes/import', en: 'Codes of imports', zh: '导入代码' },
      { path: 'codes/errors', en: 'Codes of errors', zh: '错误代码' },
      { path: 'codes/service', en: 'Codes of the service', zh: '服务代码' },
      { path: 'codes/readiness', en: 'Codes of readiness and plans', zh: '就绪与计划代码' },
      { path: 'meta-rules', en: 'Rules of increment.meta', zh: 'increment.meta 规则' },
      { path: 'emulator', en: 'The emulator', zh: '模拟器' },
      { path: 'live', en: 'A live instance', zh: '真实实例测试' },
    ],
  },
  {
    en: 'The project',
    zh: '项目',
    collapsed: true,
    pages: [{ path: 'architecture', en: 'Architecture' }],
  },
];

/** Why a page of docs/ has no page in Chinese: by its path, or by the folder that it is in. */
export const WITHOUT_CHINESE: Readonly<Record<string, string>> = {
  architecture: 'for those who change the code, which is in English',
  decisions: 'for those who change the code, which is in English',
  api: 'made from the comments of the code, which are in English',
};

/** The address of the same page in the other language, of a page's path in docs/; of a page without one, the first page. */
export function otherLanguage(relativePath: string): string {
  const path = relativePath.replace(/(^|\/)index\.md$/, '$1').replace(/\.md$/, '');
  if (path.startsWith('zh/')) return path.slice('zh'.length);
  const isEnglishAlone = [path, path.split('/')[0] ?? ''].some((name) =>
    Object.hasOwn(WITHOUT_CHINESE, name),
  );
  return isEnglishAlone ? '/zh/' : `/zh/${path}`;
}
