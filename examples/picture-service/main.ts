/**
 * Starts the service: `tsx main.ts --emulator` without an account, or with the instance that IMAGESEARCH_REGION and
 * IMAGESEARCH_INSTANCE name. Ctrl-C or SIGTERM end it when the last picture has its outcome.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ImageSearchClient } from 'imagesearch-import';
import { startEmulator } from 'imagesearch-import/emulator';
import { createPictureService } from './picture-service.ts';

const { IMAGESEARCH_REGION, IMAGESEARCH_INSTANCE, PICTURES_STATE, HOST, PORT } = process.env;
const EXIT = { fine: 0, usage: 2, service: 3 } as const;

/** What is open, the last one first. */
const open: { close(): unknown }[] = [];
let isStopping = false;

const { values } = parseArgs({ options: { emulator: { type: 'boolean', default: false } } });
// A second signal ends the process at once: what waits is in the state.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop(EXIT.fine));
await start().catch((error: unknown) => stop(EXIT.usage, error));

async function start(): Promise<void> {
  const { account, state } = values.emulator ? await emulated() : named();
  const client = new ImageSearchClient(account);
  open.unshift(client);
  const onFailure = (error: unknown) => void stop(EXIT.service, error);
  const service = await createPictureService({ client, state, onFailure, logger: !values.emulator });
  open.unshift(service);
  console.log(await service.listen({ host: HOST ?? '127.0.0.1', port: Number(PORT ?? 3_000) }));
}

async function stop(exitCode: number, error?: unknown): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  process.exitCode = exitCode;
  if (error !== undefined) console.error(error instanceof Error ? error.message : error);
  for (const one of open)
    try {
      await one.close();
    } catch (trouble) {
      if (trouble !== error) console.error(trouble); // the ingester tells its own failure again
    }
}

/** An emulator, and a state that is gone with it. */
async function emulated() {
  const emulator = await startEmulator({ capacity: 200_000 }); // such an instance takes five pictures a second
  const state = await mkdtemp(join(tmpdir(), 'picture-service-'));
  open.push(emulator, { close: () => rm(state, { recursive: true, force: true }) });
  const { regionId: region, instanceName: instance, imageSearchEndpoint: endpoint } = emulator;
  return { account: { region, instance, endpoint, credentials: emulator }, state };
}

/** The instance that the environment names; credentials come from Alibaba's default chain. */
function named() {
  if (!IMAGESEARCH_REGION || !IMAGESEARCH_INSTANCE)
    throw new TypeError(
      'Cannot start as IMAGESEARCH_REGION and IMAGESEARCH_INSTANCE must be set, or --emulator be given',
    );
  return {
    account: { region: IMAGESEARCH_REGION, instance: IMAGESEARCH_INSTANCE },
    state: PICTURES_STATE ?? 'picture-service.state',
  };
}
