import { define } from '../catalogue/define';
import { object, oneOf, pattern } from '../codec/kit';
import { label } from '../labels';
import { Body, IsoDate, Key, Line, OrganisationId, Reason } from '../primitives';
import { Corrected } from './parts';

export const OrganisationKind = oneOf('ministry', 'region', 'trust', 'partner', 'unit');

const administrator = { roles: ['administrator'], relation: 'any' } as const;

export const organisationEvents = {
  registered: define({
    data: object(
      { name: Line, kind: OrganisationKind },
      {
        parent: OrganisationId,
        number: pattern('OrganisationNumber', 'an organisation number of nine digits', /^\d{9}$/),
        from: IsoDate,
      },
    ),
    who: administrator,
    correctable: false,
    labels: label('Organisasjon registrert', 'Organisasjon registrert', 'Organisation registered'),
    example: { name: 'Granvik sykehus HF', kind: 'trust', parent: 'helse-solheim', from: '2030-01-01' },
  }),
  'alias-added': define({
    data: object({ alias: Line }, { from: IsoDate }),
    who: administrator,
    labels: label('Alias lagt til', 'Alias lagt til', 'Alias added'),
    example: { alias: 'Granvik', from: '2030-01-01' },
  }),
  'joined-group': define({
    data: object({ group: Key, from: IsoDate }, { to: IsoDate }),
    who: administrator,
    labels: label('Innlemmet i gruppe', 'Innlemma i gruppe', 'Joined a group'),
    example: { group: 'alle-hf', from: '2030-01-01' },
  }),
  merged: define({
    data: object({ into: OrganisationId, from: IsoDate, reason: Reason }),
    who: administrator,
    labels: label('Slått sammen med en annen', 'Slått saman med ein annan', 'Merged into another'),
    example: { into: 'granvik', from: '2032-01-01', reason: 'Vedtak i foretaksmøte' },
  }),
  retired: define({
    data: object({ from: IsoDate, reason: Reason }),
    who: administrator,
    labels: label('Avviklet', 'Avvikla', 'Retired'),
    example: { from: '2033-01-01', reason: 'Virksomheten er avviklet' },
  }),
  'body-registered': define({
    data: object({ body: Body, name: Line }),
    who: administrator,
    labels: label('Organ registrert', 'Organ registrert', 'Body registered'),
    example: { body: 'board', name: 'Styret for Granvik sykehus HF' },
  }),
  'unit-registered': define({
    data: object({ unit: Key, name: Line }),
    who: { roles: ['administrator', 'recipient'], relation: 'self-or-above' },
    labels: label('Enhet registrert', 'Eining registrert', 'Unit registered'),
    example: { unit: 'medisinsk-klinikk', name: 'Medisinsk klinikk' },
  }),
  corrected: define({
    data: Corrected,
    who: administrator,
    labels: label('Rettet', 'Retta', 'Corrected'),
    example: {
      outcome: 'annulled',
      corrects: '5f0c8d6e-6d0b-5a53-8f7e-0d6f2a1b9c3d',
      reason: 'Aliaset tilhører en annen organisasjon',
    },
  }),
};
