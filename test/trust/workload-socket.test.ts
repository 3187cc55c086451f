import { WorkloadSocket } from '../../src/trust/workload-socket';
import { refusalOf } from '../support/refusals';

describe('WorkloadSocket', () => {
  it("has Istio's default name, at which Istio turns to istiod where nobody answers", () => {
    const socket = WorkloadSocket.istioDefault();
    expect(socket.toString()).toBe('/run/spire/agent-sockets/socket');
    expect(socket.isFailClosed).toBe(false);
  });

  it('has another name, without which a proxy does not start', () => {
    const socket = WorkloadSocket.failClosed();
    expect(socket).toMatchObject({ folder: '/run/spire/agent-sockets', file: 'spire-agent.sock' });
    expect(socket.isFailClosed).toBe(true);
  });

  it('lies where it is told to', () => {
    const socket = WorkloadSocket.failClosed({ folder: '/run/spire/eu-1', file: 'mesh.sock' });
    expect(socket.toString()).toBe('/run/spire/eu-1/mesh.sock');
    expect(WorkloadSocket.istioDefault({ folder: '/srv' }).toString()).toBe('/srv/socket');
  });

  it.each([
    '',
    '/',
    'run/spire',
    './run',
    '/run/../etc',
    '/run/',
    '/run//spire',
    '/run/a b',
    '/run\n',
  ])('SocketMalformed fires for the folder %j', (folder) => {
    const [finding] = refusalOf(() => WorkloadSocket.istioDefault({ folder }));
    expect(finding).toMatchObject({ code: 'SocketMalformed' });
    expect(finding?.problem).toMatch(/^'folder' must be an absolute path/);
    expect(finding?.fix).toBe("write '/run/spire/agent-sockets'");
  });

  it.each(['', '.', '..', 'a/b', '/a', 'a b', 'x'.repeat(65)])(
    'SocketMalformed fires for the file %j',
    (file) => {
      const [finding] = refusalOf(() => WorkloadSocket.failClosed({ file }));
      expect(finding).toMatchObject({ code: 'SocketMalformed' });
      expect(finding?.problem).toMatch(/^'file' must be a bare file name/);
    },
  );

  it("SocketMalformed fires for a fail-closed socket with Istio's default name", () => {
    expect(refusalOf(() => WorkloadSocket.failClosed({ file: 'socket' }))).toMatchObject([
      { code: 'SocketMalformed', path: 'WorkloadSocket.failClosed' },
    ]);
  });

  it('SocketMalformed is silent about names with dots and dashes', () => {
    const socket = WorkloadSocket.failClosed({ folder: '/run/a.b/c-d', file: '.agent-1_x' });
    expect(socket.toString()).toBe('/run/a.b/c-d/.agent-1_x');
  });
});
