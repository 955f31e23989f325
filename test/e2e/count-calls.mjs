/**
 * Preloaded with `--import` into a process that is tested: counts what it does that costs time, and tells it as JSON on file
 * descriptor 3 at the end.
 */
import childProcess from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const counts = { hashes: 0, fsyncs: 0, sent: 0, received: 0 };

for (const name of ['createHash', 'hash']) {
  const original = crypto[name];
  crypto[name] = (...args) => {
    counts.hashes++;
    return original(...args);
  };
}
const { fsyncSync } = fs;
fs.fsyncSync = (file) => {
  counts.fsyncs++;
  fsyncSync(file);
};
const { fork } = childProcess;
childProcess.fork = (...args) => {
  const child = fork(...args);
  const send = child.send.bind(child);
  child.send = (...message) => {
    counts.sent++;
    return send(...message);
  };
  child.on('message', () => counts.received++);
  return child;
};
syncBuiltinESMExports();

process.on('exit', () => fs.writeSync(3, JSON.stringify(counts)));
