import * as sdk from '@alicloud/imagesearch20201214';
import { expect } from 'vitest';
import type { Emulator } from '../../src/emulator/index.ts';

export type SdkClient = InstanceType<typeof sdk.default.default>;

/** Node gives an ES module the CommonJS exports object under `default`; a bundler gives the class itself. */
const loaded: unknown = sdk.default;
const ClientClass = (
  typeof loaded === 'function' ? loaded : (loaded as { default: unknown }).default
) as typeof sdk.default.default;

/** Alibaba's own client of this emulator. */
export const sdkClientOf = (emulator: Emulator, more: object = {}): SdkClient =>
  new ClientClass({
    accessKeyId: emulator.accessKeyId,
    accessKeySecret: emulator.accessKeySecret,
    regionId: emulator.regionId,
    endpoint: emulator.imageSearchEndpoint,
    protocol: 'http',
    readTimeout: 10_000,
    connectTimeout: 10_000,
    ...more,
  } as ConstructorParameters<typeof sdk.default.default>[0]);

export interface SdkError extends Error {
  readonly code?: string;
  readonly statusCode?: number;
  readonly data?: { readonly RequestId?: string };
}

export const sdkFailure = (work: Promise<unknown>): Promise<SdkError> =>
  work.then(
    () => expect.fail('The SDK did not reject'),
    (reason: SdkError) => reason,
  );
