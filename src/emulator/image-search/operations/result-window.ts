import { RpcRefusal } from '../rpc-refusal.ts';
import { digits } from './numbers.ts';
import type { RpcParameters } from './rpc-operation.ts';

/** The results of a search that an answer has. */
interface ResultWindow {
  readonly start: number;
  readonly end: number;
}

const MOST_IN_ONE_ANSWER = 100;
const MOST_IN_ALL = 500;

/**
 * What Num (1 to 100, 10 unless given) and Start (0 to 499, 0 unless given) ask for: 500 results at most in all.
 *
 * @throws {RpcRefusal} with the documented code of what is wrong
 */
export function resultWindow({ Num, Start }: RpcParameters): ResultWindow {
  const num = digits(Num || '10');
  const start = digits(Start || '0');
  if (!(num >= 1)) throw refused('InvalidNumParameter', `Num must be an integer of at least 1: ${Num}`);
  if (num > MOST_IN_ONE_ANSWER)
    throw refused('OverflowMaxReturnNum', `Num must be at most ${MOST_IN_ONE_ANSWER}: ${Num}`);
  if (!(start < MOST_IN_ALL))
    throw refused('InvalidStartParameter', `Start must be an integer from 0 to ${MOST_IN_ALL - 1}: ${Start}`);
  if (start + num > MOST_IN_ALL)
    throw refused(
      'OverflowMaxResultNum',
      `Start and Num together must be at most ${MOST_IN_ALL}: ${start + num}`,
    );
  return { start, end: start + num };
}

const refused = (code: string, message: string) => new RpcRefusal(400, code, message);
