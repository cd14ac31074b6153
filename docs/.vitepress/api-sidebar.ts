import { readFileSync } from 'node:fs';
import type { DefaultTheme } from 'vitepress';

/** What TypeDoc says of its pages: modules, in these subjects, in these names. */
interface Entry {
  readonly title: string;
  readonly path?: string;
  readonly children?: readonly Entry[];
}

const itemOf = ({ title, path, children }: Entry, isModule: boolean): DefaultTheme.SidebarItem => ({
  text: title,
  ...(path !== undefined && { link: `/api/${path.replace(/(?:index)?\.md$/, '')}` }),
  ...(children !== undefined && {
    collapsed: !isModule,
    items: children.map((child) => itemOf(child, false)),
  }),
});

/** The sidebar of the reference of the API, by the list beside its pages. */
export const apiSidebar = (list: string): DefaultTheme.SidebarItem[] =>
  (JSON.parse(readFileSync(list, 'utf8')) as Entry[]).map((entry) => itemOf(entry, true));
