// A lane for each worker, and one for each lock that several tests use.
const laneHeight = 20, axisHeight = 22, nameWidth = 150;
const canvas = document.getElementById('timeline');
const tooltip = document.getElementById('tooltip');
const wholeRun = Math.max(data.run.wall_us, 1);
const view = {from: 0, to: wholeRun};

function collectLanes() {
  const workers = data.lanes.map((name) => ({name, bars: []}));
  const locks = data.keys.map((name) => ({name, bars: [], isLock: true}));
  for (const test of tests) {
    for (const attempt of test.attempts) {
      if (attempt.lane < 0) continue;
      const status = attempt.outcome === 'pass' ? test.status : attempt.outcome;
      workers[attempt.lane].bars.push({from: attempt.start, test, status,
          to: attempt.start + attempt.duration});
      for (const lock of attempt.locks) {
        const wait = {from: lock.begin - lock.waited, to: lock.begin, test,
                      lock, isWait: true};
        if (lock.waited > 0) {
          workers[attempt.lane].bars.push(wait);
          locks[lock.key].bars.push(wait);
        }
        locks[lock.key].bars.push({from: lock.begin, test, lock,
                                   to: lock.begin + lock.held});
      }
    }
  }
  const shown = locks.filter((lane) => lane.bars.length > 1);
  const all = workers.concat(shown.slice(0, 40));
  for (const lane of all) lane.bars.sort((a, b) => a.from - b.from);
  return all;
}

const lanes = collectLanes();
let selected = null;

function hatching(context, colour) {
  const tile = document.createElement('canvas');
  tile.width = tile.height = 6;
  const brush = tile.getContext('2d');
  brush.strokeStyle = colour;
  brush.beginPath();
  brush.moveTo(0, 6);
  brush.lineTo(6, 0);
  brush.stroke();
  return context.createPattern(tile, 'repeat');
}

function toX(us, width) {
  return nameWidth + (us - view.from) / (view.to - view.from) *
      (width - nameWidth);
}

function drawAxis(context, width, height, colours) {
  const step = 10 ** Math.floor(Math.log10((view.to - view.from) / 4));
  const wide = (view.to - view.from) / step > 12 ? step * 5 : step;
  context.fillStyle = colours('--faint');
  context.strokeStyle = colours('--line');
  for (let at = Math.ceil(view.from / wide) * wide; at <= view.to; at += wide) {
    const x = Math.round(toX(at, width)) + .5;
    context.beginPath();
    context.moveTo(x, axisHeight);
    context.lineTo(x, height);
    context.stroke();
    context.fillText(timeText(at), x, 14);
  }
}

// Bars that share a pixel and a colour are drawn once. What waits is drawn
// over the test in the lane of its worker, below it in that of the lock.
function drawBars(context, lane, top, width, paintOf, wanted) {
  let lastX = -1, lastPaint = null;
  for (const bar of lane.bars) {
    if (bar.from > view.to) break;
    if (bar.to < view.from || wanted !== Boolean(bar.isWait)) continue;
    const left = Math.max(toX(bar.from, width), nameWidth);
    const right = Math.max(Math.min(toX(bar.to, width), width), left + 1);
    if (bar.isWait && right - left < 2) continue;  // it would hide the test
    const paint = paintOf(bar);
    if (Math.floor(right) === lastX && paint === lastPaint) continue;
    const [y, height] = lane.isLock && bar.isWait ?
        [top + laneHeight - 6, 5] : [top + 3, laneHeight - 6];
    if (bar.isWait) {
      context.fillStyle = paintOf('back');
      context.fillRect(left, y, right - left, height);
    }
    context.fillStyle = paint;
    context.fillRect(left, y, right - left, height);
    if (right - left > 60 && !bar.isWait) {
      context.fillStyle = '#fff';
      context.save();
      context.beginPath();
      context.rect(left, top, right - left - 2, laneHeight);
      context.clip();
      context.fillText(bar.test.shown, left + 4, top + 14);
      context.restore();
    }
    if (bar.test === selected) {
      context.strokeStyle = paintOf('outline');
      context.strokeRect(left, top + 2.5, right - left, laneHeight - 5);
    }
    lastX = Math.floor(right);
    lastPaint = paint;
  }
}

function drawTimeline() {
  const width = canvas.clientWidth;
  const height = axisHeight + lanes.length * laneHeight;
  const ratio = window.devicePixelRatio || 1;
  canvas.style.height = height + 'px';
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  const context = canvas.getContext('2d');
  const style = getComputedStyle(document.documentElement);
  const known = new Map();
  const colours = (name) => {
    if (!known.has(name)) known.set(name, style.getPropertyValue(name).trim());
    return known.get(name);
  };
  const hatched = hatching(context, colours('--timeout'));
  const paintOf = (bar) => bar === 'outline' ? colours('--front') :
      bar === 'back' ? colours('--back') :
      bar.isWait ? hatched : bar.lock ? colours('--lock') :
      colours('--' + bar.status);
  context.scale(ratio, ratio);
  context.font = '11px system-ui, sans-serif';
  drawAxis(context, width, height, colours);
  lanes.forEach((lane, at) => {
    const top = axisHeight + at * laneHeight;
    context.fillStyle = colours(lane.isLock ? '--lock' : '--front');
    context.fillText(oneLine(lane.name).slice(0, 24), 4, top + 14);
    drawBars(context, lane, top, width, paintOf, false);
    drawBars(context, lane, top, width, paintOf, true);
  });
  canvas.dataset.from = view.from;
  canvas.dataset.to = view.to;
}

let isDrawing = false;
function redraw() {
  if (isDrawing) return;
  isDrawing = true;
  requestAnimationFrame(() => {
    isDrawing = false;
    drawTimeline();
  });
}

function moveTo(from, span) {
  const width = Math.min(Math.max(span, wholeRun / 1e5), wholeRun);
  view.from = Math.min(Math.max(from, 0), wholeRun - width);
  view.to = view.from + width;
  redraw();
}

function zoom(factor, share) {
  const span = view.to - view.from;
  moveTo(view.from + span * share * (1 - 1 / factor), span / factor);
}

function shareAt(event) {
  const box = canvas.getBoundingClientRect();
  return (event.clientX - box.left - nameWidth) / (box.width - nameWidth);
}

function barAt(event) {
  const box = canvas.getBoundingClientRect();
  const lane =
      lanes[Math.floor((event.clientY - box.top - axisHeight) / laneHeight)];
  const span = view.to - view.from;
  const at = view.from + shareAt(event) * span;
  const near = span / box.width * 2;
  let best = null;
  for (const bar of lane ? lane.bars : []) {
    if (bar.from > at + near) break;
    if (bar.to < at - near) continue;
    if (!best || bar.to - bar.from <= best.to - best.from) best = bar;
  }
  return best;
}

function tooltipText(bar) {
  const length = timeText(bar.to - bar.from);
  if (bar.isWait) {
    return `${bar.test.shown}\nwaited ${length} for ${data.keys[bar.lock.key]}`;
  }
  if (bar.lock) {
    const how = bar.lock.shared ? 'shared' : 'alone';
    return `${bar.test.shown}\nheld ${data.keys[bar.lock.key]} ${how} for ` +
        length;
  }
  return `${bar.test.shown}\n${words[bar.status]}, ${length} on ` +
      bar.test.worker;
}

function showTooltip(event) {
  const bar = barAt(event);
  tooltip.hidden = !bar;
  if (!bar) return;
  tooltip.textContent = tooltipText(bar);
  tooltip.style.left = Math.min(event.clientX + 12, innerWidth - 320) + 'px';
  tooltip.style.top = event.clientY + 14 + 'px';
}

let drag = null;
function startTimeline(onSelect) {
  canvas.addEventListener('mousedown', (event) => {
    drag = {x: event.clientX, from: view.from, moved: false};
  });
  window.addEventListener('mouseup', () => { drag = null; });
  canvas.addEventListener('mousemove', (event) => {
    if (!drag) return showTooltip(event);
    drag.moved = drag.moved || Math.abs(event.clientX - drag.x) > 3;
    const span = view.to - view.from;
    moveTo(drag.from - (event.clientX - drag.x) /
        (canvas.clientWidth - nameWidth) * span, span);
  });
  canvas.addEventListener('mouseleave', () => { tooltip.hidden = true; });
  canvas.addEventListener('click', (event) => {
    const bar = barAt(event);
    if (bar) onSelect(bar.test);
  });
  canvas.addEventListener('dblclick', () => moveTo(0, wholeRun));
  canvas.addEventListener('wheel', (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    zoom(event.deltaY < 0 ? 1.25 : 0.8, Math.max(shareAt(event), 0));
  }, {passive: false});
  canvas.addEventListener('keydown', (event) => {
    const span = view.to - view.from;
    if (event.key === '+') zoom(1.5, .5);
    if (event.key === '-') zoom(1 / 1.5, .5);
    if (event.key === '0') moveTo(0, wholeRun);
    if (event.key === 'ArrowLeft') moveTo(view.from - span / 5, span);
    if (event.key === 'ArrowRight') moveTo(view.from + span / 5, span);
  });
  document.getElementById('zoom-in').onclick = () => zoom(2, .5);
  document.getElementById('zoom-out').onclick = () => zoom(.5, .5);
  document.getElementById('zoom-reset').onclick = () => moveTo(0, wholeRun);
  new ResizeObserver(redraw).observe(canvas.parentElement);
  drawTimeline();
}
