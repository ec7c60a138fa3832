import { createHash } from 'node:crypto';
import { style } from './style';

/** The Content-Security-Policy a report is served with: nothing but its own style sheet, known by its hash (CSP 3, §6.7). */
export const REPORT_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');
