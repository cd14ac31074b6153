import { Ajv2020 } from 'ajv/dist/2020.js';

/** Ajv as it agrees with our rules: it counts UTF-16 units, and says at once what is odd in a schema. */
export const newAjv = (options: ConstructorParameters<typeof Ajv2020>[0] = {}): Ajv2020 =>
  new Ajv2020({ unicode: false, strictTypes: true, logger: false, ...options }); // it logs that `unicode` is an old option
