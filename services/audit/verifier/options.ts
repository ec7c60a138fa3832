/** What stands on the command line behind the command. */
export interface Options {
  readonly places: readonly string[];
  readonly keys: readonly string[];
  readonly earlier: readonly string[];
  readonly leaf: string | undefined;
  readonly json: boolean;
}

export const USAGE = `Checks what Kravspor has signed: offline, and without trusting who runs it.

  kravspor-verify log DIR               a whole log: its checkpoint, entry bundles and tiles
      --earlier FILE                    and that it begins with the log of a checkpoint you have kept
  kravspor-verify proof FILE            that one event is in the log
      --leaf FILE                       the leaf, if the proof does not hold it
  kravspor-verify consistency OLD NEW   that one log is another with events added; each a checkpoint or a log folder
  kravspor-verify bundle DIR            a part of a log, as kravspor export wrote it
  kravspor-verify report DIR            and that each line of the report in it rests on records, none of them hidden

  --key KEY    the log's verifier key, or a file with such keys, from a source that you trust; may be repeated
  --json       the result for programs

Ends with 0 verified, 1 tampered, 2 incomplete, 3 unreadable, 64 wrong usage.
`;

/** Reads the arguments; undefined if they are not as the usage has them. */
export function parseOptions(args: readonly string[]): Options | undefined {
  const places: string[] = [];
  const keys: string[] = [];
  const earlier: string[] = [];
  let leaf: string | undefined;
  let json = false;
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? '';
    if (arg === '--json') {
      json = true;
    } else if (arg.startsWith('-')) {
      const value = args[++i];
      if (value === undefined || value === '') return undefined;
      if (arg === '--key') keys.push(value);
      else if (arg === '--earlier') earlier.push(value);
      else if (arg === '--leaf' && leaf === undefined) leaf = value;
      else return undefined;
    } else {
      places.push(arg);
    }
  }
  return { places, keys, earlier, leaf, json };
}
