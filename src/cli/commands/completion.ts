import { completion } from '../completion/completion.ts';
import { define } from '../frame/definition.ts';

export const definition = define(completion);
