import { define } from '../catalogue/define';
import { list, object, oneOf } from '../codec/kit';
import { label } from '../labels';
import { ActorId, Body, OrganisationId, Reason, Role, Sha256, Timestamp, UriReference } from '../primitives';

const administrator = { roles: ['administrator'], relation: 'any' } as const;
const Roles = list(Role, { min: 1, max: 10, unique: true });

export const accessEvents = {
  'key-issued': define({
    data: object(
      {
        /** SHA-256 of the key; the key itself is shown once and never stored. */
        hash: Sha256,
        holder: ActorId,
        organisation: OrganisationId,
        roles: Roles,
        sources: list(UriReference, { min: 1, max: 50, unique: true }),
        expires: Timestamp,
      },
      { body: Body, scope: oneOf('own', 'whole-log') },
    ),
    who: administrator,
    correctable: false,
    labels: label('API-nøkkel utstedt', 'API-nøkkel utferda', 'API key issued'),
    example: {
      hash: 'ef'.repeat(32),
      holder: 'svc-styringsportal',
      organisation: 'granvik',
      roles: ['reporter'],
      sources: ['https://portal.granvik.example'],
      expires: '2032-01-01T00:00:00Z',
    },
  }),
  'key-withdrawn': define({
    data: object({ reason: Reason }),
    who: administrator,
    correctable: false,
    labels: label('API-nøkkel trukket tilbake', 'API-nøkkel trekt tilbake', 'API key withdrawn'),
    example: { reason: 'Nøkkelen er byttet ut' },
  }),
  'roles-changed': define({
    data: object({ roles: Roles, reason: Reason }),
    who: administrator,
    correctable: false,
    labels: label('Roller endret', 'Roller endra', 'Roles changed'),
    example: { roles: ['reporter', 'recipient'], reason: 'Tjenesten mottar også krav' },
  }),
};
