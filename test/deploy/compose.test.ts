import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

const COMPOSE = ['docker-compose.yml', 'deploy/compose.tls.yml'];
const compose = COMPOSE.map(read)
  .join('\n')
  .replace(/^\s*#.*$/gm, '');
const variables = [...compose.matchAll(/\$\{(\w+)([^}]*)\}/g)].map(([, name = '', rest = '']) => ({
  name,
  rest,
}));

describe('the compose files', () => {
  it('start nothing without each password, and give none a default', () => {
    const passwords = variables.filter(({ name }) => name.endsWith('PASSWORD'));
    expect(new Set(passwords.map(({ name }) => name)).size).toBe(5);
    expect(passwords.filter(({ rest }) => !rest.startsWith(':?'))).toEqual([]);
    for (const [, value] of compose.matchAll(/^\s+\w*PASSWORD\w*: *(.*)$/gm)) expect(value).toMatch(/^\$\{/);
  });

  it('ask for nothing that the example of .env does not list, without values', () => {
    const example = [...read('deploy/env.example').matchAll(/^(\w+)=(.*)$/gm)];
    expect(example.filter(([, , value]) => value !== '')).toEqual([]);
    const listed = example.map(([, name]) => name);
    const asked = variables.filter(({ rest }) => rest.startsWith(':?')).map(({ name }) => name);
    expect(asked.filter(name => !listed.includes(name))).toEqual([]);
  });

  it('speak of settings that the service reads', () => {
    const config = read('services/http/config.ts');
    const settings = [...compose.matchAll(/^\s+(KRAVSPOR_\w+):/gm)].map(([, name = '']) => name);
    expect(settings.length).toBeGreaterThan(10);
    expect(settings.filter(name => !config.includes(`'${name}'`))).toEqual([]);
  });

  it('publish the API on loopback alone, and nothing else', () => {
    const ports = [...compose.matchAll(/^\s+ports: (.*)$/gm)].map(([, value]) => value);
    expect(ports).toEqual(["['127.0.0.1:${KRAVSPOR_PORT:-8420}:8420']"]);
  });
});

describe('the image', () => {
  const dockerfile = read('deploy/Dockerfile');

  it('is made of files that there are, and that are not kept from it', () => {
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.*) \S+$/gm)].flatMap(([, from = '']) =>
      from.split(' '),
    );
    expect(copied).toContain('package-lock.json');
    expect(copied.filter(path => !existsSync(join(ROOT, path)))).toEqual([]);
    const letIn = [...read('.dockerignore').matchAll(/^!(.*)$/gm)].map(([, path]) => path);
    expect(
      copied.filter(path => !letIn.some(way => path === way || path.startsWith(`${way ?? ''}/`))),
    ).toEqual([]);
  });

  it('does not run as root', () => {
    const users = [...dockerfile.matchAll(/^USER (\S+)$/gm)].map(([, user]) => user);
    expect(users).toEqual(['node']);
    expect(dockerfile.lastIndexOf('\nUSER')).toBeGreaterThan(dockerfile.lastIndexOf('\nRUN'));
  });
});
