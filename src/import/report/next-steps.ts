import { join } from 'node:path';
import type { ReportStep } from '../../report/report-data.ts';
import type { ImportIdentity } from '../state/import-identity.ts';

/** What can be done after an import, by what became of its entries. */
export function nextSteps(
  state: string,
  begun: ImportIdentity | undefined,
  {
    refused,
    failed,
    isOver,
  }: { readonly refused: number; readonly failed: number; readonly isOver: boolean },
): readonly ReportStep[] {
  const of = (step: 'mendRefused' | 'retryFailed', name: string): ReportStep => {
    const file = join(state, `${name}.csv`);
    return { step, file, command: begun && commandFor(file, `${state}.${name}`, begun) };
  };
  const steps: ReportStep[] = [];
  if (!isOver) steps.push({ step: 'continueImport', file: state });
  if (refused > 0) steps.push(of('mendRefused', 'refused'));
  if (failed > 0) steps.push(of('retryFailed', 'failed'));
  return steps.length === 0 ? [{ step: 'nothing' }] : steps;
}

/** The import of a file of rows as the first one was, with a state of its own. Columns that were named by options are not known. */
function commandFor(file: string, state: string, begun: ImportIdentity): readonly string[] {
  const { images, to, region, instance, route, serviceType, profile, picNameBase, limits, repair } = begun;
  return [
    ...['imagesearch-import', 'import', file, '--images', images],
    ...(to === null ? [] : ['--to', to]),
    ...['--region', region, '--instance', instance, '--service-type', serviceType],
    ...changed('--route', route, 'batch'),
    ...changed('--profile', profile, 'documented'),
    ...changed('--pic-name-base', picNameBase, 'folder'),
    ...changed('--limits', limits, 'current'),
    ...(repair ? ['--repair'] : []),
    ...['--state', state],
  ];
}

const changed = (flag: string, value: string, preset: string): readonly string[] =>
  value === preset ? [] : [flag, value];
