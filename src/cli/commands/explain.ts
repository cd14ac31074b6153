import { explain } from '../explain/explain.ts';
import { define } from '../frame/definition.ts';

export const definition = define(explain);
