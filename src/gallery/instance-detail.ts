import { SERVICE_TYPE_NUMBERS, SERVICE_TYPES, type ServiceType } from '../shared/model/service-type.ts';
import { badAnswer } from './bad-answer.ts';

/** An Image Search instance, as `Detail` describes it. */
export interface InstanceDetail {
  /** The instance's name. */
  readonly name: string;
  /** The region that the instance is in, such as cn-shanghai. */
  readonly region: string;
  /** Undefined when the service reports a number that no document names. */
  readonly serviceType: ServiceType | undefined;
  /** Images that fit into the gallery. */
  readonly capacity: number;
  /** Images in the gallery. */
  readonly images: number;
  /** Queries a second that were bought with the instance. */
  readonly queriesPerSecond: number;
  /** When the term ends that was paid for, in ms since 1970; undefined when the service does not say. */
  readonly expiresAt: number | undefined;
}

/** @throws {ImageSearchError} `BAD_ANSWER` */
export function readInstanceDetail({ Instance }: Readonly<Record<string, unknown>>): InstanceDetail {
  if (typeof Instance !== 'object' || Instance === null)
    throw badAnswer('Cannot read the instance: Detail answered without one');
  const raw = Instance as Record<string, unknown>;
  const reported = Number(raw['Qps']);
  const expiresAt = Number(raw['UtcExpireTime'] ?? Number.NaN); // a text in the metadata, a number in examples
  return {
    name: String(raw['Name'] ?? ''),
    region: String(raw['Region'] ?? ''),
    serviceType: SERVICE_TYPES.find((name) =>
      SERVICE_TYPE_NUMBERS[name].includes(Number(raw['ServiceType'] ?? Number.NaN)),
    ),
    capacity: Number(raw['Capacity'] ?? 0) * 10_000, // Detail counts in ten thousands
    images: Number(raw['TotalCount'] ?? 0),
    queriesPerSecond: reported > 1 ? reported : 1, // NaN, when there is no number, gives 1
    expiresAt: expiresAt > 0 ? expiresAt : undefined,
  };
}
