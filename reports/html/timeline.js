// When what happened: scenarios as spans, below them what each step did, and the moments of findings.

const PARTS = [['change', 'apply', 2], ['force', 'until in force', 3], ['probe', 'probes', 4], ['health', 'database', 5]];

function timelineData() {
  const spans = run.phases.filter(([name, , began]) => began >= 0 && name !== 'total').map(([name, us, began]) => ({name, began, us}));
  for (const scenario of scenarios) {
    if (!scenario.recorded || spans.some(span => span.name === scenario.name) || scenario.steps.length === 0 || scenario.steps[0][1] < 0) continue;
    const last = scenario.steps[scenario.steps.length - 1];
    spans.push({name: scenario.name, began: scenario.steps[0][1], us: last[1] + 1000 * (last[2] + last[3] + last[4] + last[5]) - scenario.steps[0][1]});
  }
  return spans.sort((a, b) => a.began - b.began);
}

function spanView(span, whole) {
  const left = `${100 * span.began / whole}%`, width = `${100 * span.us / whole}%`;
  const scenario = scenarios.find(one => one.name === span.name);
  const title = `${span.name}: ${milliseconds(span.us)}` + (scenario ? `, ${scenario.headline}` : '');
  if (!scenario) return h('span', {class: 'span', title, style: `left:${left};width:${width}`}, span.name);
  return h('button', {type: 'button', class: 'span ' + scenario.headline, title, 'aria-label': title, tabindex: '-1', style: `left:${left};width:${width}`,
    onclick: () => { expand(scenario); scenario.section.scrollIntoView(); scenario.button.focus({preventScroll: true}); }}, span.name);
}

function partViews(scenario, whole) {
  return scenario.steps.filter(step => step[1] >= 0).flatMap(step => {
    let at = step[1];
    return PARTS.map(([kind, name, place]) => {
      const us = 1000 * step[place];
      const view = us > 0 && h('i', {class: 'part ' + kind, title: `${scenario.name}, ${step[0]}: ${name} ${milliseconds(us)}`, style: `left:${100 * at / whole}%;width:max(1px,${100 * us / whole}%)`});
      at += us;
      return view;
    });
  });
}

function timeline() {
  const spans = timelineData();
  const whole = Math.max(0, ...spans.map(span => span.began + span.us));
  if (whole === 0) return null;
  const marks = scenarios.flatMap(scenario => scenario.marks.map(([us, kind, text]) =>
    h('i', {class: 'mark ' + kind, title: `${scenario.name}: ${text}`, style: `left:${100 * us / whole}%`})));
  const words = spans.map(span => `${span.name} from ${milliseconds(span.began)} on, for ${milliseconds(span.us)}`).join('; ');
  return h('section', {class: 'timeline'}, h('h2', {}, h('span', {}, 'When what happened'), h('span', {}, milliseconds(whole))),
    h('p', {class: 'hidden'}, words),
    h('div', {class: 'track', 'aria-hidden': 'true'}, spans.map(span => spanView(span, whole)), scenarios.flatMap(scenario => partViews(scenario, whole)), marks),
    h('p', {class: 'key', 'aria-hidden': 'true'}, PARTS.map(([kind, name]) => h('span', {}, h('i', {class: kind}), name)), 
      [['finding', 'a finding'], ['broken', 'the database cut off']].map(([kind, name]) => marks.some(mark => mark.classList.contains(kind)) && h('span', {}, h('i', {class: kind}), name))));
}
