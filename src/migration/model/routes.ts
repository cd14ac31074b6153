/** The ways by which images reach a bucket: this package's own import, and Alibaba's two movers. */
export const MIGRATION_ROUTES = ['import', 'online-migration', 'ossimport'] as const;

/** A mover: one of `MIGRATION_ROUTES`. */
export type MigrationRoute = (typeof MIGRATION_ROUTES)[number];

/** What the arithmetic of routes goes by. Speeds are in megabits a second, 10^6 bits. */
export interface RouteNeeds {
  readonly images: number;
  readonly bytes: number;
  /** Images that a mover can fetch over HTTP. */
  readonly withUrl: number;
  /** In how many days the move should be over. */
  readonly days: number;
  /** Of the whole line between the images and the bucket. */
  readonly megabitsPerSecond: number;
  readonly megabitsPerMachine: number;
  readonly filesPerSecond: number;
  /** Machines that ossimport has; undefined when that is to be said. */
  readonly machines: number | undefined;
}

/** What a route would take. */
export interface RouteEstimate {
  /** The mover that it is about. */
  readonly route: MigrationRoute;
  /** Whether the route can move every image, and is over in time. */
  readonly fits: boolean;
  /** Whether the route can move every image. */
  readonly possible: boolean;
  /** Machines of the caller that do the work; 0 when Alibaba's do it. */
  readonly machines: number;
  /** How long it takes; the longer of what bytes and what files take. */
  readonly days: number;
  /** How these figures come about, and what speaks against the route. */
  readonly arithmetic: readonly string[];
}

/** ossimport runs on one machine below this, on several above (help page "Use ossimport to import images"). */
const STANDALONE_BYTES = 30e12;

/** Every route with its arithmetic, in the order in which they are preferred. */
export function estimateRoutes(needs: RouteNeeds): readonly RouteEstimate[] {
  return MIGRATION_ROUTES.map((route) => {
    const { machines, fileRate, against } = ROUTES[route](needs);
    const { megabitsPerSecond, megabitsPerMachine, images, bytes } = needs;
    const speed = Math.min(megabitsPerSecond, machines === 0 ? Infinity : machines * megabitsPerMachine);
    const byBytes = daysOfBytes(bytes, speed);
    const byFiles = fileRate === undefined ? 0 : images / fileRate / SECONDS_A_DAY;
    const days = Math.max(byBytes, byFiles);
    const possible = against === undefined;
    return {
      ...{ route, machines, days, possible, fits: possible && days <= needs.days },
      arithmetic: [
        `${plain(bytes)} bytes × 8 / ${plain(speed)} Mbit/s = ${shownDays(byBytes)}`,
        fileRate === undefined
          ? `${countedFiles(images)}: no document says how many a second it moves`
          : `${countedFiles(images)} / ${plain(fileRate)} a second = ${shownDays(byFiles)}`,
        ...(against === undefined ? [] : [against]),
      ],
    };
  });
}

/** The first route that fits; else, of those that are possible, the fastest. */
export function chooseRoute(estimates: readonly RouteEstimate[]): RouteEstimate {
  const fitting = estimates.find(({ fits }) => fits);
  const fastest = estimates.filter(({ possible }) => possible).sort((a, b) => a.days - b.days);
  return fitting ?? (fastest[0] as RouteEstimate); // an import is possible always
}

interface RouteWork {
  readonly machines: number;
  /** Files that all machines move in a second; undefined when nobody knows. */
  readonly fileRate: number | undefined;
  /** Why the route cannot move every image. */
  readonly against: string | undefined;
}

const ROUTES: Readonly<Record<MigrationRoute, (needs: RouteNeeds) => RouteWork>> = {
  import: ({ filesPerSecond }) => ({ machines: 1, fileRate: filesPerSecond, against: undefined }),
  'online-migration': (needs) => ({ machines: 0, fileRate: undefined, against: withoutUrl(needs) }),
  ossimport: (needs) => {
    const machines = needs.machines ?? machinesFor(needs);
    return { machines, fileRate: machines * needs.filesPerSecond, against: withoutUrl(needs) };
  },
};

/** X TB in Y days, Z TB a day by each machine: X / Y / Z machines (help page "Migrate data from third-party storage"). */
function machinesFor({ bytes, images, days, megabitsPerMachine, filesPerSecond }: RouteNeeds): number {
  const ofOneMachine = Math.max(
    daysOfBytes(bytes, megabitsPerMachine),
    images / filesPerSecond / SECONDS_A_DAY,
  );
  return Math.max(bytes < STANDALONE_BYTES ? 1 : 2, Math.ceil(ofOneMachine / days));
}

const withoutUrl = ({ images, withUrl }: RouteNeeds): string | undefined =>
  withUrl === images
    ? undefined
    : `${images - withUrl === 1 ? '1 image has' : `${plain(images - withUrl)} images have`} no URL: serve ${images - withUrl === 1 ? 'it' : 'them'} over HTTP and give 'baseUrl'`;

const SECONDS_A_DAY = 86_400;

const daysOfBytes = (bytes: number, megabitsPerSecond: number): number =>
  (bytes * 8) / (megabitsPerSecond * 1e6) / SECONDS_A_DAY;

const plain = (number: number): string => number.toLocaleString('en-US');

const countedFiles = (files: number): string => `${plain(files)} ${files === 1 ? 'file' : 'files'}`;

const shownDays = (days: number): string => `${days < 0.1 ? days.toPrecision(2) : days.toFixed(1)} days`;
