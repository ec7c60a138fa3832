import { CloudEvent, HTTP, type Message } from 'cloudevents';
import { type Harness, type Receipt, startHarness } from './harness';

/** Events made and serialised by the CloudEvents project’s own library. */
describe('the CloudEvents SDK', () => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await startHarness();
  });
  afterAll(() => harness.close());

  const made = (id: string) =>
    new CloudEvent({
      id: `sdk-${id}`,
      source: 'https://sdk.example',
      type: 'no.kravspor.organisations.registered.v1',
      subject: id,
      time: new Date().toISOString(),
      organisation: id,
      data: { name: `${id} RHF`, kind: 'region' },
    });

  const post = (message: Message<unknown>) =>
    harness.agent
      .post('/v1/events')
      .set(message.headers as Record<string, string>)
      .send(typeof message.body === 'string' ? message.body : JSON.stringify(message.body));

  const stored = async (id: string): Promise<unknown> => {
    for await (const entry of harness.serving.service.log.readStream('organisations'))
      if (entry.id === id) return JSON.parse(entry.data);
    return undefined;
  };

  it.each(['structured', 'binary'] as const)('is understood in %s mode', async mode => {
    const event = made(`${mode}-region`);
    const response = await post(HTTP[mode](event));
    expect(response.status).toBe(201);
    expect(await stored((response.body as Receipt).id)).toEqual(JSON.parse(event.toString()));
  });

  it('is understood in batch mode', async () => {
    const events = [made('batch-a'), made('batch-b')];
    const response = await post({
      headers: { 'content-type': 'application/cloudevents-batch+json; charset=utf-8' },
      body: JSON.stringify(events),
    });
    expect(response.status).toBe(201);
    expect(response.body).toMatchObject({ stored: 2 });
  });

  it('sends the same event in either mode', async () => {
    const event = made('both');
    expect((await post(HTTP.binary(event))).status).toBe(201);
    expect((await post(HTTP.structured(event))).status).toBe(200);
  });
});
