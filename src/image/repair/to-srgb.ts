import type { RawPixels } from './decode/raw-pixels.ts';
import { type Primaries, SRGB_PRIMARIES, type StatedColours } from './stated-colours.ts';

type Matrix = readonly (readonly [number, number, number])[];

/** Steps of light between 0 and 1 for which the value of sRGB is computed beforehand. */
const LIGHT_STEPS = 65_535;

/** The same colours in sRGB; colours beyond it become the nearest value of each channel. Transparency stays. */
export function toSrgb(pixels: RawPixels, { primaries, power }: StatedColours): RawPixels {
  const { data, channels } = pixels;
  const light = Float64Array.from({ length: 256 }, (_, value) => lightOf(value / 255, power));
  const values = Uint8Array.from({ length: LIGHT_STEPS + 1 }, (_, step) =>
    Math.round(255 * srgbOf(step / LIGHT_STEPS)),
  );
  const value = (amount: number) =>
    values[Math.round(Math.min(1, Math.max(0, amount)) * LIGHT_STEPS)] as number;
  const matrix = primaries === null ? null : multiplied(inverse(toXyz(SRGB_PRIMARIES)), toXyz(primaries));
  const converted = new Uint8Array(data);
  for (let at = 0; at < data.length; at += channels) {
    const [r, g, b] = [0, 1, 2].map((i) => light[data[at + i] as number] as number) as [
      number,
      number,
      number,
    ];
    if (channels === 1) converted[at] = value(r);
    else
      [r, g, b].forEach((amount, i) => {
        const row = matrix?.[i];
        converted[at + i] = value(row === undefined ? amount : row[0] * r + row[1] * g + row[2] * b);
      });
  }
  return { ...pixels, data: converted };
}

const lightOf = (value: number, power: number | null): number =>
  power !== null ? value ** power : value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;

const srgbOf = (light: number): number =>
  light <= 0.0031308 ? light * 12.92 : 1.055 * light ** (1 / 2.4) - 0.055;

/** The matrix from light of these primaries to CIE XYZ. */
function toXyz([rx, ry, gx, gy, bx, by, wx, wy]: Primaries): Matrix {
  const columns = [
    [rx / ry, gx / gy, bx / by],
    [1, 1, 1],
    [(1 - rx - ry) / ry, (1 - gx - gy) / gy, (1 - bx - by) / by],
  ] as const;
  const white = [wx / wy, 1, (1 - wx - wy) / wy];
  const scale = inverse(columns).map((row) =>
    row.reduce((sum, part, i) => sum + part * (white[i] as number), 0),
  );
  return columns.map((row) => row.map((part, i) => part * (scale[i] as number)) as [number, number, number]);
}

function inverse([a, b, c]: Matrix): Matrix {
  if (!a || !b || !c) throw new RangeError('Cannot invert a matrix of fewer than 3 rows');
  const cross = (one: readonly number[], other: readonly number[]) =>
    [1, 2, 0].map((i) => {
      const next = (i + 1) % 3;
      return (one[i] as number) * (other[next] as number) - (one[next] as number) * (other[i] as number);
    });
  const columns = [cross(b, c), cross(c, a), cross(a, b)];
  const determinant = a.reduce((sum, part, i) => sum + part * (columns[0]?.[i] as number), 0);
  return [0, 1, 2].map(
    (i) => columns.map((column) => (column[i] as number) / determinant) as [number, number, number],
  );
}

const multiplied = (one: Matrix, other: Matrix): Matrix =>
  one.map(
    (row) =>
      [0, 1, 2].map((i) => row.reduce((sum, part, k) => sum + part * (other[k]?.[i] as number), 0)) as [
        number,
        number,
        number,
      ],
  );
