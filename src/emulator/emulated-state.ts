import type { EmulatorSettings } from './emulator-options.ts';
import { FaultRules } from './faults/fault-rules.ts';
import { InstanceState } from './image-search/instance-state.ts';
import { RPC_OPERATIONS } from './image-search/operations/rpc-operations.ts';
import { RequestRates } from './image-search/request-rates.ts';
import { OSS_OPERATION_NAMES } from './oss/oss-operations.ts';
import { OssState } from './oss/oss-state.ts';
import { StateFolder } from './state/state-folder.ts';
import { UploadGrants } from './upload/upload-grants.ts';

/** The bucket that files of failures and exports are written to. */
export const FILE_BUCKET = 'image-search-task-info';

/** Everything that an emulator holds and that `reset()` empties. */
export class EmulatedState {
  readonly oss: OssState;
  readonly instance: InstanceState;
  readonly uploads: UploadGrants;
  readonly rates: RequestRates | undefined;
  readonly rules: FaultRules;
  #folder: StateFolder | undefined;
  #tasks = new AbortController();

  /** @throws {TypeError | RangeError} for an invalid fault rule or bucket name */
  private constructor(settings: EmulatorSettings) {
    const { regionId, instanceName, bucketName, buckets, clock } = settings;
    this.rules = new FaultRules(settings.faults, KNOWN_OPERATIONS);
    this.oss = new OssState(clock);
    const regions = { ...buckets, [bucketName]: regionId, [FILE_BUCKET]: regionId };
    for (const [name, region] of Object.entries(regions)) this.oss.createBucket(name, region);
    this.instance = new InstanceState({ ...settings, name: instanceName }, clock.now());
    this.uploads = new UploadGrants(clock);
    this.rates = settings.rates === 'off' ? undefined : new RequestRates();
  }

  /** The state that `stateFolder` keeps, or an empty one without such a folder. */
  static async open(settings: EmulatorSettings): Promise<EmulatedState> {
    const state = new EmulatedState(settings);
    if (settings.stateFolder !== undefined)
      state.#folder = await StateFolder.open(settings.stateFolder, state);
    return state;
  }

  /** Aborts when the tasks that are running now must end. */
  get tasksSignal(): AbortSignal {
    return this.#tasks.signal;
  }

  /** Empties the state, and ends the tasks and the faults that are still waiting. */
  reset(): void {
    const { oss, instance, uploads, rates } = this;
    this.#tasks.abort(new Error('The emulator was reset'));
    this.#tasks = new AbortController();
    for (const held of [oss, instance, uploads, rates, this.#folder]) held?.clear();
    this.rules.reset();
  }

  /** Ends the tasks and the faults that are still waiting. The state can still be read. */
  end(): void {
    const reason = new Error('The emulator was closed');
    this.#tasks.abort(reason);
    this.rules.abortWaits(reason);
  }

  /** Call it once, when no request can be answered any more. */
  async close(): Promise<void> {
    await this.#folder?.close();
  }
}

const KNOWN_OPERATIONS = { imageSearch: [...RPC_OPERATIONS.keys()], oss: OSS_OPERATION_NAMES };
