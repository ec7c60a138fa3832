import { define } from '../catalogue/define';
import { flag, integer, list, object } from '../codec/kit';
import { label } from '../labels';
import { IsoDate, Key, Line, Months, Reason, RecordId, Seq, Sha256, Subject } from '../primitives';
import { BoardCase, Corrected, ReportStep } from './parts';

const reporter = { roles: ['reporter', 'board'], relation: 'self' } as const;

/** A submission pins what it says: the cut of the log it was folded at, and the digest of the model folded there. */
const submission = {
  step: ReportStep,
  basis: Seq,
  digest: Sha256,
  /** Due requirements without an answer; the board's version must give a reason for each. */
  gaps: list(object({ requirement: Subject }, { reason: Reason }), { max: 1_000 }),
};

export const reportEvents = {
  opened: define({
    data: object({ months: Months }, { title: Line, template: Key }),
    who: { roles: ['reporter', 'owner', 'issuer'], relation: 'self-or-above' },
    correctable: false,
    labels: label('Rapport åpnet', 'Rapport opna', 'Report opened'),
    example: { months: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], title: 'Årlig melding 2031' },
  }),
  submitted: define({
    data: object(submission),
    who: reporter,
    correctable: false,
    guarded: true,
    labels: label('Innsendt', 'Innsend', 'Submitted'),
    example: { step: 'administrative', basis: 1204, digest: '34'.repeat(32), gaps: [] },
  }),
  returned: define({
    data: object({ step: ReportStep, reason: Reason }),
    who: { roles: ['owner', 'issuer'], relation: 'above' },
    correctable: false,
    labels: label('Returnert', 'Returnert', 'Returned'),
    example: { step: 'administrative', reason: 'Tre krav mangler forklaring' },
  }),
  'submitted-anew': define({
    data: object({ ...submission, returned: RecordId, changes: Reason }),
    who: reporter,
    correctable: false,
    guarded: true,
    labels: label('Innsendt på nytt', 'Innsend på nytt', 'Submitted anew'),
    example: {
      step: 'administrative',
      basis: 1260,
      digest: '56'.repeat(32),
      gaps: [],
      returned: '5f0c8d6e-6d0b-5a53-8f7e-0d6f2a1b9c3d',
      changes: 'Forklaringene er lagt inn',
    },
  }),
  'board-treated': define({
    data: object({ boardCase: BoardCase, decision: Line }),
    who: { roles: ['board', 'reporter'], relation: 'self' },
    labels: label('Styrebehandlet', 'Styrehandsama', 'Board-treated'),
    example: {
      boardCase: { number: '8/32', title: 'Årlig melding 2031', date: '2032-02-10' },
      decision: 'Styret godkjenner årlig melding',
    },
  }),
  'board-copy-sent': define({
    data: object({ date: IsoDate }),
    who: reporter,
    labels: label('Kopi sendt styret', 'Kopi send styret', 'Copy sent to the board'),
    example: { date: '2032-02-01' },
  }),
  'difference-judged': define({
    /** `answer` is the answer that stands now; should it change again, the decision must be made anew. */
    data: object({ requirement: Subject, answer: Sha256, essential: flag, reason: Reason }),
    who: reporter,
    labels: label('Forskjell vurdert', 'Skilnad vurdert', 'Difference judged'),
    example: {
      requirement: 'granvik.helse-solheim-sr-2031-i012',
      answer: '78'.repeat(32),
      essential: true,
      reason: 'Status gikk fra gul til rød',
    },
  }),
  'risks-ranked': define({
    data: object({
      months: Months,
      risks: list(
        object({ rank: integer(1, 10), risk: Key, text: Line }, { requirement: Subject, deviation: Key }),
        {
          min: 1,
          max: 10,
        },
      ),
    }),
    who: reporter,
    labels: label('Topp ti risiko rangert', 'Topp ti risiko rangert', 'Top risks ranked'),
    example: {
      months: [1, 2, 3, 4],
      risks: [{ rank: 1, risk: 'bemanning', text: 'Mangel på spesialsykepleiere' }],
    },
  }),
  sealed: define({
    /**
     * Basis and digest are those of the board's version that stands. `heads` is the SHA-256 of the list of the
     * organisation's own streams as of the basis: the newest revision of each, with the hash of its leaf.
     */
    data: object({
      basis: Seq,
      digest: Sha256,
      ruleSet: object({ ruleSet: Key, version: integer(1, 9_999) }),
      heads: Sha256,
    }),
    who: { roles: ['reporter', 'board', 'owner', 'issuer'], relation: 'self-or-above' },
    correctable: false,
    labels: label('Forseglet', 'Forsegla', 'Sealed'),
    example: {
      basis: 1300,
      digest: '34'.repeat(32),
      ruleSet: { ruleSet: 'annual-report', version: 1 },
      heads: '9a'.repeat(32),
    },
  }),
  corrected: define({
    data: Corrected,
    who: reporter,
    labels: label('Rettet', 'Retta', 'Corrected'),
    example: {
      outcome: 'annulled',
      corrects: '5f0c8d6e-6d0b-5a53-8f7e-0d6f2a1b9c3d',
      reason: 'Vurderingen gjaldt et annet krav',
    },
  }),
};
