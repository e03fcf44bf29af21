// The panel of one cell: what was claimed, predicted and seen, why, and the commands that show it again.

const panel = document.getElementById('cell');
let opened = null;  // {cell, element, view}

function milestones(list) {
  if (list.length === 0) return null;
  return h('ol', {class: 'walk'}, list.map(([name, us]) => h('li', {}, `${name} ${milliseconds(us)}`)));
}

function attemptsTable(cell) {
  const word = number => cell.word(number);
  return h('table', {class: 'attempts'},
    h('thead', {}, h('tr', {}, ['began', 'from, to', 'how it ended', 'how far it got'].map(text => h('th', {scope: 'col'}, text)))),
    h('tbody', {}, cell.attempts.map(([end, reached, began, took, times, source, destination, path, answered, error]) =>
      h('tr', {},
        h('td', {}, milliseconds(began)),
        h('td', {class: 'mono'}, word(source) || '–', h('br'), word(destination) || '–', word(path) && h('div', {}, word(path))),
        h('td', {}, word(end), ' after ', milliseconds(took), word(answered) && h('div', {}, 'by ' + word(answered)),
          word(error) && h('div', {class: 'mono'}, word(error))),
        h('td', {}, times.length === 0 ? word(reached) : milestones(times))))));
}

function answer(name, [glyph, word], odd, judgement) {
  return h('div', {class: odd ? 'odd ' + judgement : ''}, h('dt', {}, name), h('dd', {}, `${glyph} ${word}`));
}

function rulePart(cell) {
  const place = cell.place;
  if (!place) return null;
  const policy = cell.scenario.data.policies[place.policy];
  if (!policy) return null;
  const [name, , file, line, text] = policy;
  return [h('h3', {}, place.decides ? 'The rule that decides' : 'No rule matches; the nearest'),
    h('p', {class: 'sub'}, `${name}, ${place.path}: ${file}:${place.line}`), yaml(cell.word(text), line, place)];
}

function listPart(title, texts) {
  return texts.length === 0 ? null : [h('h3', {}, title), h('ul', {class: 'plainlist'}, texts.map(text => h('li', {}, text)))];
}

function defectPart(cell) {
  const defect = cell.scenario.data.defects.find(one => one[0] === cell.word(cell.defect));
  return defect ? [h('h3', {}, 'Known defect ' + defect[0]), h('p', {}, defect[2]), h('p', {class: 'sub'}, 'Remedy: ' + defect[4])] : null;
}

function commandsPart(cell) {
  const target = `${cell.word(cell.to)}:${cell.port}`;
  const from = shellQuote(cell.word(cell.from));
  return [h('h3', {}, 'Repeat just this flow'),
    command(`pgreach run ${shellQuote(cell.scenario.argument)} --from ${from} --to ${shellQuote(target)}${run.options}`),
    h('h3', {}, 'Make a folder that shows it with kubectl alone'),
    command(`pgreach repro ${shellQuote(run.file)} ${shellQuote(decodeURI(cell.id))} -o repro`)];
}

function fillPanel(cell) {
  const three = [cell.claim, cell.prediction, cell.observed];
  const because = cell.word(cell.text), reason = cell.word(cell.reason);
  const evidence = cell.evidence.map(([kind, detail, policies]) => [cell.word(kind), cell.word(detail), cell.word(policies)].filter(Boolean).join(': '));
  const doubts = cell.doubts.map(([cause, text]) => `${cell.word(cause)}: ${cell.word(text)}`);
  panel.replaceChildren(
    h('div', {class: 'top'}, h('div', {}, h('p', {class: 'sub'}, `${cell.scenario.name}, ${cell.step.name}`), h('h2', {id: 'cell-title', tabindex: '-1'}, cell.flow)),
      h('button', {type: 'button', class: 'plain', onclick: () => panel.close()}, 'close', h('span', {class: 'hidden'}, ' this flow'))),
    badge(cell.judgement), h('p', {class: 'why'}, because || MEANINGS[cell.judgement]),
    h('dl', {class: 'answers'}, answer('claim', VERDICTS[cell.claim], cell.claim !== cell.prediction || three[2] !== three[0], cell.judgement),
      answer('prediction', VERDICTS[cell.prediction], three[1] !== three[2], cell.judgement),
      answer('observation', OBSERVED[cell.observed], three[2] === 2 || three[1] !== three[2], cell.judgement)),
    h('h3', {}, 'Why Cilium decides so'), h('p', {}, reason || 'the record does not tell'),
    ...[rulePart(cell), h('h3', {}, `Attempts (${cell.attempts.length})`), cell.attempts.length === 0 ? h('p', {}, 'none') : attemptsTable(cell),
      listPart('What the datapath says', evidence), listPart('Doubts', doubts), listPart('What may have caused it', cell.causes.map(one => cell.word(one))),
      defectPart(cell), commandsPart(cell)].flat().filter(Boolean));
  const near = panel.querySelector('.yaml .on, .yaml .near');
  if (near) near.parentElement.parentElement.scrollTop = Math.max(0, near.offsetTop - near.parentElement.parentElement.offsetTop - 60);
  panel.scrollTop = 0;
}

function openCell(cell, element, view) {
  opened = {cell, element, view};
  fillPanel(cell);
  if (!panel.open) panel.showModal();
  panel.querySelector('#cell-title').focus({preventScroll: true});
  setAddress(cell.id);
}

panel.addEventListener('close', () => {
  if (!opened) return;
  const {cell, element} = opened;
  opened = null;
  setAddress(encodeURIComponent(cell.scenario.name));
  element.focus();
});
panel.addEventListener('click', event => { if (event.target === panel) panel.close(); });
panel.addEventListener('keydown', event => {
  const steps = {ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1]}[event.key];
  if (!steps || !opened || event.target.closest('.yaml')) return;
  const next = opened.view.beside(opened.element, ...steps);
  if (!next) return;
  event.preventDefault();
  opened.view.enter(next);
  openCell(next.cell, next, opened.view);
});
