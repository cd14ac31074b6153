import { readFileSync, writeFileSync } from 'node:fs';
import { type LiveSettings, liveSettings } from './live-settings.ts';

/** One question, and what the service has answered. */
export interface LiveAnswer {
  readonly question: string;
  /** Null when nobody could make sense of what the service did: then `trouble` says what it was. */
  readonly answer: string | null;
  /** What this package takes for the answer, and its emulator does. */
  readonly assumed: string;
  readonly trouble?: string | undefined;
}

export interface LiveReport {
  readonly region: string;
  readonly instance: string;
  readonly startedAt: string;
  readonly answers: readonly LiveAnswer[];
}

/** Begins a report anew. Vitest calls it before the first file, so that a run without its variables fails at once. */
export default function beginReport(): void {
  const { region, instance, report } = liveSettings();
  write(report, { region, instance, startedAt: new Date().toISOString(), answers: [] });
}

/** Adds an answer to the report and prints it. Files of questions run one after the other, so that none is lost. */
export function record({ report }: LiveSettings, answer: LiveAnswer): void {
  const before = readReport(report);
  write(report, { ...before, answers: [...before.answers, answer] });
  console.log(`${answer.question}: ${answer.answer ?? answer.trouble}; assumed: ${answer.assumed}`);
}

export const readReport = (path: string): LiveReport => JSON.parse(readFileSync(path, 'utf8'));

const write = (path: string, report: LiveReport) =>
  writeFileSync(path, `${JSON.stringify(report, null, 2)}\n`);
