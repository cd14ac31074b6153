import { ImageSearchError } from '../../shared/errors/image-search-error.ts';

export type YauzlModule = typeof import('yauzl');

/**
 * yauzl, loaded when first used. It is an optional peer dependency: only workbooks need it.
 *
 * @throws {ImageSearchError} `YAUZL_MISSING` when it is not installed
 */
export async function loadYauzl(
  load: () => Promise<YauzlModule | { readonly default: YauzlModule }> = () => import('yauzl'),
): Promise<YauzlModule> {
  try {
    const module = await load();
    return 'default' in module ? module.default : module;
  } catch (cause) {
    throw new ImageSearchError(
      'Cannot read a workbook (.xlsx) as the optional package yauzl cannot be loaded; run: npm install yauzl',
      { code: 'YAUZL_MISSING', cause },
    );
  }
}
