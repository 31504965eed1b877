// What watched tests share: a row for each test, a column for each resource.
function readResource(from, index) {
  const [name, category, strength, roles, conflicts, remedies] = from;
  return {index, name, category, strength, conflicts, remedies,
          roles: roles.map(([evidence, reads, count, list]) => (
              {evidence, reads: reads === 1, count, tests: new Set(list)}))};
}

const shared = data.shared && {
  ...data.shared, resources: data.shared.resources.map(readResource)};
// A column, or -1 for the names; `tests` already has those with the most
// resources first.
let sharedOrder = {column: null, down: false};

function rolesIn(resource, test) {
  return resource.roles.map((role, at) => ({role, at})).filter(
      ({role}) => role.tests.has(test));
}

// 0: does not use it, 1: only reads, 2: the others.
function useOf(resource, test) {
  const found = rolesIn(resource, test);
  return found.length === 0 ? 0 : found.every(({role}) => role.reads) ? 1 : 2;
}

function showUse(resource, test) {
  const box = document.getElementById('shared-detail');
  const own = rolesIn(resource, test);
  box.replaceChildren(
      make('h3', oneLine(shared.tests[test]) + ' · ' + oneLine(resource.name)));
  for (const {role} of own) box.append(make('p', oneLine(role.evidence)));
  for (const [first, second, rank, how, evidence] of resource.conflicts) {
    if (!own.some(({at}) => at === first || at === second)) continue;
    const kind = how === 'dependence' ? 'order' : 'conflict';
    box.append(make('p', `${rank} ${kind}: ${oneLine(evidence)}`));
  }
  const others = make('ul');
  for (const role of resource.roles) {
    const names = [...role.tests].slice(0, 5).map(
        (each) => oneLine(shared.tests[each])).join(', ');
    const more = role.count > 5 ? `, … (${role.count} tests)` : '';
    others.append(make('li', `${oneLine(role.evidence)}: ${names}${more}`));
  }
  box.append(others);
  for (const [remedy, reason] of resource.remedies) {
    box.append(make('p', `→ ${oneLine(remedy)}: ${oneLine(reason)}`));
  }
  if (!resource.remedies.length) box.append(make('p', '→ no remedy is known'));
  box.hidden = false;
}

function sharedRows() {
  const rows = shared.tests.map((name, test) => test);
  const {column, down} = sharedOrder;
  if (column === null) return rows;
  const value = column < 0 ? (test) => shared.tests[test] :
      (test) => -useOf(shared.resources[column], test);
  rows.sort((a, b) => {
    const [left, right] = [value(a), value(b)];
    const result = left < right ? -1 : left > right ? 1 : a - b;
    return down ? -result : result;
  });
  return rows;
}

function sharedHeading(text, column) {
  const mark = column !== sharedOrder.column ? '' :
      sharedOrder.down ? ' ▾' : ' ▴';
  const cell = make('th');
  const button = make('button', oneLine(text) + mark, 'link');
  button.type = 'button';
  button.title = text.slice(0, mostShown);
  button.dataset.column = column;
  button.onclick = () => {
    sharedOrder = {
      column, down: column === sharedOrder.column && !sharedOrder.down};
    renderShared();
  };
  cell.append(button);
  return cell;
}

function useCell(resource, test) {
  const cell = make('td');
  const use = useOf(resource, test);
  if (use) {
    const button = make('button', use === 1 ? '○' : '●',
                        'link ' + resource.strength);
    button.type = 'button';
    button.setAttribute('aria-label', `${oneLine(shared.tests[test])}, ` +
        oneLine(resource.name));
    button.onclick = () => showUse(resource, test);
    cell.append(button);
  }
  return cell;
}

function renderShared() {
  const head = make('tr');
  head.append(sharedHeading('test', -1),
              ...shared.resources.map((each) => sharedHeading(
                  `${each.category.replace('_', ' ')}: ${each.name}`,
                  each.index)));
  const body = make('tbody');
  for (const test of sharedRows()) {
    const row = body.insertRow();
    row.append(make('th', oneLine(shared.tests[test])),
               ...shared.resources.map((each) => useCell(each, test)));
  }
  const top = make('thead');
  top.append(head);
  document.getElementById('matrix').replaceChildren(top, body);
}

function showShared() {
  if (!shared) return;
  const box = document.getElementById('shared');
  const count = shared.resources.length + shared.more_resources;
  const left = [
    shared.more_tests ? `${shared.more_tests} more tests` : '',
    shared.more_resources ? `${shared.more_resources} more resources` : '',
  ].filter(Boolean).join(' and ');
  box.append(make('h2', 'What tests share'), make('p',
      `${shared.watched} tests were watched ${dateText(shared.start_ms)}; ` +
      (count ? `they conflict about ${count} resource${count === 1 ? '' : 's'}` :
          'no two of them conflict') +
      (left ? `; without ${left}` : '') +
      (count ? '; ○ only reads, ● the others; click for the evidence' : ''),
      'hint'));
  if (!count) return;
  const frame = make('div', undefined, 'matrix');
  const made = make('table');
  made.id = 'matrix';
  frame.append(made);
  const detail = make('div');
  detail.id = 'shared-detail';
  detail.hidden = true;
  box.append(frame, detail);
  renderShared();
}
