/** What `tf run` needs of a project, each looked at without changing anything. */
import { accessSync, constants, existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readOperators } from '../../approval/operators.ts';
import { systemClock } from '../../base/clock.ts';
import { type Config, defaultConfig, loadConfig } from '../../gateway/config.ts';
import { checkCredentials } from '../../gateway/credentials.ts';
import { readKills } from '../../gateway/kill-file.ts';
import { loadSnapshot } from '../../gateway/snapshot.ts';
import { liveRuns, type StateFolder } from '../../gateway/state-folder.ts';
import { readAuthority } from '../../proxy/certificate-authority.ts';
import { createCredentials } from '../../vault/credentials.ts';
import { openVault } from '../../vault/vault.ts';
import type { Project } from '../project.ts';
import { type Check, check, type Finding, failure, ok, warning } from './check.ts';

/** package.json's `engines`. */
const OLDEST_NODE = [20, 19] as const;
const OTHERS = 0o077;
const SOON_MS = 30 * 86_400_000;

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

/** @param version as `process.versions.node` */
export function nodeFinding(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_NODE;
  const isNew = major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
  return isNew ? ok(version) : failure(`${version} is too old`, 'install Node 20.19 or newer');
}

function configOf({ configFile, folder }: Project): Config {
  return configFile === undefined ? defaultConfig(folder) : loadConfig(configFile);
}

function configuration(project: Project): Finding {
  const { servers, rules } = configOf(project);
  if (project.configFile === undefined)
    return warning('there is no tameflare.yaml: the built-in rules hold', 'make one: tf init');
  return ok(
    `${project.configFile}: ${plural(servers.length, 'server')}, ${plural(rules.length, 'rule')}`,
  );
}

function policies(project: Project): Finding {
  const snapshot = loadSnapshot({ ...project, clock: systemClock });
  const { policies: folders } = snapshot.config;
  if (folders.length === 0) return ok('none: access rules alone decide');
  return ok(`${plural(folders.length, 'folder')}, revision ${snapshot.revision.slice(0, 12)}`);
}

async function vault(project: Project): Promise<Finding> {
  const { state } = project;
  // Nobody is asked: what needs a passphrase that the environment lacks is said to be locked.
  const opened = await openVault(state.vault, { keyFile: state.vaultKey, env: process.env });
  const config = configOf(project);
  if (opened === undefined) {
    checkCredentials(config, undefined);
    return ok('none');
  }
  const warn = () => {};
  checkCredentials(config, createCredentials({ vault: opened, clock: systemClock, fetch, warn }));
  return ok('its key opens it, and it has what the servers need');
}

/** Files of the state that other users could read. */
function openFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(folder, entry.name))
    .filter(file => (statSync(file).mode & OTHERS) !== 0);
}

/** The folder itself keeps others out; files that would not, were it opened, are worth a word. */
function stateFinding({ path }: StateFolder): Finding {
  if (!existsSync(path)) return ok(`${path}: made by the first run`);
  if ((statSync(path).mode & OTHERS) !== 0)
    return failure(`others can look into ${path}`, `chmod 700 ${path}`);
  accessSync(path, constants.W_OK);
  const open = openFiles(path);
  return open.length === 0
    ? ok(path)
    : warning(`others could read ${open.join(', ')}`, `chmod 600 ${open.join(' ')}`);
}

function authority({ ca }: StateFolder): Finding {
  if (!existsSync(ca)) return ok('made by the first run');
  const left = readAuthority(ca).expiresMs - Date.now();
  return left > SOON_MS
    ? ok(`${ca}: valid for ${Math.floor(left / 86_400_000)} days`)
    : warning(`${ca} ends soon`, 'the next run makes a new one');
}

function operators({ operators: file }: StateFolder): Finding {
  const { length } = readOperators(file);
  return length === 0 ? ok('the first run makes one') : ok(plural(length, 'operator'));
}

function audit(project: Project): Finding {
  const file = configOf(project).audit.file ?? project.state.audit;
  if (existsSync(file)) accessSync(file, constants.W_OK);
  else if (existsSync(dirname(file))) accessSync(dirname(file), constants.W_OK);
  return ok(file);
}

function killSwitch({ kills }: StateFolder): Finding {
  const { length } = readKills(kills);
  return length === 0
    ? ok('nothing is switched off')
    : warning(`${plural(length, 'kill')} in force`, 'see tf kill list; lift them with tf unkill');
}

function gateways(state: StateFolder): Finding {
  const { length } = liveRuns(state);
  return ok(length === 0 ? 'none runs' : `${plural(length, 'gateway')} running: tf status`);
}

/** Everything of a project, in the order in which a run would come upon it. */
export function projectChecks(project: Project): Promise<Check[]> {
  const { state } = project;
  return Promise.all([
    check('node', () => nodeFinding(process.versions.node)),
    check('configuration', () => configuration(project)),
    check('policies', () => policies(project)),
    check('vault', () => vault(project)),
    check('state', () => stateFinding(state)),
    check('authority', () => authority(state)),
    check('operators', () => operators(state)),
    check('audit', () => audit(project)),
    check('kill switch', () => killSwitch(state)),
    check('gateways', () => gateways(state)),
  ]);
}
