import type { ItemKind, LineRange, SteeringDocument } from './model';

/** What `import --dry-run --json` prints. */
export interface DryRun {
  readonly document: { readonly sha256: string; readonly title: string };
  readonly items: readonly {
    readonly kind: ItemKind;
    readonly reportable: boolean;
    readonly section: string;
    readonly sectionTitle: string;
    readonly text: string;
    readonly addressees: readonly string[];
    readonly lines: LineRange;
    /** Each as `code: sentence`. */
    readonly doubts: readonly string[];
  }[];
}

/** The document as the dry run shows it, with exactly these fields in this order. */
export const dryRun = ({ sha256, title, items }: SteeringDocument): DryRun => ({
  document: { sha256, title },
  items: items.map(({ kind, reportable, section, sectionTitle, text, addressees, lines, doubts }) => ({
    kind,
    reportable,
    section,
    sectionTitle,
    text,
    addressees,
    lines,
    doubts: doubts.map(({ code, sentence }) => `${code}: ${sentence}`),
  })),
});
