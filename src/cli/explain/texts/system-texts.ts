import { SYSTEM_ERRORS } from '../../system-errors.ts';
import type { CodeText } from '../explanation.ts';

/** The codes of the system: what the messages of the command line say, too. */
export const SYSTEM_TEXTS: Readonly<Record<string, CodeText>> = Object.fromEntries(
  Object.entries(SYSTEM_ERRORS).map(([code, { reason, advice }]) => [
    code,
    { means: reason, remedy: advice, example: `Cannot use shop.csv: ${reason.en} [${code}]` },
  ]),
);
