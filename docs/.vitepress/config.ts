import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type DefaultTheme, defineConfig } from 'vitepress';
import { apiSidebar } from './api-sidebar.ts';
import { joinChineseLines } from './chinese-lines.ts';
import { withoutLinksOutside } from './links-outside.ts';
import { GROUPS, type Page } from './pages.ts';
import { slugOf } from './slug.ts';
import { wordsOf } from './words.ts';

type Language = 'en' | 'zh';
const docs = fileURLToPath(new URL('..', import.meta.url));

const rootOf = (language: Language) => (language === 'en' ? '/' : '/zh/');

/** A page that is there in English alone is linked from the Chinese sidebar, too. */
const itemOf = (language: Language, page: Page): DefaultTheme.SidebarItem => ({
  text: page[language] ?? page.en,
  link: `${page[language] === undefined ? '/' : rootOf(language)}${page.path}`,
});

const titleOf = (path: string) => /^# (.*)$/m.exec(readFileSync(join(docs, path), 'utf8'))?.[1] ?? path;

const decisions = (language: Language): DefaultTheme.SidebarItem => ({
  text: language === 'en' ? 'Decisions' : '设计决定（英文）',
  collapsed: true,
  items: readdirSync(join(docs, 'decisions'))
    .sort()
    .map((file) => ({
      text: titleOf(`decisions/${file}`),
      link: `/decisions/${file.replace(/(index)?\.md$/, '')}`,
    })),
});

const apiList = join(docs, 'api', 'navigation.json');
const hasApi = existsSync(apiList);

const sidebar = (language: Language): DefaultTheme.SidebarMulti => ({
  [rootOf(language)]: guides(language),
  ...(hasApi && { '/api/': apiSidebar(apiList) }),
});

const guides = (language: Language): DefaultTheme.SidebarItem[] => [
  ...GROUPS.map((group) => ({
    text: group[language],
    collapsed: group.collapsed ?? false,
    items: group.pages.map((page) => itemOf(language, page)),
  })),
  decisions(language),
];

/** The first page of each group of the table, and the reference of the API. */
const nav = (language: Language): DefaultTheme.NavItem[] => [
  ...GROUPS.filter(({ collapsed }) => collapsed !== true).flatMap((group) =>
    group.pages
      .slice(0, 1)
      .map((page) => ({ text: group[language], link: itemOf(language, page).link ?? '/' })),
  ),
  ...(hasApi ? [{ text: 'API', link: '/api/' }] : []),
];

const WORDS_IN_CHINESE: DefaultTheme.Config = {
  outline: { label: '本页内容', level: [2, 3] },
  docFooter: { prev: '上一页', next: '下一页' },
  darkModeSwitchLabel: '外观',
  lightModeSwitchTitle: '切换到浅色模式',
  darkModeSwitchTitle: '切换到深色模式',
  sidebarMenuLabel: '目录',
  returnToTopLabel: '返回顶部',
  langMenuLabel: '切换语言',
  skipToContentLabel: '跳到内容',
};

/** A magnifying glass, without which browsers ask for /favicon.ico. */
const ICON = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" fill="none" stroke="#ff6a00" stroke-width="2"><circle cx="7" cy="7" r="4.5"/><path d="m10.5 10.5 4 4"/></svg>',
)}`;

export default defineConfig({
  title: 'imagesearch-import',
  description: "A product catalogue's images into Alibaba Cloud Image Search",
  cleanUrls: true,
  head: [['link', { rel: 'icon', type: 'image/svg+xml', href: ICON }]],
  locales: {
    root: { label: 'English', lang: 'en', themeConfig: { nav: nav('en'), sidebar: sidebar('en') } },
    zh: {
      label: '简体中文',
      lang: 'zh-Hans',
      description: '将商品目录中的图片导入阿里云图像搜索',
      themeConfig: { nav: nav('zh'), sidebar: sidebar('zh'), ...WORDS_IN_CHINESE },
    },
  },
  themeConfig: {
    outline: { level: [2, 3] },
    search: {
      provider: 'local',
      options: {
        miniSearch: { options: { tokenize: wordsOf } },
        locales: {
          zh: {
            translations: {
              button: { buttonText: '搜索', buttonAriaLabel: '搜索' },
              modal: {
                noResultsText: '没有结果',
                resetButtonTitle: '清除',
                backButtonTitle: '关闭搜索',
                displayDetails: '显示详情',
                footer: { navigateText: '切换', selectText: '选择', closeText: '关闭' },
              },
            },
          },
        },
      },
    },
  },
  markdown: {
    config: (markdown) => {
      withoutLinksOutside(markdown);
      joinChineseLines(markdown);
    },
    anchor: { slugify: slugOf },
  },
  vite: {
    build: { chunkSizeWarningLimit: 2_000 }, // kB: the search index is one chunk
    // The theme links a page that has no Chinese counterpart to one that is not there: its list of languages is ours.
    resolve: {
      alias: [{ find: /^.*\/composables\/langs$/, replacement: join(docs, '.vitepress/langs.ts') }],
    },
  },
});
