"use strict";

// A button above each block of code that one might want to have.
function addCopyButtons() {
  for (const block of document.querySelectorAll("#start-here .highlight-python, .highlight-sh")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "dojo-copy";
    button.textContent = "Copy";
    button.addEventListener("click", () => copy(block.querySelector("pre"), button));
    block.before(button);
  }
}

async function copy(code, button) {
  try {
    await navigator.clipboard.writeText(code.textContent);
    button.textContent = "Copied";
  } catch {
    getSelection().selectAllChildren(code);
    button.textContent = "Selected: press Ctrl+C";
  }
  setTimeout(() => { button.textContent = "Copy"; }, 3000);
}

// Words and signs, without Markdown's backticks; numbers differ from run to run.
function words(text) {
  const found = text.toLowerCase().replace(/`/g, "").match(/[a-z_]+|[^\sa-z_]/g) || [];
  return new Set(found.filter((word) => /[a-z]/.test(word)));
}

function addSearch() {
  const form = document.querySelector(".dojo-search");
  if (!form) return;
  const [field, count, list] = form.querySelectorAll("input, #dojo-count, #dojo-found");
  const known = [...document.querySelectorAll(".dojo-sentences li")].map((item) => ({
    item, link: item.closest("section").querySelector("a"), words: words(item.textContent),
    text: item.textContent.toLowerCase(),
  }));
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  field.addEventListener("input", () => show(nearest(known, field.value), field, count, list));
  field.value = new URLSearchParams(location.search).get("words") || field.value;
  if (field.value) show(nearest(known, field.value), field, count, list);
}

// The sentences that share most words with what was typed; the last word may be unfinished.
function nearest(known, typed) {
  const wanted = [...words(typed)];
  if (!wanted.length) return [];
  const whole = typed.toLowerCase().replace(/`/g, "").trim();
  const scored = known.map((one) => {
    const shared = wanted.filter((word) => one.words.has(word)).length;
    const last = wanted[wanted.length - 1];
    const begun = !one.words.has(last) && [...one.words].some((word) => word.startsWith(last));
    const share = (shared + (begun ? 0.9 : 0)) / wanted.length;
    return { one, score: share + (one.text.includes(whole) ? 1 : 0) - one.words.size / 1000 };
  });
  const found = scored.filter(({ score }) => score > 0.45);
  return found.sort((a, b) => b.score - a.score).map(({ one }) => one);
}

function show(found, field, count, list) {
  const shown = found.slice(0, 15);
  list.replaceChildren(...shown.map(({ item, link }) => {
    const entry = document.createElement("li");
    entry.innerHTML = item.innerHTML + " ";
    entry.append(link.cloneNode(true));
    return entry;
  }));
  if (!field.value.trim()) count.textContent = "";
  else if (!found.length) count.textContent = "No recorded sentence is like this one.";
  else count.textContent = `The nearest ${shown.length} of ${found.length}:`;
}

document.addEventListener("DOMContentLoaded", () => { addCopyButtons(); addSearch(); });
