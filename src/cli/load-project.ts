import { type Config, defaultConfig, loadConfig } from '../gateway/config.ts';
import { findProject, type Project } from './project.ts';

/** A project with its configuration read. */
export interface LoadedProject extends Project {
  readonly config: Config;
  /** Where the audit is. */
  readonly auditFile: string;
}

/** Finds and reads the project. @throws ConfigError, TfError */
export function loadProject(configFile: string | undefined): LoadedProject {
  const project = findProject(configFile);
  const config =
    project.configFile === undefined
      ? defaultConfig(project.folder)
      : loadConfig(project.configFile);
  return { ...project, config, auditFile: config.audit.file ?? project.state.audit };
}
