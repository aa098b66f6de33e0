// Keys: everything they do, a link or a button on the page does too. Never in fields; letters can be switched off.
(() => {
  const $ = (id) => document.getElementById(id);
  const store = "uppsikt-letter-keys";
  const kept = () => { try { return localStorage.getItem(store); } catch { return null; } };
  const on = () => document.body.dataset.letterKeys !== "off" && kept() !== "off";
  const fields = "input,textarea,select,[contenteditable]";
  const open = (name) => {
    const dialog = $(name);
    if (!dialog || dialog.open) return;
    if (name === "palette") fill("");
    dialog.showModal();
  };

  // The palette: the page's own links, by their words.
  const links = () => {
    const seen = new Map();
    for (const link of document.querySelectorAll("nav a, main a, footer a")) {
      const word = link.innerText.trim().replace(/\s+/g, " ");
      const own = link.origin === location.origin && !link.hash;
      if (own && word && !seen.has(link.href)) seen.set(link.href, word);
    }
    return seen;
  };
  const fill = (text) => {
    const list = $("palette-list");
    const wanted = text.toLocaleLowerCase("sv");
    list.replaceChildren();
    for (const [href, word] of links()) {
      if (list.childElementCount === 12) break;
      if (!word.toLocaleLowerCase("sv").includes(wanted)) continue;
      const link = document.createElement("a");
      link.href = href;
      link.textContent = word;
      const row = document.createElement("li");
      row.append(link);
      list.append(row);
    }
    $("palette-none").hidden = list.childElementCount > 0;
  };

  // Rows: J and K move, Enter opens the row's first link.
  const rows = () => [...document.querySelectorAll("[data-row]")].filter((row) => row.offsetParent);
  const move = (step) => {
    const all = rows();
    const here = all.findIndex((row) => row.hasAttribute("data-here") || row.contains(document.activeElement));
    const next = all[Math.min(Math.max(here + step, 0), all.length - 1)];
    if (!next) return;
    for (const row of all) row.removeAttribute("data-here");
    next.setAttribute("data-here", "");
    const link = next.matches("a") ? next : next.querySelector("a");
    (link || next).focus();
    next.scrollIntoView({ block: "nearest" });
  };

  let wasG = 0;
  document.addEventListener("keydown", (event) => {
    const { key } = event;
    if (event.isComposing || event.altKey) return;
    if ((event.ctrlKey || event.metaKey) && key.toLowerCase() === "k") {
      event.preventDefault();
      open("palette");
      return;
    }
    const inField = event.target.closest?.(fields);
    if (inField?.id === "palette-text" && key === "Enter") {
      event.preventDefault();
      $("palette-list").querySelector("a")?.click();
    }
    if (inField || event.ctrlKey || event.metaKey || document.querySelector("dialog[open]") || !on()) return;
    const letter = key.toLowerCase();
    if (wasG && event.timeStamp - wasG < 1500) {
      wasG = 0;
      const link = /^[a-z]$/.test(letter) && document.querySelector(`nav a[data-key="${letter}"]`);
      if (link) { event.preventDefault(); link.click(); }
      return;
    }
    wasG = letter === "g" ? event.timeStamp : 0;
    if (key === "?") { event.preventDefault(); open("keys"); }
    else if (letter === "j") move(1);
    else if (letter === "k") move(-1);
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-open]");
    if (button) open(button.dataset.open);
  });
  $("palette-text")?.addEventListener("input", (event) => fill(event.target.value));
  const box = $("keys-on");
  if (box) {
    box.checked = on();
    box.disabled = document.body.dataset.letterKeys === "off";
    box.addEventListener("change", () => { try { localStorage.setItem(store, box.checked ? "on" : "off"); } catch { /* then for this page only */ } });
  }
  for (const button of document.querySelectorAll("[data-open]")) button.hidden = false;
})();
