import { ImageSearchError } from '../../shared/errors/image-search-error.ts';

/**
 * An optional package, loaded when first used.
 *
 * @throws {ImageSearchError} with the code when it is not installed
 */
export async function loadPackage<T>(
  code: 'AWS_SDK_MISSING' | 'AZURE_SDK_MISSING',
  name: string,
  load: () => Promise<T>,
): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    throw new ImageSearchError(
      `Cannot read this source as the optional package ${name} cannot be loaded; run: npm install ${name}`,
      { code, cause },
    );
  }
}
