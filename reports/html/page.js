// The page of one run: tools, timeline, a row a scenario.

const run = dataOf('run');
const people = new Map(Object.entries(run.people).map(([name, members]) => [name, new Map(members.map(([who, text, words]) => [who, {text, words: words.toLowerCase()}]))]));
const scenarios = run.scenarios.map((summary, number) => ({...summary, number, people: people.get(summary.participants) || new Map(), view: null}));
const filter = {words: [], judgement: null};

function load(scenario) {
  if (scenario.data || !scenario.recorded) return;
  scenario.data = dataOf('scenario-' + scenario.number);
  scenario.stepViews = scenario.data.steps.map((data, i) => ({data, name: scenario.steps[i][0], number: i, scenario}));
}

// Policies in force after a step, with what became of each and in which step it came.
function inForce(scenario, number) {
  const policies = new Map();
  for (const step of scenario.stepViews.slice(0, number + 1)) {
    for (const policy of step.data.removes) policies.delete(policy);
    for (const admission of step.data.admissions) {
      for (const [index, held] of policies) if (held.admission[1] === admission[1]) policies.delete(index);
      policies.set(admission[0], {admission, step});
    }
  }
  return policies;
}

function policyView(scenario, index, {admission, step}, here) {
  const [, name, result, predicted, judged, because, validation] = admission;
  const policy = scenario.data.policies[index];
  const title = [h('span', {}, policy ? policy[0] : name), ' ', badge(judgementOf(judged)), ` ${result}`,
    validation === 'ignore' && ' without strict validation', predicted !== result && `, predicted ${predicted}`,
    !here && h('span', {class: 'place'}, `since step ${step.name}`), policy && h('span', {class: 'place'}, `${policy[1]}, ${policy[2]}:${policy[3]}`)];
  const text = policy ? yaml(scenario.data.texts[policy[4]], policy[3]) : h('p', {class: 'because'}, 'the record does not hold its text');
  const why = because && h('p', {class: 'because'}, because);
  const view = h('details', {class: 'policy', open: here}, h('summary', {}, title), why, text);
  view.policy = index;
  view.point = place => {
    if (!policy) return;
    const mine = place && place.policy === index ? place : null;
    if (mine) view.open = true;
    highlight(text, policy[3], mine);
  };
  return view;
}

function checksView(step) {
  const {checks, note} = step.data;
  if (checks.length === 0 && !note) return null;
  return h('div', {class: 'checks'}, h('h3', {}, 'The database meanwhile'),
    h('ul', {}, checks.map(([name, state, judged, because]) => h('li', {}, badge(judgementOf(judged)), ' ' + (because || `${name}: ${state}`)))),
    note && h('p', {class: 'where'}, note));
}

const counted = (count, one, many) => `${count} ${count === 1 ? one : many}`;

function defectsView(scenario) {
  const {defects, gaps} = scenario.data;
  const listed = defects.map(([id, promises, happens, link, remedy, flows, policies]) => h('div', {class: 'defects'}, h('h3', {}, `Known defect ${id}: ${counted(flows, 'flow', 'flows')} and ${counted(policies, 'policy', 'policies')} differ from the claims`),
    h('dl', {}, [['promised', promises], ['happens', happens], ['remedy', remedy]].map(([name, text]) => [h('dt', {}, name), h('dd', {}, text)]),
      h('dt', {}, 'see'), h('dd', {}, /^https?:\/\//.test(link) ? h('a', {href: link, rel: 'noreferrer'}, link) : link))));
  const missing = gaps.length > 0 && h('div', {class: 'checks'}, h('h3', {}, 'The record itself'),
    h('ul', {}, gaps.map(([step, name, judged, text]) => h('li', {}, badge(judgementOf(judged)), ` ${step ? step + ', ' : ''}${name}: ${text}`))));
  return [missing, listed];
}

function stepView(scenario, step) {
  const policies = [...inForce(scenario, step.number)].map(([index, entry]) => policyView(scenario, index, entry, entry.step === step));
  const view = step.view = new MatrixView(step, rowFilter(scenario), scenario.people);
  view.onopen = (cell, element) => openCell(cell, element, view);
  view.onpoint = cell => { for (const policy of policies) policy.point(cell.place); };
  return h('div', {}, h('div', {class: 'beside'},
    h('div', {}, policies.length > 0 ? policies : h('p', {class: 'where'}, 'no policy is in force')),
    h('div', {}, step.data.cells.length > 0 ? [view.element, legend()] : h('p', {class: 'where'}, 'no flow was recorded in this step'))),
  checksView(step));
}

function showStep(scenario, number) {
  scenario.step = number;
  for (const [i, button] of [...scenario.tabs.children].entries()) button.setAttribute('aria-pressed', String(i === number));
  scenario.place.replaceChildren(stepView(scenario, scenario.stepViews[number]));
}

function expand(scenario, number) {
  load(scenario);
  scenario.button.setAttribute('aria-expanded', 'true');
  if (!scenario.view) {
    const where = [scenario.page && 'page: ' + scenario.page, scenario.file].filter(Boolean).join(' · ');
    scenario.place = h('div');
    scenario.tabs = h('div', {class: 'steps', role: 'group', 'aria-label': 'steps of ' + scenario.name}, scenario.stepViews.map((step, i) =>
      h('button', {type: 'button', class: 'chip', onclick: () => showStep(scenario, i)}, step.name)));
    scenario.tabs.hidden = scenario.stepViews.length < 2;
    scenario.view = h('div', {class: 'inside', id: 'inside-' + scenario.number}, where && h('p', {class: 'where'}, where), scenario.tabs, scenario.place, defectsView(scenario));
    scenario.section.append(scenario.view);
    if (scenario.stepViews.length > 0 && number === undefined) number = Math.max(0, scenario.stepViews.findIndex(step => step.data.cells.some(cell => isFinding(judgementOf(cell[6])))));
  }
  scenario.view.hidden = false;
  if (number !== undefined && scenario.stepViews[number]) showStep(scenario, number);
}

function collapse(scenario) {
  scenario.button.setAttribute('aria-expanded', 'false');
  if (scenario.view) scenario.view.hidden = true;
}

// What is not as somebody would wish stands out.
const strong = text => text.split(/(?<![\w-])(broken|rejected|refused|pruned|unclear)(?![\w-])/).map((part, i) => i % 2 === 1 ? h('b', {}, part) : part);

function scenarioRow(scenario) {
  const total = scenario.counts.reduce((sum, [, count]) => sum + count, 0);
  const words = scenario.counts.map(([judgement, count]) => `${count} ${judgement}`).join(', ');
  scenario.button = h('button', {type: 'button', class: 'row', 'aria-expanded': 'false', disabled: !scenario.recorded,
    onclick: () => { if (scenario.button.getAttribute('aria-expanded') === 'true') collapse(scenario); else { expand(scenario); setAddress(encodeURIComponent(scenario.name)); } }},
  badge(scenario.headline), h('span', {class: 'name'}, scenario.name, h('span', {class: 'title'}, scenario.title)),
  h('span', {class: 'aside'}, strong(scenario.policies)), h('span', {class: 'aside'}, strong(scenario.database)),
  h('span', {class: 'bar', title: words}, h('span', {class: 'hidden'}, words), scenario.counts.map(([judgement, count]) => h('i', {class: judgement, style: `flex:${count / total} 0 0`}))));
  scenario.section = h('section', {class: 'scenario ' + scenario.headline}, h('h2', {}, scenario.button));
  return scenario.section;
}

// Every word must be in the scenario's own texts or in one peer's.
const says = (text, words) => words.every(word => text.includes(word));
function rowFilter(scenario) {
  const own = says(scenario.words, filter.words);
  const peers = own ? null : name => says(scenario.words + ' ' + name.toLowerCase() + ' ' + ((scenario.people.get(name) || {}).words || ''), filter.words);
  return {peers, judgement: filter.judgement};
}

function applyFilter() {
  let shown = 0, flows = 0;
  for (const scenario of scenarios) {
    const rows = rowFilter(scenario);
    const fits = (!filter.judgement || scenario.counts.some(([judgement]) => judgement === filter.judgement)) &&
      (!rows.peers || [...scenario.people.keys()].some(rows.peers));
    scenario.section.hidden = !fits;
    if (!fits) continue;
    ++shown;
    const open = scenario.view && !scenario.view.hidden && scenario.stepViews[scenario.step];
    if (open) flows += open.view.apply(rows);
  }
  const text = filter.words.length === 0 && !filter.judgement ? '' : `${shown} of ${scenarios.length} scenarios` + (flows > 0 ? `, ${flows} peers in what is open` : '');
  found.textContent = text;
  none.hidden = shown > 0;
}

const found = h('span', {class: 'found', role: 'status'});
const none = h('p', {class: 'none-left', hidden: true}, 'Nothing fits. Press Escape in the search field to see all again.');

function tools() {
  const totals = new Map();
  for (const scenario of scenarios) for (const [judgement, count] of scenario.counts) totals.set(judgement, (totals.get(judgement) || 0) + count);
  const chips = [...JUDGEMENTS, NOT_JUDGED].filter(name => totals.has(name)).map(name => h('button', {type: 'button', class: 'chip ' + name, 'aria-pressed': 'false', title: MEANINGS[name],
    onclick: event => {
      const button = event.currentTarget, on = button.getAttribute('aria-pressed') !== 'true';
      for (const other of chips) other.setAttribute('aria-pressed', 'false');
      button.setAttribute('aria-pressed', String(on));
      filter.judgement = on ? name : null;
      applyFilter();
    }}, h('span', {class: 'glyph', 'aria-hidden': 'true'}, SIGNS[name]), ' ', name === NOT_JUDGED ? 'not judged' : name, h('b', {}, String(totals.get(name)))));
  const search = h('input', {type: 'search', id: 'search', placeholder: 'Search  ( / )', 'aria-label': 'search scenarios, policies, peers and labels',
    oninput: () => { filter.words = search.value.toLowerCase().split(/\s+/).filter(Boolean); applyFilter(); },
    onkeydown: event => { if (event.key === 'Escape') { search.value = ''; filter.words = []; applyFilter(); } }});
  document.addEventListener('keydown', event => {
    if (event.key !== '/' || event.target.matches('input') || panel.open) return;
    event.preventDefault();
    search.focus();
  });
  return h('div', {class: 'tools', role: 'search'}, search, h('div', {class: 'chips', role: 'group', 'aria-label': 'show one judgement only'}, chips), found);
}

function attention() {
  return run.attention.length === 0 ? null : h('section', {class: 'attention'}, h('h2', {}, 'Of the run itself'),
    h('ul', {}, run.attention.map(([judged, name, text]) => h('li', {}, badge(judgementOf(judged)), ` ${name}: ${text}`))));
}

// #scenario, or #scenario/step/peer/target:port
function follow() {
  const parts = location.hash.slice(1).split('/').map(part => { try { return decodeURIComponent(part); } catch { return part; } });
  const scenario = scenarios.find(one => one.name === parts[0] && one.recorded);
  if (!scenario) return;
  load(scenario);
  const number = parts.length > 1 ? scenario.steps.findIndex(step => step[0] === parts[1]) : -1;
  expand(scenario, number < 0 ? undefined : number);
  const colon = (parts[3] || '').lastIndexOf(':');
  const view = number >= 0 && scenario.stepViews[number].view;
  const element = view && colon > 0 && view.find(parts[2], parts[3].slice(0, colon), parts[3].slice(colon + 1));
  if (element) {
    element.scrollIntoView({block: 'center', inline: 'center'});
    view.open(element);
  } else {
    scenario.section.scrollIntoView();
  }
}

document.getElementById('main').append(...[attention(), timeline(), tools(), ...scenarios.map(scenarioRow), none].filter(Boolean));
if (location.hash.length > 1) follow();
else if (scenarios.length === 1 && scenarios[0].recorded) expand(scenarios[0]);
addEventListener('hashchange', follow);
addEventListener('beforeprint', () => {
  for (const scenario of scenarios) {
    if (!scenario.recorded || scenario.section.hidden) continue;
    expand(scenario);
    scenario.place.replaceChildren(...scenario.stepViews.map(step => {
      const view = stepView(scenario, step);
      step.view.extend(step.view.shown.length);
      return h('div', {}, scenario.stepViews.length > 1 && h('h3', {}, step.name), view);
    }));
  }
});
addEventListener('afterprint', () => {
  for (const scenario of scenarios) if (scenario.place && scenario.step !== undefined) showStep(scenario, scenario.step);
});
