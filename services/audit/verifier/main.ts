import { checkBundle } from './command-bundle';
import { checkConsistency } from './command-consistency';
import { checkLog } from './command-log';
import { checkProof } from './command-proof';
import { checkReport } from './command-report';
import { type Options, parseOptions, USAGE } from './options';
import { asJson, asText } from './print';
import { add, EXIT, newReport, type Report, Stop, verdictOf } from './verdict';

/** A check of places that were named on the command line; undefined if there are too few or too many of them. */
function checkOf(command: string, options: Options): ((report: Report) => void) | undefined {
  const [first, second, ...more] = options.places;
  if (first === undefined || more.length > 0) return undefined;
  switch (command) {
    case 'log':
      return second === undefined ? report => checkLog(report, first, options) : undefined;
    case 'proof':
      return second === undefined ? report => checkProof(report, first, options) : undefined;
    case 'bundle':
      return second === undefined ? report => checkBundle(report, first, options) : undefined;
    case 'report':
      return second === undefined ? report => checkReport(report, first, options) : undefined;
    case 'consistency':
      return second === undefined ? undefined : report => checkConsistency(report, first, second, options);
    default:
      return undefined;
  }
}

/** Runs a command; gives what to print, and the exit status. */
export function run(args: readonly string[]): { readonly text: string; readonly exit: number } {
  const [command = '', ...rest] = args;
  const options = parseOptions(rest);
  const check = options === undefined ? undefined : checkOf(command, options);
  if (options === undefined || check === undefined) return { text: USAGE, exit: EXIT.usage };
  const report = newReport(command);
  try {
    check(report);
  } catch (error) {
    // Whatever could not be foreseen is no reason to vouch for anything.
    const message = `This could not be read: ${String(error)}`;
    add(report, error instanceof Stop ? error.finding : { verdict: 'unreadable', code: 'failed', message });
  }
  return { text: options.json ? asJson(report) : asText(report), exit: EXIT[verdictOf(report)] };
}

export function main(): void {
  const { text, exit } = run(process.argv.slice(2));
  (exit === EXIT.usage ? process.stderr : process.stdout).write(text);
  process.exitCode = exit;
}
