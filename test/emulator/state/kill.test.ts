import { describe, expect, it } from 'vitest';
import { makeImage } from '../../../samples/make-images.ts';
import { signedUrl } from '../../../src/emulator/signature/signed-url.ts';
import { type ListedTask, listData, type ReachedEmulator, rpcCall } from '../../support/rpc-call.ts';
import { seededRandom } from '../../support/seeded-random.ts';
import { startEmulator } from '../../support/start-emulator.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { line } from '../../support/test-bed.ts';
import { startEmulatorProcess } from './killed-emulator.ts';

const KILLS = 8;
const WORKERS = 4;
const image = await makeImage({ format: 'jpeg', width: 120, height: 100 });

function objectUrl(emulator: ReachedEmulator, method: 'PUT' | 'GET' | 'DELETE', key: string): string {
  const { ossEndpoint, bucketName: bucket, regionId, accessKeyId, accessKeySecret } = emulator;
  const account = { accessKeyId, accessKeySecret };
  return signedUrl(
    ossEndpoint,
    { bucket, key },
    { account, regionId, now: Date.now(), expiresSeconds: 60, method },
  );
}

async function mustSucceed(answer: Promise<{ readonly status: number }>): Promise<void> {
  const { status } = await answer;
  if (status >= 300) throw new Error(`The emulator answered ${status}`);
}

/** What was asked for under each name: the last that was answered, and one more that may have been done. */
class Wishes {
  readonly #answered = new Map<string, string | undefined>();
  readonly #asked = new Map<string, string | undefined>();

  async wish(name: string, value: string | undefined, carryOut: () => Promise<void>): Promise<void> {
    this.#asked.set(name, value);
    await carryOut();
    this.#answered.set(name, value);
    this.#asked.delete(name);
  }

  get names(): readonly string[] {
    return [...new Set([...this.#answered.keys(), ...this.#asked.keys()])];
  }

  /** What may be there now. */
  allowed(name: string): readonly (string | undefined)[] {
    const answered = this.#answered.get(name);
    return this.#asked.has(name) ? [answered, this.#asked.get(name)] : [answered];
  }

  found(name: string, value: string | undefined): void {
    this.#answered.set(name, value);
    this.#asked.delete(name);
  }
}

/** What a client saw answered, over all lives of an emulator. */
class Client {
  readonly objects = new Wishes();
  readonly images = new Wishes();
  readonly tasks = new Set<string>();
  #serial = 0;

  /** One change after the other, until the emulator is gone. `onAnswer` hears of each that was answered. */
  async work(
    emulator: ReachedEmulator,
    worker: number,
    random: () => number,
    onAnswer: () => void,
  ): Promise<never> {
    for (;;) {
      const kinds =
        worker === 0 ? [this.#task] : [this.#put, this.#put, this.#delete, this.#add, this.#remove];
      const act = kinds[Math.floor(random() * kinds.length)] ?? this.#put;
      await act.call(this, emulator, `${worker}-${Math.floor(random() * 6)}`, random);
      onAnswer();
    }
  }

  async #put(emulator: ReachedEmulator, name: string, random: () => number): Promise<void> {
    const content = `${this.#serial++}:`.padEnd(Math.floor(random() * 60_000), 'x');
    await this.objects.wish(name, content, () => put(emulator, name, Buffer.from(content)));
  }

  async #delete(emulator: ReachedEmulator, name: string): Promise<void> {
    const url = objectUrl(emulator, 'DELETE', name);
    await this.objects.wish(name, undefined, () => mustSucceed(fetch(url, { method: 'DELETE' })));
  }

  async #add(emulator: ReachedEmulator, name: string): Promise<void> {
    const CustomContent = String(this.#serial++);
    const form = {
      InstanceName: emulator.instanceName,
      ProductId: name,
      PicName: 'a.jpg',
      CustomContent,
      PicContent: Buffer.from(image).toString('base64'),
    };
    await this.images.wish(name, CustomContent, () =>
      mustSucceed(rpcCall(emulator, { action: 'AddImage', form })),
    );
  }

  async #remove(emulator: ReachedEmulator, name: string): Promise<void> {
    const query = { InstanceName: emulator.instanceName, ProductId: name };
    await this.images.wish(name, undefined, () =>
      mustSucceed(rpcCall(emulator, { action: 'DeleteImage', query })),
    );
  }

  /** A folder and a task for it, once the task before is over. */
  async #task(emulator: ReachedEmulator): Promise<void> {
    const name = `task-${this.#serial++}`;
    await put(emulator, `${name}/a.jpg`, image);
    await put(emulator, `${name}/increment.meta`, Buffer.from(line({ ProductId: name })));
    while ((await unfinished(emulator)).length > 0); // a poll would go on when the emulator is gone
    const query = { InstanceName: emulator.instanceName, BucketName: emulator.bucketName, Path: `/${name}` };
    await mustSucceed(rpcCall(emulator, { action: 'IncreaseInstance', query }));
    this.tasks.add(name);
  }
}

const put = (emulator: ReachedEmulator, key: string, body: Uint8Array): Promise<void> =>
  mustSucceed(fetch(objectUrl(emulator, 'PUT', key), { method: 'PUT', body }));

const listed = async (emulator: ReachedEmulator): Promise<readonly ListedTask[]> =>
  (await listData(emulator, { InstanceName: emulator.instanceName, PageSize: '500' })).Increments.Instance;

const unfinished = async (emulator: ReachedEmulator) =>
  (await listed(emulator)).filter(({ Status }) => Status === 'PROCESSING');

async function contentOf(emulator: ReachedEmulator, key: string): Promise<string | undefined> {
  const answer = await fetch(objectUrl(emulator, 'GET', key));
  const text = await answer.text();
  return answer.status === 404 ? undefined : text;
}

describe('an emulator with a state folder', () => {
  it(`has everything that it answered for when it is killed at any moment, ${KILLS} times over`, async () => {
    using folder = temporaryFolder();
    const moments = seededRandom(20_261_121);
    const client = new Client();
    for (let kill = 1; kill <= KILLS; kill++) {
      let answersLeft = 1 + Math.floor(moments() * 60);
      {
        await using running = await startEmulatorProcess(folder.path);
        let killed: Promise<void> | undefined;
        const onAnswer = () => {
          answersLeft -= 1;
          const enough = answersLeft <= 0 && client.tasks.size >= kill; // a life without a task shows too little
          if (enough) killed ??= running.kill(); // while the other workers wait for their answers
        };
        const early: unknown[] = [];
        const workers = Array.from({ length: WORKERS }, (_, worker) =>
          client
            .work(running.emulator, worker, seededRandom(kill * WORKERS + worker), onAnswer)
            .catch((error: unknown) => {
              if (killed === undefined) early.push(error);
            }),
        );
        await Promise.all(workers);
        expect(early).toEqual([]);
        await killed;
      }

      await using emulator = await startEmulator({ stateFolder: folder.path, taskDurationMs: 0 });
      for (const name of client.objects.names) {
        const found = await contentOf(emulator, name);
        expect(client.objects.allowed(name)).toContain(found);
        client.objects.found(name, found);
      }
      await expect.poll(() => unfinished(emulator)).toEqual([]);
      const gallery = new Map(emulator.gallery().map((image) => [image.ProductId, image['CustomContent']]));
      for (const name of client.images.names) {
        const found = gallery.get(name) as string | undefined;
        expect(client.images.allowed(name)).toContain(found);
        client.images.found(name, found);
      }
      const tasks = (await listed(emulator)).toReversed();
      const paths = tasks.map(({ Path }) => Path.slice(1));
      expect(paths).toEqual(expect.arrayContaining([...client.tasks]));
      expect(tasks.map(({ Id, Status }) => [Id, Status])).toEqual(tasks.map((_, at) => [at + 1, 'SUCCESS']));
      expect(paths.filter((name) => !gallery.has(name))).toEqual([]);
    }
  }, 300_000);
});
