import type { KeptWork } from '../../index.ts';
import { PROGRAM } from '../frame/overview.ts';
import { quoted } from '../output/continue-command.ts';

/** What is counted of each kind of work. */
const NOUNS = {
  ...{ import: 'entries', sync: 'differences', undo: 'differences', upload: 'images', ingester: 'entries' },
} as const satisfies Readonly<Record<NonNullable<KeptWork['kind']>, string>>;

/** What people read of a state folder: what it is of, how far that is, and what to type next. */
export function keptWorkLines(work: KeptWork): readonly string[] {
  const { folder, kind, source, to, instance, region, status, problem } = work;
  if (kind === undefined) return [`${folder}: it cannot be read`, `  ${problem}`];
  const what = kind === 'ingester' ? 'ingester' : `${kind} of ${source ?? 'a stream'}`;
  const where = [...(to ? [`to ${to}`] : []), ...(instance ? [`into ${instance} (${region})`] : [])];
  return [
    `${folder}: ${[what, ...where].join(' ')}`,
    `  ${[statusOf(work), ...countsOf(work, NOUNS[kind])].join(', ')}; last written ${new Date(work.changedAt).toISOString()}`,
    ...(status === 'interrupted' ? [`  Go on: ${nextOf(work)}`] : []),
  ];
}

const statusOf = ({ status, pid }: KeptWork): string =>
  pid === undefined ? status : `${status} in process ${pid}`;

function* countsOf({ planned, settled, waiting }: KeptWork, noun: string): Generator<string, void, void> {
  if (planned !== undefined && settled === undefined) yield `${planned} ${noun} planned`;
  else if (planned !== undefined) yield `${settled} of ${planned} ${noun} have their outcome`;
  else if (settled !== undefined) yield 'not planned yet';
  if (waiting !== undefined) yield `${waiting} ${noun} wait for their outcome`;
}

const nextOf = ({ folder, kind, command }: KeptWork): string => {
  if (kind === 'ingester') return `open an ingester with state ${JSON.stringify(folder)}`;
  if (command !== undefined) return command.map(quoted).join(' ');
  return `${PROGRAM} ${kind} with the arguments and options of before, and --state ${quoted(folder)}`;
};
