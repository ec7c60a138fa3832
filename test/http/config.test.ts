import { defaultConfig, readConfig } from '../../services/http';

describe('settings from the environment', () => {
  it('keep everything in ./data on this machine unless told otherwise', () => {
    expect(readConfig({})).toEqual({ _tag: 'Right', right: defaultConfig('./data') });
    expect(defaultConfig('./data')).toMatchObject({
      host: '127.0.0.1',
      port: 8420,
      auth: 'local',
      eventLog: 'file:data/events.db',
    });
  });

  it('move with KRAVSPOR_DATA, and each on its own', () => {
    const read = readConfig({
      KRAVSPOR_DATA: '/var/lib/kravspor',
      KRAVSPOR_VIEWS: 'file:/fast/views.db',
      KRAVSPOR_PORT: '0',
    });
    expect(read).toMatchObject({
      right: {
        eventLog: 'file:/var/lib/kravspor/events.db',
        content: 'file:/var/lib/kravspor/content',
        views: 'file:/fast/views.db',
        port: 0,
      },
    });
  });

  it.each([
    ['KRAVSPOR_PORT', '70000', 'a port'],
    ['KRAVSPOR_PORT', 'http', 'a port'],
    ['KRAVSPOR_NODE_PORT', '70000', 'a port'],
    ['KRAVSPOR_AUTH', 'none', 'local or keys'],
    ['KRAVSPOR_LOG_ORIGIN', 'with space', 'a name'],
    ['KRAVSPOR_LOG_LEVEL', 'loud', 'one of'],
    ['KRAVSPOR_HOST', '0.0.0.0', 'KRAVSPOR_AUTH=keys'],
  ])('say what was expected of %s=%s', (setting, found, expected) => {
    expect(readConfig({ [setting]: found })).toEqual({
      _tag: 'Left',
      left: [{ setting, found, expected: expect.stringContaining(expected) as unknown }],
    });
  });

  it('put the node beside a log in a file alone', () => {
    const env = { KRAVSPOR_NODE_PORT: '2113' };
    expect(readConfig(env)).toMatchObject({ right: { nodePort: 2113 } });
    expect(readConfig({ ...env, KRAVSPOR_EVENT_LOG: 'esdb://127.0.0.1:2113' })).toMatchObject({
      left: [{ setting: 'KRAVSPOR_NODE_PORT', found: '2113' }],
    });
  });

  it('tell every flaw at once, and let keys mode listen anywhere', () => {
    expect(readConfig({ KRAVSPOR_PORT: 'x', KRAVSPOR_AUTH: 'y' })).toMatchObject({ left: [{}, {}] });
    expect(readConfig({ KRAVSPOR_HOST: '0.0.0.0', KRAVSPOR_AUTH: 'keys' })._tag).toBe('Right');
  });
});
