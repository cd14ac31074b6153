import { closestName } from '../../shared/options/closest-name.ts';
import type { Action } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { helpNames } from '../help/topics.ts';
import { completionModel } from './completion-model.ts';
import { COMPLETION_SCRIPTS, type Shell } from './scripts.ts';

/** `completion SHELL`: prints the script by which a shell completes commands, options and their values. */
export const completion: Action<readonly [string], object> = async ({ output }, [shell]) => {
  if (!Object.hasOwn(COMPLETION_SCRIPTS, shell)) {
    const shells = Object.keys(COMPLETION_SCRIPTS);
    const meant = closestName(shell, shells, (one) => one);
    const hint = meant === undefined ? '' : `: did you mean ${meant}?`;
    throw new TypeError(
      `Cannot complete for ${JSON.stringify(shell)} as the shell must be one of ${shells.join(', ')}${hint}`,
    );
  }
  const { explainedCodes } = await import('../explain/explain-code.ts');
  const words = { help: helpNames(), completion: Object.keys(COMPLETION_SCRIPTS), explain: explainedCodes() };
  const script = COMPLETION_SCRIPTS[shell as Shell](await completionModel(words));
  await output.result({ completion: script.join('\n') }, script);
  return EXIT.fine;
};
