import { withConnection } from '../connection.ts';
import { define } from '../frame/definition.ts';
import { watch } from '../tasks.ts';

export const definition = define(watch, withConnection);
