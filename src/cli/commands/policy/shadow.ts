import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { TfError } from '../../../base/errors.ts';
import type { Source } from '../../../base/source.ts';
import { parseConfig } from '../../../gateway/config.ts';
import { type Bundle, loadBundle } from '../../../policy/bundle.ts';
import { compile } from '../../../policy/compiler.ts';
import { replaceFile } from '../../../store/atomic-file.ts';
import { logLines } from '../../line-tail.ts';
import { type LoadedProject, loadProject } from '../../load-project.ts';
import { readRecord } from '../../logs/audit-record.ts';
import { printable } from '../../printable.ts';
import { promoteAccessRule, promotePackageRule } from '../../shadow/promotion.ts';
import { type ShadowFinding, shadowReport } from '../../shadow/shadow-report.ts';
import { shadowRules } from '../../shadow/shadow-rules.ts';
import { print } from './options.ts';

export interface ShadowOptions {
  readonly config?: string;
  /** Milliseconds since the epoch. */
  readonly since?: number;
  readonly promote?: string;
  readonly json?: boolean;
}

interface Edit {
  readonly file: string;
  readonly text: string;
}

const SHOWN_SUBJECTS = 5;

function findingText({ name, effect, file, line, ...said }: ShadowFinding): string {
  const calls = `${said.calls} call${said.calls === 1 ? '' : 's'}`;
  const subjects = said.subjects.slice(0, SHOWN_SUBJECTS);
  return [
    `${name}  (${file}:${line})`,
    `    would_${effect}: ${calls}, ${said.changes} of them decided otherwise`,
    ...subjects.map(({ subject, calls: count }) => `    ${String(count).padStart(5)}  ${subject}`),
    ...(said.ids.length === 0 ? [] : [`    see tf logs show ${said.ids.join(', ')}`]),
  ]
    .map(printable)
    .join('\n');
}

function report(findings: readonly ShadowFinding[], options: ShadowOptions): void {
  if (options.json === true) print(JSON.stringify({ rules: findings }));
  else if (findings.length === 0) print('there are no shadow rules');
  else print(findings.map(findingText).join('\n'));
}

function bundleOf({ config, folder }: LoadedProject): Bundle | undefined {
  return config.policies.length === 0 ? undefined : loadBundle(config.policies, folder);
}

function accessRuleEdit({ configFile, folder }: LoadedProject, name: string): Edit | undefined {
  const index = /^rules\[(\d+)\]$/.exec(name)?.[1];
  if (index === undefined || configFile === undefined) return undefined;
  const source: Source = { name: configFile, text: readFileSync(configFile, 'utf8') };
  const text = promoteAccessRule(source, Number(index));
  if (text === undefined) return undefined;
  parseConfig({ name: configFile, text }, folder, resolve(configFile));
  return { file: configFile, text };
}

/** The files of a package's rule; what they become must compile. */
function packageEdits(bundle: Bundle, folder: string, name: string): readonly Edit[] {
  const texts = bundle.parsed.flatMap(module => {
    const text = promotePackageRule(module, name);
    return text === undefined ? [] : [{ file: module.package.span.source.name, text }];
  });
  if (texts.length === 0) return [];
  const modules = { ...bundle.modules, ...Object.fromEntries(texts.map(e => [e.file, e.text])) };
  compile({ modules, data: bundle.data, entrypoints: ['data'] });
  return texts.map(({ file, text }) => ({ file: resolve(folder, file), text }));
}

function promote(
  project: LoadedProject,
  bundle: Bundle | undefined,
  name: string,
): readonly Edit[] {
  const access = accessRuleEdit(project, name);
  if (access !== undefined) return [access];
  return bundle === undefined ? [] : packageEdits(bundle, project.folder, name);
}

/** `tf policy shadow`. */
export function shadow(options: ShadowOptions): void {
  const project = loadProject(options.config);
  const bundle = bundleOf(project);
  const rules = shadowRules(project.config, bundle?.parsed ?? []);
  if (options.promote === undefined) {
    const { since = 0 } = options;
    const records = logLines(project.auditFile)
      .lines.flatMap(line => readRecord(line) ?? [])
      .filter(({ timestamp }) => Date.parse(timestamp) >= since);
    report(shadowReport(rules, records), options);
    return;
  }
  const edits = promote(project, bundle, options.promote);
  if (edits.length === 0) {
    const known = rules.map(({ name }) => `\`${name}\``).join(', ') || 'none';
    const name = `\`${options.promote}\``;
    throw new TfError('tf_usage', `no shadow rule is called ${name}; there are: ${known}`);
  }
  for (const { file, text } of edits) replaceFile(file, text, statSync(file).mode & 0o777);
  const files = edits.map(({ file }) => file);
  if (options.json === true) print(JSON.stringify({ promoted: options.promote, files }));
  else
    print(
      `${options.promote} is in force now (${files.join(', ')}); review it with tf policy diff`,
    );
}
