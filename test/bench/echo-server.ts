import express from 'express';
import { isLeft } from 'fp-ts/Either';
import { parseStrictJson } from '../../contracts/json/strict';
import { receive } from '../../services/lifecycle/receive';

/** The limit of the HTTP door: an Express app that reads a body, decodes the event and echoes it. It decides and stores nothing. */
const app = express();
app.disable('x-powered-by');
app.disable('etag');
app.get('/livez', (_, response) => void response.json({}));
app.post('/v1/events', express.raw({ type: () => true, limit: '64kb' }), (request, response) => {
  const body: unknown = request.body;
  const parsed = Buffer.isBuffer(body) ? parseStrictJson(body) : undefined;
  const received = parsed === undefined || isLeft(parsed) ? undefined : receive(parsed.right);
  if (received === undefined || isLeft(received)) response.status(400).end();
  else response.status(201).json(received.right.event);
});
app.listen(Number(process.env['PORT']), '127.0.0.1');
