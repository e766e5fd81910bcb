/*
 * A child's environment: everything that makes HTTP clients of many languages use a proxy and trust
 * its certificates, without a change to the program. What each variable reaches was measured; none
 * reaches a program that opens sockets by itself.
 */
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { JAVA_TRUST_STORE_PASSWORD } from './java-trust-store.ts';
import type { TrustBundle } from './trust-bundle.ts';

export interface EnvironmentOptions {
  /** The environment that is inherited. */
  readonly base: Readonly<Record<string, string | undefined>>;
  /** With the run's credentials: `http://run:token@127.0.0.1:4000`. */
  readonly proxyUrl: string;
  readonly trust: TrustBundle;
  /** Set last: placeholders for secrets; undefined removes a variable. */
  readonly overrides?: Readonly<Record<string, string | undefined>>;
}

const HERE = dirname(fileURLToPath(import.meta.url));
/** Loaded into every Node of the run. */
export const PRELOAD = join(HERE, 'preload.cjs');
const PYTHON_FOLDER = join(HERE, 'python');

/** Both spellings: some clients read one, some the other. */
function bothCases(names: readonly string[], value: string): [string, string][] {
  return names.flatMap(name => [
    [name, value],
    [name.toLowerCase(), value],
  ]);
}

/** Variables that name a file with all the roots, in place of a program's own. */
const BUNDLE_VARIABLES = [
  'SSL_CERT_FILE',
  'CURL_CA_BUNDLE',
  'REQUESTS_CA_BUNDLE',
  'GIT_SSL_CAINFO',
  'AWS_CA_BUNDLE',
  'PIP_CERT',
  'CARGO_HTTP_CAINFO',
  'CLOUDSDK_CORE_CUSTOM_CA_CERTS_FILE',
  'NIX_SSL_CERT_FILE',
  'GRPC_DEFAULT_SSL_ROOTS_FILE_PATH',
];
/** Variables that name roots to be added. */
const ADDED_VARIABLES = ['NODE_EXTRA_CA_CERTS', 'DENO_CERT'];

function appended(own: string | undefined, addition: string, separator: string): string {
  if (own === undefined || own === '') return addition;
  return own.includes(addition) ? own : `${own}${separator}${addition}`;
}

/** NODE_OPTIONS splits at spaces outside of double quotes. */
function nodeOptions(own: string | undefined): string {
  const quoted = PRELOAD.replace(/["\\]/g, '\\$&');
  return appended(own, `--require "${quoted}"`, ' ');
}

/**
 * Empty `nonProxyHosts` lifts Java's exception for loopback addresses, empty `disabledSchemes` its refusal to
 * authenticate a tunnel with Basic. A program must still bring an `Authenticator` for the proxy.
 */
function javaOptions(own: string | undefined, proxy: URL, trustStore: string): string {
  const host = proxy.hostname;
  const options = [
    `-Dhttp.proxyHost=${host}`,
    `-Dhttp.proxyPort=${proxy.port}`,
    `-Dhttps.proxyHost=${host}`,
    `-Dhttps.proxyPort=${proxy.port}`,
    '-Dhttp.nonProxyHosts=',
    '-Djdk.http.auth.tunneling.disabledSchemes=',
    `-Djavax.net.ssl.trustStore=${trustStore}`,
    `-Djavax.net.ssl.trustStorePassword=${JAVA_TRUST_STORE_PASSWORD}`,
  ];
  return appended(own, options.join(' '), ' ');
}

function pythonPath(own: string | undefined): string {
  return own === undefined || own === '' ? PYTHON_FOLDER : `${PYTHON_FOLDER}${delimiter}${own}`;
}

/**
 * git lets its own configuration win over proxy variables, and these entries over its
 * configuration.
 */
function gitConfig(base: EnvironmentOptions['base'], proxyUrl: string): [string, string][] {
  const count = Number(base['GIT_CONFIG_COUNT'] ?? 0);
  return [
    ['GIT_CONFIG_COUNT', String(count + 1)],
    [`GIT_CONFIG_KEY_${count}`, 'http.proxy'],
    [`GIT_CONFIG_VALUE_${count}`, proxyUrl],
  ];
}

/** The environment of a child whose traffic goes through the proxy. */
export function childEnvironment(options: EnvironmentOptions): Record<string, string> {
  const { base, proxyUrl, trust, overrides = {} } = options;
  const changes: Record<string, string | undefined> = {
    ...Object.fromEntries([
      ...bothCases(['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY'], proxyUrl),
      ...bothCases(['NO_PROXY'], ''),
      ...BUNDLE_VARIABLES.map(name => [name, trust.bundle]),
      ...ADDED_VARIABLES.map(name => [name, trust.authority]),
      ...gitConfig(base, proxyUrl),
    ]),
    TF_PROXY: proxyUrl,
    NODE_USE_ENV_PROXY: '1',
    NODE_OPTIONS: nodeOptions(base['NODE_OPTIONS']),
    PYTHONPATH: pythonPath(base['PYTHONPATH']),
    WGETRC: trust.wgetrc,
    PHP_INI_SCAN_DIR: `${base['PHP_INI_SCAN_DIR'] ?? ''}${delimiter}${trust.phpFolder}`,
    JAVA_TOOL_OPTIONS: javaOptions(
      base['JAVA_TOOL_OPTIONS'],
      new URL(proxyUrl),
      trust.javaTrustStore,
    ),
    ...overrides,
  };
  const entries = Object.entries({ ...base, ...changes });
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
