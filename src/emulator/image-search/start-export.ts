import type { Clock } from '../../shared/async/sleep.ts';
import type { OssState } from '../oss/oss-state.ts';
import { EXPORT_FORMATS, type ExportFormat } from './export-formats.ts';
import type { ExportTask } from './export-task.ts';
import type { InstanceState } from './instance-state.ts';

export interface StartExportOptions {
  readonly clock: Clock;
  readonly oss: OssState;
  /** How long an export runs, in ms. */
  readonly taskDurationMs: number;
  readonly exportFormat: ExportFormat;
  /** The bucket that files are written to. */
  readonly fileBucket: string;
  /** Ends exports that are still running. */
  readonly signal: AbortSignal;
  readonly onDefect: (error: unknown) => void;
}

/** Puts an export on an instance's list and lets it run. */
export function startExport(instance: InstanceState, options: StartExportOptions): ExportTask {
  const now = options.clock.now();
  const exported: ExportTask = {
    ...{ id: instance.exports.length + 1, createdAt: now, modifiedAt: now },
    ...{ status: 'PROCESSING', code: '0', message: 'processing', fileKey: undefined },
  };
  instance.addExport(exported);
  void run(exported, instance, options);
  return exported;
}

/** Runs interrupted exports again. */
export function resumeExports(instance: InstanceState, options: StartExportOptions): void {
  for (const exported of instance.exports)
    if (exported.status === 'PROCESSING') void run(exported, instance, options);
}

/** Writes the gallery as it is when the export ends. A defect of the emulator ends it as FAIL, so that no client waits for ever. */
async function run(
  exported: ExportTask,
  instance: InstanceState,
  options: StartExportOptions,
): Promise<void> {
  const { clock, oss, taskDurationMs, exportFormat, fileBucket, signal, onDefect } = options;
  try {
    await clock.sleep(taskDurationMs, signal);
    const fileKey = `${instance.options.name}/export-${exported.id}`;
    const lines = [...EXPORT_FORMATS[exportFormat](instance.records())];
    const bytes = Buffer.concat(lines.map((line) => Buffer.from(line)));
    oss.putObject(fileBucket, fileKey, bytes, { contentType: 'text/plain' });
    const ended = { status: 'SUCCESS', message: 'success', fileKey, modifiedAt: clock.now() } as const;
    instance.changeExport(exported, ended);
  } catch (error) {
    if (signal.aborted) return;
    const failed = { code: 'Console.InternalError', message: 'internal error', modifiedAt: clock.now() };
    instance.changeExport(exported, { status: 'FAIL', ...failed });
    onDefect(error);
  }
}
