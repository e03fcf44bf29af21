'use strict';
// What the other scripts of the page use. Texts of a record are never markup: everything goes through textContent.

const dataOf = id => {
  const script = document.getElementById(id);
  return script ? JSON.parse(script.textContent) : null;
};

// An element with attributes and children; `on…` are listeners, false and null are left out.
function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'class') element.className = value;
    else if (name === 'style') element.style.cssText = value;
    else element.setAttribute(name, value === true ? '' : value);
  }
  for (const child of children.flat(2)) {
    if (child === null || child === undefined || child === false || child === '') continue;
    element.append(child);
  }
  return element;
}

const JUDGEMENTS = ['conforms', 'known-defect', 'docs-defect', 'stale-defect', 'deviation', 'inconclusive'];
const NOT_JUDGED = 'not-judged';
// Each has a sign of its own, so that nobody needs colours.
const SIGNS = {'conforms': '✓', 'known-defect': '*', 'docs-defect': '!', 'stale-defect': '~', 'deviation': '!!', 'inconclusive': '?', 'not-judged': '·'};
const MEANINGS = {
  'conforms': 'claim, prediction and observation agree',
  'known-defect': 'the scenario lists this difference',
  'docs-defect': 'the page promises what Cilium does not do',
  'stale-defect': 'listed as a defect, yet all is as claimed',
  'deviation': 'what was seen is not what Cilium\'s semantics say',
  'inconclusive': 'could not tell',
  'not-judged': 'nothing was predicted of it'
};
const judgementOf = number => number < 0 ? NOT_JUDGED : JUDGEMENTS[number];
const isFinding = name => name === 'docs-defect' || name === 'stale-defect' || name === 'deviation';

const badge = name => h('span', {class: 'badge ' + name}, h('span', {class: 'glyph', 'aria-hidden': 'true'}, SIGNS[name]),
  name === NOT_JUDGED ? 'not judged' : name);

const VERDICTS = [['○', 'deny'], ['●', 'allow']];
const OBSERVED = [['○', 'closed'], ['●', 'open'], ['?', 'unclear']];

function milliseconds(us) {
  if (us < 1000) return us + ' µs';
  if (us < 1e6) return (us / 1000).toFixed(us < 1e4 ? 1 : 0) + ' ms';
  return (us / 1e6).toFixed(2) + ' s';
}

// Quoted for a POSIX shell where it must be.
const shellQuote = text => /^[A-Za-z0-9_@%+=:,.\/-]+$/.test(text) ? text : "'" + text.replace(/'/g, "'\\''") + "'";

// Puts a place of this page into the address; a viewer that allows no such thing shows the page all the same.
function setAddress(fragment) {
  try {
    history.replaceState(null, '', '#' + fragment);
  } catch {
    // the address stays as it was
  }
}

// A command with a button that copies it.
function command(text) {
  const button = h('button', {type: 'button', class: 'plain'}, 'copy');
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = 'copied';
    } catch {
      getSelection().selectAllChildren(button.previousSibling);
      button.textContent = 'selected';
    }
  });
  return h('div', {class: 'command'}, h('code', {}, text), button);
}

// The lines from `line` on that belong to the rule that begins there: those that are indented further than its dash.
function ruleEnd(lines, index) {
  const dash = /^(\s*)- /.exec(lines[index]);
  if (!dash) return index;
  let end = index;
  for (let i = index + 1; i < lines.length; ++i) {
    if (lines[i].trim() === '') continue;
    if (/^\s*/.exec(lines[i])[0].length <= dash[1].length) break;
    end = i;
  }
  return end;
}

// A policy's text with line numbers; `rule`: {line, decides} to be highlighted.
function yaml(text, first, rule) {
  const lines = text.replace(/\n$/, '').split('\n');
  const begin = rule ? rule.line - first : -1;
  const end = begin >= 0 && begin < lines.length ? ruleEnd(lines, begin) : -1;
  return h('pre', {class: 'yaml', tabindex: '0', 'aria-label': 'YAML of the policy'},
    h('code', {}, lines.map((line, i) => {
      const inside = i >= begin && i <= end;
      return h('span', {class: 'l' + (inside ? rule.decides ? ' on' : ' near' : ''), 'data-n': first + i}, line || ' ');
    })));
}

function highlight(block, first, rule) {
  const lines = [...block.querySelectorAll('.l')];
  for (const line of lines) line.className = 'l';
  if (!rule) return;
  const begin = rule.line - first;
  if (begin < 0 || begin >= lines.length) return;
  const end = ruleEnd(lines.map(line => line.textContent), begin);
  for (let i = begin; i <= end; ++i) lines[i].classList.add(rule.decides ? 'on' : 'near');
  const top = lines[begin].offsetTop - block.offsetTop;
  if (top < block.scrollTop || top > block.scrollTop + block.clientHeight - 40) block.scrollTop = Math.max(0, top - 60);
}
