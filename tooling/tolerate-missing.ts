import type { Options } from 'tsup';

/**
 * Has bundlers take what is built although an optional package is not installed: they warn of an import that the
 * code around it catches, and refuse any other. What is caught is thrown again.
 */
export function tolerateMissing(names: readonly string[]): NonNullable<Options['plugins']>[number] {
  const any = names.map((name) => name.replaceAll(/[/.]/g, '\\$&')).join('|');
  const imports = new RegExp(`\\bimport\\(("(?:${any})")\\)`, 'g');
  return {
    name: 'tolerate-missing',
    renderChunk(code) {
      return { code: code.replaceAll(imports, this.format === 'cjs' ? REQUIRED : IMPORTED) };
    },
  };
}

const IMPORTED = '$&.catch((error) => { throw error; })';

/** What the import becomes in CommonJS, with the `require` itself in a `try`. */
const REQUIRED = `Promise.resolve().then(() => {
  try {
    const loaded = require($1);
    return loaded.__esModule ? loaded : { ...loaded, default: loaded };
  } catch (error) {
    throw error;
  }
})`;
