/** Programs whose traffic `tf doctor` sends through a proxy, and what is known of clients that it can't try. */

export interface Runtime {
  /** Runtime and client, as in docs/clients.md. */
  readonly name: string;
  readonly command: string;
  /** Arguments that make it ask for an address, quietly, and end. */
  readonly args: (url: string) => readonly string[];
  /** What to do where loopback addresses are not seen. */
  readonly loopback?: string;
}

const OTHER_NAME = 'it uses no proxy for loopback addresses: give such a server another host name';

export const RUNTIMES: readonly Runtime[] = [
  { name: 'Node: fetch', command: 'node', args: url => ['-e', `fetch('${url}')`] },
  {
    name: 'Node: http(s).request',
    command: 'node',
    args: url => ['-e', `require('${new URL(url).protocol.slice(0, -1)}').get('${url}')`],
  },
  {
    name: 'Python: urllib',
    command: 'python3',
    args: url => ['-c', `import urllib.request; urllib.request.urlopen('${url}')`],
  },
  { name: 'curl', command: 'curl', args: url => ['-sS', '-o', '/dev/null', url] },
  { name: 'wget', command: 'wget', args: url => ['-q', '-t', '1', '-O', '/dev/null', url] },
  { name: 'git', command: 'git', args: url => ['ls-remote', url] },
  { name: 'Deno: fetch', command: 'deno', args: url => ['eval', `await fetch('${url}')`] },
  { name: 'Bun: fetch', command: 'bun', args: url => ['-e', `await fetch('${url}')`] },
  {
    name: 'Ruby: Net::HTTP',
    command: 'ruby',
    args: url => ['-rnet/http', '-e', `Net::HTTP.get(URI('${url}'))`],
    loopback: OTHER_NAME,
  },
  {
    name: 'PHP: curl',
    command: 'php',
    args: url => ['-r', `curl_exec(curl_init('${url}'));`],
  },
];

/** Found on this machine, but its programs must be compiled or configured to be seen: what is known of it. */
export interface KnownLimit {
  readonly name: string;
  readonly command: string;
  readonly message: string;
}

export const KNOWN_LIMITS: readonly KnownLimit[] = [
  { name: 'Go: net/http', command: 'go', message: OTHER_NAME },
  {
    name: 'Java: java.net.http',
    command: 'java',
    message:
      'it sends no proxy credentials and gets 407, unless the program sets an `Authenticator` with those of `TF_PROXY`',
  },
];
