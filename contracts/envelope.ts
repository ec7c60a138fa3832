import { anyJson, literal, object, pattern, text, type Static } from './codec/kit';
import { Body, OrganisationId, Subject, Timestamp, UriReference } from './primitives';

/** The sender's own id of an event; together with stream and source it is the event's identity for ever. */
export const EventId = pattern('EventId', 'an id of 1 to 200 printable ASCII characters', /^[!-~]{1,200}$/);

/** `no.kravspor.<family>.<what-happened>.v<n>` */
export const EventTypeName = pattern(
  'EventTypeName',
  'an event type such as no.kravspor.requirement.reported.v1',
  /^no\.kravspor\.[a-z-]+\.[a-z-]+\.v[1-9][0-9]?$/,
);

/**
 * A CloudEvent 1.0.2 (JSON format) as this log takes it. `organisation` and `body` tell on whose behalf, `time` when it
 * happened in the world. Attributes that are not listed are refused.
 */
export const CloudEvent = object(
  {
    specversion: literal('1.0'),
    id: EventId,
    source: UriReference,
    type: EventTypeName,
    subject: Subject,
    time: Timestamp,
    organisation: OrganisationId,
    data: anyJson,
  },
  {
    datacontenttype: literal('application/json'),
    dataschema: text(2_000),
    body: Body,
    reason: text(2_000),
    correlationid: EventId,
    causationid: EventId,
    traceparent: pattern(
      'TraceParent',
      'a W3C traceparent',
      /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/,
    ),
    tracestate: text(512),
  },
);
export type CloudEvent = Static<typeof CloudEvent>;

/** An event is at most this many bytes in canonical form; what is larger is attached by hash. */
export const MAX_EVENT_BYTES = 64 * 1024;

/** How far ahead of the log's clock an event's `time` may lie, in milliseconds. */
export const MAX_AHEAD_MS = 5 * 60_000;
