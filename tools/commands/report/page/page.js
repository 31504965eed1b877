// Heading, buttons, the selected test, locks and past runs.
function dateText(ms) {
  return ms ? new Date(ms).toISOString().replace('T', ' ').slice(0, 19) +
      ' UTC' : '';
}

function showHeading() {
  const run = data.run;
  const title = run.project || 'Test run';
  document.title = title + ': ' + tests.length + ' tests';
  document.getElementById('title').textContent = title;
  document.getElementById('facts').textContent = [
    dateText(run.start_ms), timeText(run.wall_us) + ' wall',
    data.summary.speed_up.toFixed(1) + ' × one by one',
    run.workers ? run.workers + ' workers' : '',
    run.seed ? 'seed ' + run.seed : '',
    run.end === 'unknown' ? '' : run.end, run.id,
  ].filter(Boolean).join(' · ');
}

function showOutcomes() {
  const box = document.getElementById('outcomes');
  for (const status of statuses) {
    const number = tests.filter((test) => test.status === status).length;
    if (!number) continue;
    const button = make('button');
    button.type = 'button';
    button.dataset.status = status;
    button.setAttribute('aria-pressed', 'true');
    button.append(statusElement(status), ' ' + number);
    button.onclick = () => {
      const isHidden = hidden.delete(status) ? false : !!hidden.add(status);
      button.setAttribute('aria-pressed', String(!isHidden));
      refreshTable();
    };
    box.append(button);
  }
}

// Attempts of other tests that ran at the same time, the longest together first.
function besideOf(attempt) {
  const end = attempt.start + attempt.duration;
  const found = [];
  for (const test of tests) {
    if (test === attempt.test) continue;
    for (const other of test.attempts) {
      if (other.lane < 0) continue;
      const together = Math.min(end, other.start + other.duration) -
          Math.max(attempt.start, other.start);
      if (together > 0) found.push({other, together});
    }
  }
  return found.sort((a, b) => b.together - a.together);
}

const mostBeside = 50;
function besideElement(attempt) {
  const all = besideOf(attempt);
  const box = make('details', undefined, 'beside');
  box.open = all.length <= 8 || isBad(attempt);
  box.append(make('summary', all.length ?
      `ran beside ${all.length} other${all.length === 1 ? '' : 's'}` :
      'nothing of this run ran beside it'));
  const list = make('ul');
  for (const {other, together} of all.slice(0, mostBeside)) {
    const item = make('li');
    const link = make('button', other.test.shown, 'link');
    link.type = 'button';
    link.onclick = () => select(other.test);
    item.append(statusElement(other.outcome), ' ', link,
        ` ${timeText(together)} of ${timeText(other.duration)}, on ` +
        oneLine(data.lanes[other.lane]));
    list.append(item);
  }
  if (all.length > mostBeside) {
    list.append(make('li', `and ${all.length - mostBeside} more`));
  }
  box.append(list);
  return box;
}

function isBad(attempt) {
  return attempt.outcome !== 'pass' && attempt.outcome !== 'skip';
}

function copyText(from) {
  const range = document.createRange();
  range.selectNodeContents(from);
  const chosen = getSelection();
  chosen.removeAllRanges();
  chosen.addRange(range);
  // A page from a file may not use the clipboard; what is selected can be
  // copied by hand.
  if (navigator.clipboard) {
    navigator.clipboard.writeText(from.textContent).catch(() => {});
  }
}

function commandElement(test) {
  const box = make('p', undefined, 'command');
  const text = make('code', test.command);
  const button = make('button', 'copy');
  button.type = 'button';
  button.onclick = () => copyText(text);
  const what = test.unit ? 'repeat (its whole process):' : 'repeat:';
  box.append(what, ' ', text, ' ', button);
  return box;
}

// The names of artifacts are anything, so each part of the path is encoded, and
// a link never has a scheme.
function artifactElement(artifact) {
  const box = make('div', undefined, 'artifact');
  const link = make('a', oneLine(artifact.name));
  const path = artifact.path.split('/').map(encodeURIComponent).join('/');
  link.href = path.startsWith('/') ? 'file://' + path : './' + path;
  box.append(link, ` (${sizeText(artifact.size)})`);
  if (artifact.kind === 1 && artifact.content) {
    const picture = make('img');
    picture.alt = oneLine(artifact.name);
    picture.src = artifact.content;
    box.append(picture);
  } else if (artifact.kind === 2 && artifact.content) {
    box.append(make('pre', artifact.content));
  } else if (artifact.kind === 1) {
    box.append(' is too large to be shown here');
  }
  return box;
}

function sizeText(bytes) {
  if (bytes >= 1 << 20) return (bytes / (1 << 20)).toFixed(1) + ' MiB';
  if (bytes >= 1 << 10) return (bytes / (1 << 10)).toFixed(1) + ' KiB';
  return bytes + ' B';
}

function attemptElement(attempt, number) {
  const box = make('div');
  const line = make('p');
  line.append(statusElement(attempt.outcome));
  if (attempt.lane >= 0) {
    line.append(` attempt ${number} on ${oneLine(data.lanes[attempt.lane])}, ` +
        `${timeText(attempt.duration)} from ${timeText(attempt.start)}` +
        (attempt.memory ? `, ${Math.round(attempt.memory / 1024)} MiB` : ''));
  }
  box.append(line);
  for (const lock of attempt.locks) {
    box.append(make('p', `${data.keys[lock.key]} ` +
        `(${lock.shared ? 'shared' : 'alone'}): waited ` +
        `${timeText(lock.waited)}, held ${timeText(lock.held)}`));
  }
  if (attempt.message) box.append(make('pre', attempt.message));
  if (attempt.output) box.append(make('pre', attempt.output));
  if (attempt.artifacts.length) box.append(make('h3', 'artifacts'));
  for (const each of attempt.artifacts) box.append(artifactElement(each));
  if (attempt.lane >= 0) box.append(besideElement(attempt));
  return box;
}

function pastElement(test) {
  const list = make('p', 'before: ');
  data.history.forEach((run, at) => {
    const past = data.past[at][test.index];
    if (!past) return;
    list.append(statusElement(data.outcomes[past[0]]),
                ` ${timeText(past[1])}  `);
  });
  return list;
}

function select(test) {
  selected = test;
  const detail = document.getElementById('detail');
  detail.replaceChildren(make('h2', test.full));
  detail.append(commandElement(test));
  const place = test.file ? `${test.file}:${test.line}` : '';
  const facts = [place, test.markers, test.labels ? 'labels ' + test.labels : '']
      .filter(Boolean).join(' · ');
  if (facts) detail.append(make('p', facts));
  if (test.left) detail.append(make('p', 'left behind: ' + test.left));
  if (test.quarantine) detail.append(make('p', test.quarantine));
  test.attempts.forEach((each, at) => {
    detail.append(attemptElement(each, at + 1));
  });
  if (data.past.some((run) => run[test.index])) {
    detail.append(pastElement(test));
  }
  detail.hidden = false;
  renderRows();
  redraw();
}

function tableOf(titles, lines, onClick) {
  const made = make('table');
  const head = made.createTHead().insertRow();
  for (const title of titles) head.append(make('th', title));
  const body = made.createTBody();
  for (const line of lines) {
    const row = body.insertRow();
    for (const cell of line) {
      row.append(cell instanceof Node ? cell : make('td', cell));
    }
    if (onClick) row.onclick = () => onClick(line[0]);
  }
  return made;
}

function showLocks() {
  const uses = data.keys.map((key) => ({key, tests: 0, held: 0, waited: 0}));
  for (const test of tests) {
    for (const lock of test.attempts.flatMap((each) => each.locks)) {
      const use = uses[lock.key];
      use.tests += 1;
      use.held += lock.held;
      use.waited += lock.waited;
    }
  }
  if (!uses.length) return;
  uses.sort((a, b) => b.waited - a.waited || b.held - a.held);
  const box = document.getElementById('locks');
  box.append(make('h2', 'Locks'), tableOf(
      ['lock', 'held', 'for', 'waited for'],
      uses.slice(0, 200).map((use) => [use.key, `${use.tests} ×`,
          timeText(use.held), timeText(use.waited)]),
      (key) => {
        document.getElementById('filter').value = key;
        refreshTable();
      }));
}

function showHistory() {
  if (!data.history.length) return;
  const now = {...data.run, ...data.summary};
  const all = [now, ...data.history];
  const longest = Math.max(...all.map((run) => run.wall_us));
  const box = document.getElementById('history');
  box.append(make('h2', 'This run and those before it'), tableOf(
      ['start', 'wall', '', 'passed', 'bad', 'flaky', 'speed-up'],
      all.map((run) => {
        const bar = make('span', '', 'bar');
        bar.style.width = 12 * run.wall_us / longest + 'rem';
        const cell = make('td');
        cell.append(bar);
        return [dateText(run.start_ms), timeText(run.wall_us), cell, run.passed,
                run.bad, run.flaky, run.speed_up.toFixed(1)];
      })));
}

function startTheme() {
  const root = document.documentElement;
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const set = (isDark) => {
    root.dataset.theme = isDark ? 'dark' : 'light';
    redraw();
  };
  dark.addEventListener('change', () => set(dark.matches));
  document.getElementById('theme').onclick =
      () => set(root.dataset.theme !== 'dark');
  set(dark.matches);
}

showHeading();
showOutcomes();
startTable(select);
startTimeline(select);
startTheme();
showShared();
showLocks();
showHistory();
