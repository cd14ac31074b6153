import { withOss } from '../connection.ts';
import { define } from '../frame/definition.ts';
import { imports } from '../imports.ts';
import { withQueue } from '../queue-options.ts';

export const definition = define(imports, (command) => withOss(withQueue(command)));
