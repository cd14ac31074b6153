import { readdirSync, readFileSync } from 'node:fs';
import { shortageOf } from '../errors/shortage.ts';

/** What a step with many items in work needs of the files and connections that a process may have open. */
export interface FileNeeds {
  /** Of each item in work. */
  readonly perItem: number;
  /** Of all that is open beside them. */
  readonly beside: number;
}

/**
 * As many items at once as this process has files and connections left for, at least one and at most as many as wanted.
 * Emits a warning of the code `FEW_FILES` when these are fewer than wanted.
 */
export function affordableConcurrency(
  wanted: number,
  { perItem, beside }: FileNeeds,
  left: number | undefined = filesLeft(),
): number {
  if (left === undefined || left >= beside + wanted * perItem) return wanted;
  const affordable = Math.max(1, Math.min(wanted, Math.floor((left - beside) / perItem)));
  if (affordable === wanted) return wanted;
  process.emitWarning(
    `Images in work at once: ${affordable} instead of ${wanted}, as this process may open only ${left} more files and connections`,
    {
      type: 'ImageSearchWarning',
      code: 'FEW_FILES',
      detail: 'Raise the limit of open files for more: ulimit -n 1024',
    },
  );
  return affordable;
}

/** How many files and connections this process may open beside those that are open; undefined where the system does not say. */
export function filesLeft(): number | undefined {
  try {
    const limit = limitOfThisProcess();
    return limit === undefined ? undefined : Math.max(0, limit - openNow());
  } catch (error) {
    return shortageOf(error) === undefined ? undefined : 0;
  }
}

function limitOfThisProcess(): number | undefined {
  if (process.platform === 'linux') {
    const [, soft] = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    return soft === undefined ? undefined : Number(soft);
  }
  return process.platform === 'win32' ? undefined : limitInReport();
}

/** Takes some ms. Without `excludeNetwork`, Node would look up the names of all hosts that it is connected to. */
function limitInReport(): number | undefined {
  const report = process.report as typeof process.report & { excludeNetwork?: boolean };
  const before = report.excludeNetwork;
  report.excludeNetwork = true;
  try {
    const { userLimits } = report.getReport() as {
      readonly userLimits?: { readonly open_files?: { readonly soft?: unknown } };
    };
    const soft = Number(userLimits?.open_files?.soft); // a number, or "unlimited"
    return Number.isFinite(soft) ? soft : undefined;
  } finally {
    report.excludeNetwork = before ?? false;
  }
}

const openNow = (): number => readdirSync('/dev/fd').length - 1; // without that of the folder itself
