import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Agent } from 'undici';
import { describe, expect, test } from 'vitest';
import { rangeOf, refusedRange, type AllowedAddresses } from '../../changes/webhooks/target/addresses.ts';
import { TargetGuard, type Resolve } from '../../changes/webhooks/target/guard.ts';

const PUBLIC = '93.184.216.34';
const STRICT = { allowed: [], http: true };

/** A resolver that always gives these addresses. */
const resolvingTo =
  (...addresses: readonly string[]): Resolve =>
  () =>
    Promise.resolve(addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })));

function rangesOf(...texts: readonly string[]): AllowedAddresses {
  return texts.map((text) => {
    const range = rangeOf(text);
    if (!range) throw new Error(`no range: ${text}`);
    return range;
  });
}

/** A server that must not be reached, and its number of connections. */
async function forbiddenServer() {
  let connections = 0;
  const server = createServer((_request, response) => response.end('secret')).listen(0, '127.0.0.1');
  server.on('connection', () => (connections += 1));
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => connections,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function request(guard: TargetGuard, url: string): Promise<number> {
  const agent = new Agent({ connect: guard.connector(), allowH2: false });
  try {
    const { origin, pathname } = new URL(url);
    const { statusCode, body } = await agent.request({ origin, path: pathname, method: 'POST' });
    await body.dump();
    return statusCode;
  } finally {
    await agent.destroy();
  }
}

describe('an address that is not public is refused, however it is written', () => {
  const guard = new TargetGuard(STRICT);

  test.each([
    ['loopback', 'http://127.0.0.1/'],
    ['another loopback address', 'http://127.8.9.10/'],
    ['decimal', 'http://2130706433/'],
    ['octal', 'http://0177.0.0.1/'],
    ['octal, as one number', 'http://017700000001/'],
    ['hexadecimal', 'http://0x7f000001/'],
    ['hexadecimal, in parts', 'http://0x7f.0x0.0x0.0x1/'],
    ['shortened', 'http://127.1/'],
    ['shortened to one number', 'http://0/'],
    ['with a dot at the end', 'http://127.0.0.1./'],
    ['in full-width digits', 'http://１２７.０.０.１/'],
    ['with ideographic dots', 'http://127。0。0。1/'],
    ['in circled digits', 'http://①②⑦.⓪.⓪.①/'],
    ['percent-encoded', 'http://%31%32%37.0.0.1/'],
    ['private, 10/8', 'http://10.1.2.3/'],
    ['private, 172.16/12', 'http://172.31.255.255/'],
    ['private, 192.168/16', 'http://192.168.0.1:8080/'],
    ['link-local, where clouds serve metadata', 'http://169.254.169.254/latest/meta-data'],
    ['carrier-grade NAT', 'http://100.64.0.1/'],
    ['multicast', 'http://224.0.0.1/'],
    ['broadcast', 'http://255.255.255.255/'],
    ['benchmarking', 'http://198.18.0.1/'],
    ['documentation', 'http://203.0.113.1/'],
    ['IPv6 loopback', 'http://[::1]/'],
    ['IPv6 loopback, in full', 'http://[0:0:0:0:0:0:0:1]/'],
    ['IPv6 unspecified', 'http://[::]/'],
    ['IPv6 link-local', 'http://[fe80::1]/'],
    ['IPv6 unique local', 'http://[fd12:3456::1]/'],
    ['IPv6 site-local', 'http://[fec0::1]/'],
    ['IPv6 multicast', 'http://[ff02::1]/'],
    ['IPv4 mapped', 'http://[::ffff:127.0.0.1]/'],
    ['IPv4 mapped, in hexadecimal', 'http://[::ffff:7f00:1]/'],
    ['IPv4 compatible', 'http://[::127.0.0.1]/'],
    ['NAT64', 'http://[64:ff9b::10.0.0.1]/'],
    ['NAT64, local', 'http://[64:ff9b:1::10.0.0.1]/'],
    ['6to4', 'http://[2002:7f00:1::]/'],
    ['Teredo', 'http://[2001:0:4136:e378::1]/'],
    ['IPv6 documentation', 'http://[2001:db8::1]/'],
    ['IPv6 that is not allocated', 'http://[4000::1]/'],
  ])('%s', async (_, url) => {
    expect(await guard.faultOf(url)).toContain('leads to an address that is not public');
  });

  test('while a public one is accepted', async () => {
    expect(await guard.faultOf(`http://${PUBLIC}/in?key=1`)).toBeNull();
    expect(await guard.faultOf('https://[2606:4700::1111]/')).toBeNull();
  });

  test('also if it is a name of this machine, which the operating system resolves', async () => {
    expect(await guard.faultOf('http://localhost/')).toContain('not public (loopback)');
    // Some resolvers know it with a dot at the end, others do not.
    expect(await guard.faultOf('http://LOCALHOST./')).not.toBeNull();
  });
});

describe('an address is refused', () => {
  const guard = new TargetGuard({ allowed: [], http: false }, resolvingTo(PUBLIC));

  test.each([
    ['that is invalid', 'hooks.example/in', 'an address'],
    ['with an IPv6 zone', 'https://[fe80::1%25eth0]/', 'an address'],
    ['with another protocol', 'file:///etc/passwd', 'begins with https://'],
    [
      'without TLS, unless that is allowed',
      'http://hooks.example/',
      'setting WEBHOOKS_ALLOW_HTTP=on allows http://',
    ],
    ['with a password', 'https://ann:secret@hooks.example/', 'must not contain a user name or password'],
    ['with a user name', 'https://ann@hooks.example/', 'must not contain a user name or password'],
    ['with a fragment', 'https://hooks.example/#part', 'must not have a fragment'],
    ['that is very long', `https://hooks.example/${'x'.repeat(3_000)}`, 'at most 2048 characters'],
  ])('%s', async (_, url, fault) => {
    expect(await guard.faultOf(url)).toContain(fault);
    expect(await guard.faultOf('https://hooks.example/in?key=1')).toBeNull();
  });

  test('whose name does not resolve', async () => {
    const lost = new TargetGuard(STRICT, () => Promise.reject(new Error('ENOTFOUND 10.0.0.53')));
    expect(await lost.faultOf('https://hooks.example/')).toBe('"hooks.example" is not known to the resolver');
  });

  test('whose name resolves to no public address; the fault names the kind, not the address', async () => {
    const inside = new TargetGuard(STRICT, resolvingTo('10.1.2.3', 'fd00::7'));
    const fault = await inside.faultOf('https://intranet.example/');
    expect(fault).toContain('"intranet.example" leads to an address that is not public (private)');
    expect(fault).not.toContain('10.1.2.3');
  });

  test('whose internationalized name resolves to a private address', async () => {
    const inside = new TargetGuard(STRICT, resolvingTo('127.0.0.1'));
    expect(await inside.faultOf('https://bücher.example/')).toContain('"xn--bcher-kva.example"');
  });
});

describe('a connection', () => {
  test('is not made to an address that is not public', async () => {
    await using server = await forbiddenServer();
    const guard = new TargetGuard(STRICT);
    await expect(request(guard, `http://127.0.0.1:${server.port}/`)).rejects.toThrow('not public (loopback)');
    await expect(request(guard, `http://localhost:${server.port}/`)).rejects.toThrow('not public (loopback)');
    await expect(request(guard, `http://[::ffff:127.0.0.1]:${server.port}/`)).rejects.toThrow('not public');
    expect(server.connections()).toBe(0);
  });

  test('is not made if a name resolved differently when it was checked (DNS rebinding)', async () => {
    await using server = await forbiddenServer();
    const answers = [PUBLIC, '127.0.0.1', '127.0.0.1'];
    let lookups = 0;
    const guard = new TargetGuard(STRICT, () => resolvingTo(answers[lookups++] ?? '')('x'));
    const url = `http://rebinding.example:${server.port}/`;
    expect(await guard.faultOf(url)).toBeNull();
    await expect(request(guard, url)).rejects.toThrow(
      '"rebinding.example" leads to an address that is not public',
    );
    expect(lookups).toBeGreaterThan(1);
    expect(server.connections()).toBe(0);
  });

  test('is never made to a forbidden address among several', async () => {
    await using server = await forbiddenServer();
    // Nothing answers at the allowed one, which this machine does not have: it fails, and the other is not tried.
    const guard = new TargetGuard(
      { allowed: rangesOf('127.0.0.2'), http: true },
      resolvingTo('127.0.0.1', '127.0.0.2'),
    );
    await expect(request(guard, `http://mixed.example:${server.port}/`)).rejects.toThrow();
    expect(server.connections()).toBe(0);
  });

  test('is made if its address is allowed, whatever the name', async () => {
    await using server = await forbiddenServer();
    const guard = new TargetGuard(
      { allowed: rangesOf('127.0.0.0/8'), http: true },
      resolvingTo('10.0.0.1', '127.0.0.1'),
    );
    expect(await request(guard, `http://inside.example:${server.port}/`)).toBe(200);
    expect(await request(guard, `http://127.0.0.1:${server.port}/`)).toBe(200);
    expect(await guard.faultOf('http://[::1]/')).toContain('not public');
    const all = new TargetGuard({ allowed: 'all', http: true });
    expect(await request(all, `http://localhost:${server.port}/`)).toBe(200);
  });
});

test('ranges are read with and without a length', () => {
  expect(refusedRange('10.1.2.3', rangesOf('10.0.0.0/8'))).toBeNull();
  expect(refusedRange('10.1.2.3', rangesOf('10.1.2.3'))).toBeNull();
  expect(refusedRange('10.1.2.4', rangesOf('10.1.2.3'))).toBe('private');
  expect(refusedRange('fd00::7', rangesOf('fd00::/8', '10.0.0.0/8'))).toBeNull();
  expect(refusedRange('::ffff:10.1.2.3', rangesOf('10.0.0.0/8'))).toBe('ipv4Mapped');
  for (const text of ['', 'x', '10.0.0.0/33', '10.1', '0x7f000001', 'hooks.example'])
    expect(rangeOf(text)).toBeNull();
});
