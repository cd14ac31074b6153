import { define } from '../frame/definition.ts';
import { help } from '../help/help.ts';

export const definition = define(help);
