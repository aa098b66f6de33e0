// Keys: everything they do, a link or a button does too. Letters never in fields, and they can be switched off.
// An element names its own key: data-key="z", data-key="ctrl-enter"; the navigation's follow G.
(() => {
  const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];
  const visible = (element) => element.checkVisibility() && !element.disabled;

  // Rows: J and K move, Enter opens the row's first link; a link with data-follow opens as one moves.
  const here = () => $$("[data-row]").find((row) => row.contains(document.activeElement))
    || $$("[data-row]").find((row) => row.matches("[data-here]") || row.querySelector("a[aria-current]"));
  const move = (step) => {
    const rows = $$("[data-row]").filter(visible);
    const next = rows[Math.min(Math.max(rows.indexOf(here()) + step, 0), rows.length - 1)];
    if (!next || next === here() && next.contains(document.activeElement)) return;
    for (const row of rows) row.toggleAttribute("data-here", row === next);
    const link = next.matches("a") ? next : next.querySelector("a");
    (link || next).focus();
    next.scrollIntoView({ block: "nearest" });
    if (link?.matches("[data-follow]")) link.click();
  };

  // What bears the key: in the row where one is, else on the page. A field is gone to, everything else is pressed.
  const press = (name) => {
    const row = here();
    const bearer = `[data-key="${name}"]`;
    const found = (row && $$(bearer, row).find(visible))
      || $$(`main ${bearer},header ${bearer}`).find((element) => visible(element) && !element.closest("[data-row]"));
    if (!found) return false;
    const isField = found.matches("select,textarea,input:not([type=checkbox],[type=radio])");
    if (isField) found.focus(); else found.click();
    return true;
  };

  let wasG = 0;
  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    const name = key.toLowerCase();
    const withCtrl = event.ctrlKey || event.metaKey;
    if (event.isComposing || event.altKey || document.querySelector("dialog[open]")) return;
    // A key that is held down accepts one draft, not a row of them.
    if (event.repeat && key === "Enter" && target.closest?.("button,summary,[type=submit]")) event.preventDefault();
    if (withCtrl && key === "Enter" && !event.repeat && press("ctrl-enter")) event.preventDefault();
    const inField = target.closest?.("input:not([type=checkbox],[type=radio]),textarea,select,[contenteditable]");
    if (inField || withCtrl) return;
    if (key === "Escape" && press("escape")) event.preventDefault();
    if (document.body.dataset.letterKeys === "off" || key.length !== 1) return;
    let done = true;
    if (wasG && event.timeStamp - wasG < 1500) {
      wasG = 0;
      const link = $$("nav a[data-key]").find((link) => link.dataset.key === name);
      if (link) link.click(); else done = false;
    } else {
      wasG = name === "g" ? event.timeStamp : 0;
      if (name === "j") move(1);
      else if (name === "k") move(-1);
      else if (key === "?") $$('[data-open="keys"]')[0]?.click();
      else done = /^[a-zåäö/]$/.test(name) && !event.repeat && press(name);
    }
    if (done) event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-follow]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    for (const other of $$("a[data-follow]", link.closest("ol,ul,tbody") || document)) other.removeAttribute("aria-current");
    link.setAttribute("aria-current", "true");
  });
  // What had the focus may have been swapped away: then the new item's heading has it.
  let had = false;
  const hasFocus = () => document.activeElement !== document.body;
  document.addEventListener("htmx:before:swap", () => { had = hasFocus(); });
  document.addEventListener("htmx:after:swap", () => {
    const heading = $$("#detail h1")[0] || $$("main h1")[0];
    if (!had || hasFocus() || !heading) return;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  });
})();
