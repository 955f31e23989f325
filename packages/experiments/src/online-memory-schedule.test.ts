import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keptEvents, SLICE, schedule } from './online-memory-schedule.ts';

describe('the schedule of stops', () => {
  it('keeps each event once, and reads at every stop one memory of every age', () => {
    const ages = fc
      .uniqueArray(fc.nat(400), { minLength: 1, maxLength: 12 })
      .map((list) => list.toSorted((a, b) => a - b));
    fc.assert(
      fc.property(
        ages,
        fc.integer({ min: 1, max: 20 }),
        fc.double({ min: 0, max: 0.99, noNaN: true }),
        (list, tracked, r) => {
          const plan = schedule(list.at(-1) ?? 0, tracked, r);
          const { events, rows, slices } = keptEvents(plan, list);
          expect([...events]).toEqual([...new Set(events)].sort((a, b) => a - b));
          expect(events[0]).toBeGreaterThanOrEqual(1);
          expect(events.at(-1)).toBeLessThanOrEqual(plan.events);
          let now = 0;
          let known = 0;
          let stops = 0;
          for (const { events: length, keep, first, stop } of slices) {
            expect(first).toBe(known);
            expect(Array.from(keep, (event) => now + event)).toEqual([...events.subarray(first, first + keep.length)]);
            now += length;
            known += keep.length;
            if (stop !== null) expect([stop, now]).toEqual([stops++, plan.stopAt(stop)]);
          }
          expect([now, known, stops]).toEqual([plan.events, events.length, tracked]);
          for (let stop = 0; stop < tracked; stop++) {
            list.forEach((age, a) => {
              expect(plan.stopAt(stop) - (events[rows[stop * list.length + a] as number] as number)).toBe(age);
            });
          }
        },
      ),
    );
  });

  it('cuts what lies before the first stop into slices', () => {
    const { slices } = keptEvents(schedule(2 * SLICE, 1, 0), [1, 2 * SLICE]);
    expect(slices.map(({ events, keep, first, stop }) => [events, [...keep], first, stop])).toEqual([
      [SLICE, [1], 0, null],
      [SLICE, [SLICE], 1, null],
      [1, [], 2, 0],
    ]);
  });

  it('parts the stops by whole cycles of 16 events, and by five correlation times', () => {
    expect(schedule(10, 3, 0)).toMatchObject({ spacing: 64, events: 11 + 2 * 64 });
    // -1/ln 0.99 = 99.5 events.
    expect(schedule(10, 3, 0.99).spacing).toBe(512);
  });
});
