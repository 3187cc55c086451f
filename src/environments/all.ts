import type { Environment } from '../index';
import { dev } from './dev';
import { production } from './production';
import { staging } from './staging';

/** Every environment that is written to `dist/`. */
export const environments: readonly Environment[] = [dev, staging, production];
