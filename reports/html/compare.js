// The page of two runs: only what differs.

const comparison = dataOf('comparison');
const state = ([judged, text]) => text === null ? h('span', {class: 'sub'}, 'not there') : h('div', {}, badge(judgementOf(judged)), h('div', {}, text));

function differenceRow([scenario, step, name, before, after]) {
  const words = [scenario, step, name, before[1], after[1]].join(' ').toLowerCase();
  const row = h('tr', {}, h('th', {scope: 'row'}, name, h('div', {class: 'where'}, [scenario, step].filter(Boolean).join(', '))), h('td', {}, state(before)), h('td', {}, state(after)));
  return {row, words};
}

const rows = comparison.differences.map(differenceRow);
const count = h('span', {class: 'found', role: 'status'});
const search = h('input', {type: 'search', id: 'search', placeholder: 'Search what differs', 'aria-label': 'search what differs', oninput: () => {
  const wanted = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const {row, words} of rows) {
    row.hidden = !wanted.every(word => words.includes(word));
    if (!row.hidden) ++shown;
  }
  count.textContent = wanted.length > 0 ? `${shown} of ${rows.length}` : '';
}});
document.getElementById('main').append(...[
  rows.length > 0 && h('div', {class: 'tools', role: 'search'}, search, count),
  rows.length === 0 ? h('p', {class: 'none-left'}, 'Nothing differs.') :
    h('table', {class: 'compare'}, h('thead', {}, h('tr', {}, [' what', comparison.before, comparison.after].map(text => h('th', {scope: 'col'}, text)))), h('tbody', {}, rows.map(one => one.row)))
].filter(Boolean));
