import { describe, expect, it } from 'vitest';
import { listing } from '../../src/report/listing.ts';
import { plainTable } from '../../src/report/plain-table.ts';

const rows = [
  ['a', '1', 'x'],
  ['long label', '12.5 s', ''],
  ['東京', '3', 'wide'],
  ['\u001b[1mbold\u001b[22m', '4', 'colour'],
];

describe('listing', () => {
  it('lays out as the table does', () => {
    expect(listing(['part', 'time', ''], rows, 'lrl')).toBe(plainTable(['part', 'time', ''], rows, 'lrl'));
  });

  it('has no head line when the head is empty', () => {
    expect(listing(['', ''], [['a', 'b']], 'll')).toBe('  a  b');
  });
});
