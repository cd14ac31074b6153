import { join } from 'node:path';
import type { ReportStep } from '../../report/report-data.ts';
import { type CommandLine, followingCommands } from '../command-line.ts';

/** What can be done after an import, by what became of its entries. */
export function nextSteps(
  state: string,
  typed: CommandLine | undefined,
  {
    refused,
    failed,
    isOver,
  }: { readonly refused: number; readonly failed: number; readonly isOver: boolean },
): readonly ReportStep[] {
  const of = (step: 'mendRefused' | 'retryFailed', name: string): ReportStep => {
    const file = join(state, `${name}.csv`);
    return { step, file, command: followingCommands.rows(typed, file, `${state}.${name}`) };
  };
  const steps: ReportStep[] = [];
  if (!isOver)
    steps.push({
      step: 'continueImport',
      file: state,
      command: followingCommands.again(typed, 'import', state),
    });
  if (refused > 0) steps.push(of('mendRefused', 'refused'));
  if (failed > 0) steps.push(of('retryFailed', 'failed'));
  return steps.length === 0 ? [{ step: 'nothing' }] : steps;
}
