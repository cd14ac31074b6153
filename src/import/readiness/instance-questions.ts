import type { InstanceDetail } from '../../gallery/instance-detail.ts';
import { type ImageSearchError, isImageSearchError } from '../../shared/errors/image-search-error.ts';
import { show } from '../../shared/options/checks.ts';
import { inOtherRegion, isInOtherRegion } from '../open-connection.ts';
import { type Question, question, type ReadinessContext } from './question.ts';
import type { Judgement } from './readiness.ts';

const DAY_MS = 24 * 3_600_000;
/** A term that ends earlier needs a look. */
const NOTED_TERM_MS = 30 * DAY_MS;

/** Questions about the instance: what `Detail` says of it, and which tasks and exports it runs. */
export const INSTANCE_QUESTIONS: readonly Question[] = [
  question('instance', {
    after: ['credentials'],
    ask: ({ gallery }, signal) => gallery.detail({ signal }),
    checks: {
      instance: (_, { client }) => ({
        code: 'INSTANCE_FOUND',
        message: `Instance ${show(client.instance)} is there`,
      }),
      type: judgeType,
      region: judgeRegion,
      capacity: judgeCapacity,
      term: judgeTerm,
    },
  }),
  question('tasks', {
    after: ['instance'],
    concerns: ({ route }) => route !== 'direct',
    ask: async ({ client }, signal) => {
      try {
        await client.tasks.assertIdle({ signal });
        return undefined;
      } catch (error) {
        if (isImageSearchError(error, 'TASK_RUNNING')) return error;
        throw error;
      }
    },
    checks: {
      tasks: (running, { settings }) =>
        running === undefined
          ? { code: 'NO_TASK_RUNS', message: 'No batch task is running on the instance' }
          : { error: running, level: settings.route === 'batch' ? 'error' : 'warning' },
    },
  }),
  question('exports', {
    after: ['instance'],
    ask: async ({ gallery, settings }, signal) => {
      try {
        return { running: await gallery.runningExport({ signal }) };
      } catch (error) {
        if (settings.verify === 'export' || !isImageSearchError(error)) throw error;
        return { error };
      }
    },
    checks: {
      exports: (answer) => ('error' in answer ? exportsUnknown(answer.error) : judgeExport(answer.running)),
    },
  }),
];

const exportsUnknown = ({ message, code }: ImageSearchError): Judgement => ({
  code: 'EXPORTS_UNKNOWN',
  message: `Whether an export of the gallery is running is unknown: ${message} [${code}]`,
});

const judgeExport = (running: { readonly id: string } | undefined): Judgement =>
  running === undefined
    ? { code: 'NO_EXPORT_RUNS', message: 'No export of the gallery is running on the instance' }
    : { code: 'EXPORT_RUNNING', message: `Export ${running.id} of the gallery is running on the instance` };

function judgeType({ serviceType }: InstanceDetail): Judgement {
  return serviceType === undefined
    ? { code: 'INSTANCE_TYPE_UNKNOWN', message: 'The type of the instance is one that no document names' }
    : { code: 'INSTANCE_TYPE', message: `The type of the instance is ${serviceType}` };
}

function judgeRegion(detail: InstanceDetail, { client }: ReadinessContext): Judgement {
  const { region, instance } = client;
  if (isInOtherRegion(detail, region)) return { error: inOtherRegion(instance, detail.region, region) };
  return detail.region === ''
    ? { code: 'REGION_UNKNOWN', message: `Whether the instance is in ${region} is unknown` }
    : { code: 'REGION_RIGHT', message: `The instance is in ${region}` };
}

function judgeCapacity(
  { images, capacity }: InstanceDetail,
  { settings: { adds } }: ReadinessContext,
): Judgement {
  const held = `The gallery has ${images} of at most ${capacity} images`;
  if (!(capacity > 0))
    return { code: 'CAPACITY_UNKNOWN', message: 'How many images the gallery holds is unknown' };
  if (adds > capacity)
    return { code: 'CAPACITY_TOO_SMALL', message: `${held}, and ${adds} are to be added: too many for it` };
  const left = Math.max(0, capacity - images);
  return adds > left
    ? {
        code: 'CAPACITY_SHORT',
        message: `${held}, and ${adds} are to be added: ${left} fit, and those that replace others`,
      }
    : { code: 'CAPACITY_LEFT', message: `${held}: ${left} more fit` };
}

function judgeTerm({ expiresAt }: InstanceDetail, { client }: ReadinessContext): Judgement {
  if (expiresAt === undefined)
    return { code: 'TERM_UNKNOWN', message: 'When the term of the instance ends is unknown' };
  const left = expiresAt - client.connection.clock.now();
  const day = dayOf(expiresAt);
  if (left <= 0) return { code: 'TERM_OVER', message: `The term of the instance ended on ${day}` };
  const code = left < NOTED_TERM_MS ? 'TERM_ENDS_SOON' : 'TERM_LEFT';
  return { code, message: `The term of the instance ends on ${day}, in ${Math.floor(left / DAY_MS)} days` };
}

/** Such as `2026-11-29`, in UTC. */
const dayOf = (ms: number): string =>
  Math.abs(ms) <= MOST_DATE_MS ? new Date(ms).toISOString().slice(0, 10) : `${ms} ms`;

/** The last moment that a Date can hold. */
const MOST_DATE_MS = 8.64e15;
