// The dialogs: where to go (Ctrl K), by the words of the page's links, and which keys there are (?).
(() => {
  const $ = (id) => document.getElementById(id);
  const ROWS_MAX = 12;
  const words = (element) => [...element.childNodes].filter((node) => node.nodeName !== "KBD")
    .map((node) => node.textContent).join(" ").trim().replace(/\s+/g, " ");
  const make = (name, ...inside) => { const made = document.createElement(name); made.append(...inside); return made; };

  const links = () => {
    const seen = new Map();
    for (const link of document.querySelectorAll("nav a, main a, footer a")) {
      const word = words(link);
      const isOwn = link.origin === location.origin && !link.hash && link.target !== "_blank";
      if (isOwn && word && !seen.has(link.href)) seen.set(link.href, word);
    }
    return seen;
  };
  const fill = (text) => {
    const list = $("palette-list");
    const wanted = text.trim().toLocaleLowerCase("sv");
    const add = (href, word) => list.append(make("li", Object.assign(make("a", word), { href })));
    list.replaceChildren();
    for (const [href, word] of links()) {
      if (list.childElementCount === ROWS_MAX) break;
      if (word.toLocaleLowerCase("sv").includes(wanted)) add(href, word);
    }
    const search = document.querySelector("form.find");
    if (search && wanted) add(`${search.action}?q=${encodeURIComponent(wanted)}`, `Sök efter ”${wanted}”`);
    $("palette-none").hidden = list.childElementCount > 0;
  };

  // The page's own keys, beside those that hold everywhere.
  const help = () => {
    const list = $("keys-here");
    const seen = new Map();
    for (const element of document.querySelectorAll("main [data-key]")) {
      if (!seen.has(element.dataset.key)) seen.set(element.dataset.key, element.dataset.keyHelp || words(element));
    }
    list.replaceChildren();
    for (const [key, word] of seen) {
      if (key === "escape" || !word) continue;
      const caps = key.split("-").map((part) => make("kbd", part[0].toUpperCase() + part.slice(1)));
      list.append(make("dt", ...caps.flatMap((cap) => [cap, " "])), make("dd", word));
    }
    list.parentElement.hidden = !seen.size;
  };

  const open = (name) => {
    const dialog = $(name);
    if (!dialog || document.querySelector("dialog[open]")) return;
    if (name === "palette") { $("palette-text").value = ""; fill(""); } else help();
    dialog.showModal();
  };
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") {
      event.preventDefault();
      open("palette");
    }
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-open]");
    if (button) open(button.dataset.open);
  });
  $("palette-text")?.addEventListener("input", (event) => fill(event.target.value));
  $("palette")?.addEventListener("keydown", (event) => {
    const found = [...$("palette-list").querySelectorAll("a")];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Enter" && event.target.id === "palette-text" && !event.isComposing) {
      event.preventDefault();
      found[0]?.click();
    } else if (step) {
      event.preventDefault();
      (found[found.indexOf(document.activeElement) + step] || $("palette-text")).focus();
    }
  });
  for (const button of document.querySelectorAll("[data-open]")) button.hidden = false;

  // Whether letters are keys: the person's own setting, and this browser's.
  const box = $("keys-on");
  const letters = document.body.dataset;
  const store = "uppsikt-letter-keys";
  const own = letters.letterKeys !== "off";
  try { if (localStorage.getItem(store) === "off") letters.letterKeys = "off"; } catch { /* nothing is kept */ }
  if (!box) return;
  box.checked = letters.letterKeys !== "off";
  box.disabled = !own;
  box.addEventListener("change", () => {
    letters.letterKeys = box.checked ? "on" : "off";
    try { localStorage.setItem(store, letters.letterKeys); } catch { /* for this page only */ }
  });
})();
