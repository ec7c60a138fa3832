/** C2SP tlog-tiles: where a tile of the tree, or a bundle of its entries, is found. */
export const TILE_HEIGHT = 8;
export const TILE_WIDTH = 256;

export interface TileId {
  /** Level of the tile, or `entries` for a bundle of leaves. */
  readonly level: number | 'entries';
  /** Index within the level. */
  readonly index: number;
  /** How many hashes or entries: 1 to 256; 256 is a full tile. */
  readonly width: number;
}

const MAX_LEVEL = 63;

/** `tile/0/x001/234`, with `.p/17` for a partial tile. */
export const tilePath = (id: TileId): string =>
  id.width === TILE_WIDTH ? fullPath(id) : `${partialFolder(id)}/${id.width}`;

/** Where the full tile lies, or will lie. */
export const fullPath = ({ level, index }: TileId): string => `tile/${level}/${indexPath(index)}`;

/** The folder of the partial tiles that come before the full one. */
export const partialFolder = (id: TileId): string => `${fullPath(id)}.p`;

function indexPath(index: number): string {
  const digits = String(index);
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, '0');
  const groups = padded.match(/.{3}/g) ?? [];
  return groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join('/');
}

const PATH = /^tile\/(0|[1-9]\d?|entries)\/((?:x\d{3}\/){0,4}\d{3})(?:\.p\/([1-9]\d{0,2}))?$/;

/** Reads a path; undefined unless it is written exactly as `tilePath` writes it. */
export function parseTilePath(path: string): TileId | undefined {
  const [, level = '', index = '', width] = PATH.exec(path) ?? [];
  if (index === '') return undefined;
  const id: TileId = {
    level: level === 'entries' ? level : Number(level),
    index: Number(index.replaceAll(/[x/]/g, '')),
    width: width === undefined ? TILE_WIDTH : Number(width),
  };
  if ((id.level !== 'entries' && id.level > MAX_LEVEL) || id.width > TILE_WIDTH) return undefined;
  return tilePath(id) === path ? id : undefined;
}

/** How many hashes there are at a level of a tree of that size. */
export const countAt = (level: number, size: number): number => Math.floor(size / TILE_WIDTH ** level);

/** How wide a tile is in a tree of that size; 0 or less where there is none. */
export const widthIn = ({ level, index }: Omit<TileId, 'width'>, size: number): number =>
  Math.min(TILE_WIDTH, countAt(level === 'entries' ? 0 : level, size) - index * TILE_WIDTH);
