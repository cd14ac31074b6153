import { useData } from 'vitepress';
import { computed } from 'vue';
import { otherLanguage } from './pages.ts';

/** What the theme asks for to offer the other language; it takes the place of the theme's own function of this name. */
export function useLangs() {
  const { site, localeIndex, page, hash } = useData();
  const locales = computed(() => Object.entries(site.value.locales));
  const currentLang = computed(() => ({
    label: site.value.locales[localeIndex.value]?.label,
    link: localeIndex.value === 'root' ? '/' : `/${localeIndex.value}/`,
  }));
  const localeLinks = computed(() =>
    locales.value
      .filter(([key]) => key !== localeIndex.value)
      .map(([, { label }]) => ({ text: label, link: otherLanguage(page.value.relativePath) + hash.value })),
  );
  return { currentLang, localeLinks };
}
