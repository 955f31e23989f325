/** Tables for people. */
import Table from 'cli-table3';
import { styled } from './print.ts';

/** A table in plain characters. Without `aligns`, columns of numbers stand to the right. */
export function formatTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  aligns?: readonly ('left' | 'right')[],
): string {
  const isNumber = (text = ''): boolean => text === '' || Number.isFinite(Number(text));
  const right = head.map((_, k) => (aligns ? aligns[k] === 'right' : rows.every((row) => isNumber(row[k]))));
  const table = new Table({
    head: head.map((title) => styled('bold', title)),
    colAligns: right.map((yes) => (yes ? 'right' : 'left')),
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2 },
    chars: {
      top: '',
      'top-mid': '',
      'top-left': '',
      'top-right': '',
      bottom: '',
      'bottom-mid': '',
      'bottom-left': '',
      'bottom-right': '',
      left: '',
      'left-mid': '',
      mid: '',
      'mid-mid': '',
      right: '',
      'right-mid': '',
      middle: '',
    },
  });
  table.push(...rows.map((row) => [...row]));
  return `${table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')}\n`;
}
