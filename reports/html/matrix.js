// The matrix of a step: peers down, targets and their ports across. Rows are made when they are about to be seen.

const CELLS_AT_ONCE = 480;

// One flow of a step, as the record's data holds it.
class Cell {
  constructor(scenario, step, values) {
    this.scenario = scenario;
    this.step = step;
    [this.from, this.to, this.port, this.claim, this.prediction, this.observed, this.judged, this.text, this.by, this.reason,
      this.defect, this.rule, this.attempts, this.evidence, this.doubts, this.causes] = values;
  }
  get judgement() { return judgementOf(this.judged); }
  word(number) { return this.scenario.data.texts[number]; }
  get flow() { return `${this.word(this.from)} → ${this.word(this.to)}:${this.port}`; }
  get place() {
    if (this.rule < 0) return null;
    const [policy, line, decides, path] = this.scenario.data.rules[this.rule];
    return {policy, line, decides, path};
  }
  get id() {
    return [this.scenario.name, this.step.name, this.word(this.from), `${this.word(this.to)}:${this.port}`].map(part => encodeURIComponent(part).replace(/%3A/g, ':')).join('/');
  }
  get sentence() {
    return `${this.flow}: claimed ${VERDICTS[this.claim][1]}, predicted ${VERDICTS[this.prediction][1]}, seen ${OBSERVED[this.observed][1]}; ${this.judgement}`;
  }
}

function matrixOf(step) {
  if (step.matrix) return step.matrix;
  const texts = step.scenario.data.texts;
  const targets = new Set(), ports = new Set(), rows = new Map();
  for (const values of step.data.cells) {
    const cell = new Cell(step.scenario, step, values);
    targets.add(cell.to);
    ports.add(cell.port);
    if (!rows.has(cell.from)) rows.set(cell.from, new Map());
    rows.get(cell.from).set(cell.to + ':' + cell.port, cell);
  }
  const order = [...targets].sort((a, b) => texts[a] < texts[b] ? -1 : 1);
  const columns = order.flatMap(target => [...ports].map(port => ({target, port})));
  const peers = [...rows].map(([from, cells]) => ({
    peer: from,
    name: texts[from],
    cells: columns.map(({target, port}) => cells.get(target + ':' + port) || null)
  }));
  return step.matrix = {targets: order.map(target => texts[target]), ports: [...ports], peers};
}

function matrixCell(cell, first) {
  if (!cell) return h('td', {class: 'none' + (first ? ' first' : ''), role: 'gridcell', 'aria-label': 'nobody probes itself'});
  const [glyph, word] = OBSERVED[cell.observed];
  const three = [VERDICTS[cell.claim][0], VERDICTS[cell.prediction][0], glyph];
  const sign = cell.judgement === 'conforms' ? '' : ' ' + SIGNS[cell.judgement];
  const element = h('td', {class: cell.judgement + (first ? ' first' : ''), role: 'gridcell', tabindex: '-1', title: cell.sentence, 'aria-label': cell.sentence},
    h('span', {class: 'seen'}, `${glyph} ${word}${sign}`),
    h('span', {class: 'three'}, three.every(one => one === three[0]) ? three.join('') : three.map(one => h('b', {}, one))));
  element.cell = cell;
  return element;
}

class MatrixView {
  constructor(step, filter, people) {
    this.matrix = matrixOf(step);
    this.people = people;
    this.table = h('table', {class: 'matrix', role: 'grid', 'aria-label': `who reaches whom in ${step.scenario.name}, ${step.name}`});
    this.more = h('button', {type: 'button', class: 'plain', onclick: () => this.extend()});
    this.scroll = h('div', {class: 'scroll', role: 'region', 'aria-label': 'matrix, can be scrolled', tabindex: '0'}, this.table);
    this.element = h('div', {}, this.scroll, this.more);
    this.watcher = new IntersectionObserver(seen => { if (seen.some(one => one.isIntersecting)) this.extend(); }, {root: this.scroll, rootMargin: '300px'});
    this.table.addEventListener('keydown', event => this.key(event));
    this.table.addEventListener('click', event => this.open(event.target.closest('td')));
    this.table.addEventListener('focusin', event => this.focus(event.target.closest('td')));
    this.table.addEventListener('mouseover', event => this.focus(event.target.closest('td'), true));
    this.apply(filter);
  }

  head() {
    const {targets, ports} = this.matrix;
    return h('thead', {},
      h('tr', {}, h('th', {class: 'corner', rowspan: '2', scope: 'col'}, 'from'),
        targets.map(target => h('th', {class: 'first', scope: 'colgroup', colspan: ports.length}, target))),
      h('tr', {}, targets.flatMap(() => ports.map((port, i) => h('th', {scope: 'col', class: i === 0 ? 'first' : ''}, String(port))))));
  }

  // What is shown of it: `words` that a peer must have one each of, `judgement` that one of its cells must have.
  apply({peers, judgement}) {
    this.judgement = judgement;
    this.shown = this.matrix.peers.filter(row =>
      (!peers || peers(row.name)) && (!judgement || row.cells.some(cell => cell && cell.judgement === judgement)));
    this.body = h('tbody');
    this.made = 0;
    this.table.replaceChildren(this.head(), this.body);
    this.current = null;
    this.extend();
    return this.shown.length;
  }

  row(peer) {
    const who = this.people.get(peer.name);
    const ports = this.matrix.ports.length;
    const element = h('tr', {}, h('th', {scope: 'row', title: who ? who.text : ''}, peer.name, who && h('small', {}, who.text)),
      peer.cells.map((cell, i) => matrixCell(cell, i % ports === 0)));
    if (this.judgement) {
      for (const cell of element.querySelectorAll('td')) cell.classList.toggle('dim', !!cell.cell && cell.cell.judgement !== this.judgement);
    }
    return element;
  }

  extend(until) {
    const columns = Math.max(1, this.matrix.targets.length * this.matrix.ports.length);
    const end = Math.min(this.shown.length, Math.max(until || 0, this.made + Math.max(8, Math.floor(CELLS_AT_ONCE / columns))));
    const rows = document.createDocumentFragment();
    for (; this.made < end; ++this.made) rows.append(this.row(this.shown[this.made]));
    this.body.append(rows);
    const left = this.shown.length - this.made;
    this.more.hidden = left === 0;
    this.more.textContent = `${left} more peers`;
    this.watcher.disconnect();
    if (left > 0 && this.body.lastElementChild) this.watcher.observe(this.body.lastElementChild);
    const first = !this.current && this.body.querySelector('td:not(.none)');
    if (first) this.enter(first);
  }

  // The one cell that the Tab key leads to.
  enter(element) {
    if (this.current) this.current.tabIndex = -1;
    this.current = element;
    element.tabIndex = 0;
  }

  focus(element, pointed) {
    if (!element || !element.cell) return;
    if (!pointed) this.enter(element);
    if (this.onpoint) this.onpoint(element.cell);
  }

  open(element) {
    if (!element || !element.cell) return;
    this.enter(element);
    this.onopen(element.cell, element);
  }

  find(from, to, port) {
    const row = this.shown.findIndex(peer => peer.name === from);
    if (row < 0) return null;
    this.extend(row + 1);
    return [...this.body.rows[row].cells].find(one => one.cell && one.cell.word(one.cell.to) === to && String(one.cell.port) === port) || null;
  }

  // The next cell in that direction; null at the edge.
  beside(element, down, right) {
    let row = element.parentElement, column = element.cellIndex;
    for (;;) {
      column += right;
      if (down > 0 && !row.nextElementSibling && this.made < this.shown.length) this.extend();
      if (down) row = down > 0 ? row.nextElementSibling : row.previousElementSibling;
      const next = row && row.cells[column];
      if (!next || next.tagName !== 'TD') return null;
      if (next.cell) return next;
    }
  }

  key(event) {
    const element = event.target.closest('td');
    if (!element) return;
    const steps = {ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1]}[event.key];
    let next = null;
    if (steps) next = this.beside(element, ...steps);
    else if (event.key === 'Home') next = element.parentElement.querySelector('td:not(.none)');
    else if (event.key === 'End') next = [...element.parentElement.querySelectorAll('td:not(.none)')].pop();
    else if (event.key === 'Enter' || event.key === ' ') this.open(element);
    else return;
    event.preventDefault();
    if (next) next.focus();
  }
}

const legend = () => h('p', {class: 'legend'}, h('span', {}, '● open / allow'), h('span', {}, '○ closed / deny'), h('span', {}, '? could not tell'),
  h('span', {}, 'three signs: claim, prediction, observation'),
  JUDGEMENTS.filter(name => name !== 'conforms' && name !== 'inconclusive').map(name => h('span', {class: name, title: MEANINGS[name]}, h('b', {class: 'glyph'}, SIGNS[name]), ' ' + name)));
