import { watch } from '../actions/tasks.ts';
import { define } from '../frame/definition.ts';
import { withConnection } from '../options/connection.ts';

export const definition = define(watch, withConnection);
