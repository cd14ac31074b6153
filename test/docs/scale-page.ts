import { planImport } from '../../src/index.ts';

/** The tables of docs/scale.md, as planImport() has them. */

const MILLION = 1_000_000;
const LINE = { megabitsPerSecond: 1_000 };
const PLANS = [
  { images: 50 * MILLION, workers: 1 },
  { images: 50 * MILLION, workers: 10 },
  { images: 100 * MILLION, workers: 2 },
  { images: 100 * MILLION, workers: 10 },
].map((options) => planImport({ ...options, ...LINE }));

type Plan = (typeof PLANS)[number];

const row = (name: string, of: (plan: Plan) => string) => `| ${name} | ${PLANS.map(of).join(' | ')} |`;
const whole = (number: number) => number.toLocaleString('en');
const span = ({ least, most }: Plan['hours']['all']) => `${whole(least)} to ${whole(most)}`;
const gigabytes = (bytes: number) => `${whole(Math.ceil(bytes / 1e9))} GB`;
const request = (operation: string) => row(operation, ({ requests }) => whole(requests[operation] ?? 0));

const amountOf = ({ costs }: Plan, name: string) => costs.find((cost) => cost.name === name)?.amount ?? 0;

export const planRows = (): readonly string[] => [
  row('instances', ({ instances: { count, capacity } }) => `${count} of ${whole(capacity)}`),
  row('batch tasks', ({ tasks }) => whole(tasks)),
  row('hours of reading', ({ hours }) => whole(hours.reading)),
  row('hours of sending', ({ hours }) => whole(hours.sending)),
  row('hours of batch tasks', ({ hours }) => span(hours.tasks)),
  row('hours of questions', ({ hours }) => whole(hours.verification)),
  row('hours in all', ({ hours }) => span(hours.all)),
  row('memory of a worker', ({ worker }) => `${whole(Math.ceil(worker.memory / 1e6))} MB`),
  row('disk of a worker at most', ({ worker }) => gigabytes(worker.disk)),
  row('disk of a worker in the end', ({ worker }) => gigabytes(worker.diskInTheEnd)),
  ...['PutObject', 'HeadObject', 'IncreaseInstance', 'IncreaseList', 'CheckImageExists'].map(request),
  row('bytes into OSS', (plan) => gigabytes(amountOf(plan, 'bytes into OSS'))),
  row('reads by Image Search, at least', (plan) => whole(amountOf(plan, 'OSS reads by Image Search'))),
];

export const figureRows = (): readonly string[] =>
  Object.entries(planImport({ images: 1 }).figures).map(
    ([name, { value, unit, source }]) => `| \`${name}\` | ${whole(value)} ${unit} | ${source} |`,
  );
