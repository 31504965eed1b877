// Only the rows in sight exist, so that any number of tests scrolls smoothly.
const rowHeight = 24;
const table = document.getElementById('table');
const rowsBox = document.getElementById('rows');
const hidden = new Set();
let shown = tests.slice();
let order = {column: 'status', down: false};

const columns = {
  status: {title: 'result', value: (t) => statuses.indexOf(t.status)},
  full: {title: 'test', value: (t) => t.full, text: (t) => t.shown},
  reason: {title: 'reason', value: (t) => t.reason || '\uffff',
           text: (t) => oneLine(t.reason)},
  duration: {title: 'time', value: (t) => -t.duration, isNumber: true,
             text: (t) => timeText(t.duration)},
  waited: {title: 'waited', value: (t) => -t.waited, isNumber: true,
           text: (t) => t.waited ? timeText(t.waited) : ''},
  start: {title: 'start', value: (t) => t.start, isNumber: true,
          text: (t) => t.start === Infinity ? '' : timeText(t.start)},
  worker: {title: 'worker', value: (t) => t.worker,
           text: (t) => oneLine(t.worker)},
  markers: {title: 'markers', value: (t) => t.markers,
            text: (t) => oneLine(t.markers)},
};

function rowOf(test, at) {
  const row = make('div', undefined, 'row');
  row.setAttribute('role', 'row');
  row.dataset.index = test.index;
  row.style.top = at * rowHeight + 'px';
  row.classList.toggle('selected', test === selected);
  for (const [name, column] of Object.entries(columns)) {
    const cell = make('div', undefined, column.isNumber ? 'number' : '');
    cell.setAttribute('role', 'cell');
    if (name === 'status') cell.append(statusElement(test.status));
    else cell.textContent = column.text ? column.text(test) : test[name];
    if (name === 'full') cell.title = test.full.slice(0, 4 * mostShown);
    if (name === 'reason') cell.title = test.reason;
    row.append(cell);
  }
  return row;
}

function renderRows() {
  const first = Math.max(Math.floor(table.scrollTop / rowHeight) - 8, 0);
  const last = Math.min(shown.length,
      first + Math.ceil(table.clientHeight / rowHeight) + 16);
  const rows = [];
  for (let at = first; at < last; ++at) rows.push(rowOf(shown[at], at));
  rowsBox.replaceChildren(...rows);
}

function compare(a, b) {
  const value = columns[order.column].value;
  const [left, right] = [value(a), value(b)];
  const result = left < right ? -1 : left > right ? 1 : a.index - b.index;
  return order.down ? -result : result;
}

function refreshTable() {
  const wanted =
      document.getElementById('filter').value.toLowerCase().split(/\s+/);
  shown = tests.filter((test) => !hidden.has(test.status) &&
      wanted.every((word) => test.searched.includes(word)));
  shown.sort(compare);
  rowsBox.style.height = shown.length * rowHeight + 'px';
  document.getElementById('count').textContent =
      `${shown.length} of ${tests.length} tests`;
  table.scrollTop = 0;
  renderRows();
}

function renderHead() {
  const head = document.getElementById('head');
  head.replaceChildren(...Object.entries(columns).map(([name, column]) => {
    const mark = name !== order.column ? '' : order.down ? ' ▾' : ' ▴';
    const cell = make('div', column.title + mark,
                      column.isNumber ? 'number' : '');
    cell.dataset.column = name;
    cell.setAttribute('role', 'columnheader');
    cell.onclick = () => {
      order = {column: name, down: name === order.column && !order.down};
      renderHead();
      refreshTable();
    };
    return cell;
  }));
}

function moveSelection(step, onSelect) {
  const at = Math.min(Math.max(shown.indexOf(selected) + step, 0),
                      shown.length - 1);
  if (!shown.length) return;
  onSelect(shown[at]);
  const top = at * rowHeight;
  const bottom = top + 2 * rowHeight - table.clientHeight;
  table.scrollTop = Math.min(Math.max(table.scrollTop, bottom), top);
}

function startTable(onSelect) {
  let isWaiting = false;
  table.addEventListener('scroll', () => {
    if (isWaiting) return;
    isWaiting = true;
    requestAnimationFrame(() => {
      isWaiting = false;
      renderRows();
    });
  }, {passive: true});
  rowsBox.addEventListener('click', (event) => {
    const row = event.target.closest('.row');
    if (row) onSelect(tests[row.dataset.index]);
  });
  table.addEventListener('keydown', (event) => {
    const step = {ArrowDown: 1, ArrowUp: -1}[event.key];
    if (!step) return;
    event.preventDefault();
    moveSelection(step, onSelect);
  });
  document.getElementById('filter').addEventListener('input', refreshTable);
  new ResizeObserver(renderRows).observe(table);
  renderHead();
  refreshTable();
}
