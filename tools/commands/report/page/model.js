// The run, from the compact form it has in the page.
const data = JSON.parse(document.getElementById('data').textContent);
const statuses = ['fail', 'crash', 'timeout', 'leak', 'not_run',
                  'quarantined', 'flaky', 'left', 'pass', 'skip'];
const words = {not_run: 'not run', timeout: 'timed out', fail: 'failed',
               crash: 'crashed', pass: 'passed', skip: 'skipped',
               flaky: 'flaky', leak: 'leaked', left: 'left behind',
               quarantined: 'failed in quarantine'};

function readAttempt(test, from) {
  const [outcome, lane, start, duration, round, message, output, memory, locks,
         artifacts] = from;
  return {test, outcome: data.outcomes[outcome], lane, start, duration, round,
          message, output, memory,
          artifacts: artifacts.map(([name, path, size, kind, content]) => (
              {name, path, size, kind, content})),
          locks: locks.map(([key, shared, begin, waited, held]) => (
              {key, shared: shared === 1, begin, waited, held}))};
}

// Names and messages are anything: in a row they stay in one line, and of what
// is as long as a book only the beginning is worth drawing.
const mostShown = 400;
function oneLine(text) {
  const cut = text.length > mostShown ? text.slice(0, mostShown) + '…' : text;
  return cut.replace(/\r\n|[\n\r\u0085\u2028\u2029]/g, '↵').replace(
      /[\0-\x1f]/g,
      (each) => String.fromCharCode(0x2400 + each.charCodeAt(0)));
}

const tests = data.tests.map((from, index) => {
  const [name, unit, outcome, flaky, file, line, markers, labels, attempts,
         left, reason, pattern, quarantine] = from;
  const test = {index, name, unit, file, line, markers, labels, left,
                quarantine};
  test.full = unit ? unit + ' › ' + name : name;
  test.shown = oneLine(test.full);
  test.reason = reason;
  test.command = data.repeat + pattern;
  const how = data.outcomes[outcome];
  test.status = flaky === 2 ? 'quarantined' :
      left && how === 'pass' ? 'left' : flaky ? 'flaky' : how;
  test.attempts = attempts.map((each) => readAttempt(test, each));
  const last = test.attempts[test.attempts.length - 1];
  test.worker = last.lane < 0 ? '' : data.lanes[last.lane];
  test.start = test.attempts[0].lane < 0 ? Infinity : test.attempts[0].start;
  test.duration = test.attempts.reduce((sum, a) => sum + a.duration, 0);
  test.waited = test.attempts.reduce(
      (sum, a) => sum + a.locks.reduce((all, l) => all + l.waited, 0), 0);
  test.searched = [test.full, reason, file, markers, labels, test.worker,
      test.status, quarantine,
      ...test.attempts.flatMap((a) => a.locks.map((l) => data.keys[l.key]))]
      .join('\n').toLowerCase();
  return test;
});

function make(tag, text, className) {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

function timeText(us) {
  if (us >= 1e6) return (us / 1e6).toFixed(us < 1e8 ? 3 : 1) + ' s';
  if (us >= 1e3) return (us / 1e3).toFixed(1) + ' ms';
  return Math.round(us) + ' µs';
}

function statusElement(status) {
  const made = make('span');
  made.append(make('span', '', 'dot ' + status), words[status]);
  return made;
}
