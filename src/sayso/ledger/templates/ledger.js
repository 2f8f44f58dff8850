// Progressive enhancement only: without this script every card opens by its link.
(() => {
  "use strict";
  const root = document.documentElement;
  const reading = document.getElementById("reading");
  const status = document.querySelector('[role="status"]');
  const firsts = [...reading.querySelectorAll("a.st[id]")];
  const wide = matchMedia("(min-width: 68rem)");
  let at = null, filter = "";

  const number = (link) => link.hash.slice(2);
  const shown = () => firsts.filter((link) => !filter || link.classList.contains(filter));
  const card = (n) => document.getElementById("s" + n);

  function close(back) {
    const open = reading.querySelector(".card.open");
    if (!open) return;
    open.classList.remove("open");
    reading.querySelectorAll(".st.on").forEach((link) => {
      link.classList.remove("on");
      link.setAttribute("aria-expanded", "false");
    });
    const from = document.getElementById("t" + open.id.slice(1));
    if (back && from && at) from.focus();
  }

  function show(n) {
    close(false);
    card(n).classList.add("open");
    card(n).scrollTop = 0;
    reading.querySelectorAll(`.st[href="#s${n}"]`).forEach((link) => {
      link.classList.add("on");
      link.setAttribute("aria-expanded", "true");
    });
  }

  function open(n, move) {
    const it = card(n);
    if (!it) return;
    show(n);
    at = document.getElementById("t" + n) || at;
    if (move) it.querySelector("h3").focus({ preventScroll: true });
    const target = wide.matches && at ? at : it;
    target.scrollIntoView({ block: wide.matches ? "center" : "nearest" });
    history.replaceState(null, "", "#s" + n);
  }

  function step(by) {
    const list = shown();
    if (!list.length) return;
    const here = list.indexOf(at);
    let next = here + by;
    if (here < 0) {
      const below = list.findIndex((link) => link.getBoundingClientRect().top > 0);
      next = by > 0 ? Math.max(below, 0) : (below < 0 ? list.length : below) - 1;
    }
    at = list[Math.min(Math.max(next, 0), list.length - 1)];
    if (reading.querySelector(".card.open")) open(number(at), false);
    at.focus({ preventScroll: true });
    at.scrollIntoView({ block: "center" });
  }

  function choose(name, button) {
    filter = filter === name ? "" : name;
    reading.dataset.filter = filter;
    document.querySelectorAll(".filters [data-name]").forEach((each) => {
      each.setAttribute("aria-pressed", String(each === button && Boolean(filter)));
    });
    reading.querySelectorAll(".st").forEach((link) => {
      link.classList.toggle("off", Boolean(filter) && !link.classList.contains(filter));
    });
    close(false);
    at = null;
    const count = shown().length;
    status.textContent = filter ? `${count} of ${firsts.length} statements kept` : "All statements";
  }

  function button(words, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = words;
    made.setAttribute("aria-pressed", "false");
    made.addEventListener("click", () => act(made));
    return made;
  }

  root.classList.add("js");
  document.querySelectorAll(".scripted[hidden], .filters[hidden]").forEach((it) => { it.hidden = false; });
  const bar = document.querySelector(".filters");
  [["contradicted", "Contradicted"], ["mixed", "Mixed"], ["supported", "Supported"],
    ["not_found", "Not found"], ["own", "Own voice"], ["unnamed", "Unnamed sources"]]
    .forEach(([name, words]) => {
      const count = firsts.filter((link) => link.classList.contains(name)).length;
      if (!count) return;
      const made = button(`${words} ${count}`, (it) => choose(name, it));
      made.dataset.name = name;
      bar.append(made);
    });
  const letters = document.getElementById("letters");

  firsts.forEach((link) => {
    link.setAttribute("aria-expanded", "false");
    link.setAttribute("aria-controls", "s" + number(link));
  });

  const all = document.querySelector("a.all");
  all.addEventListener("click", (event) => {
    event.preventDefault();
    close(false);
    const every = reading.classList.toggle("every");
    all.textContent = every ? "Close every card" : "Open every card";
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#s'], a.close");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link.classList.contains("close")) {
      event.preventDefault();
      close(true);
    } else if (/^#s\d+$/.test(link.hash)) {
      event.preventDefault();
      const same = card(number(link));
      if (same && same.classList.contains("open") && link.classList.contains("st")) close(true);
      else open(number(link), true);
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const inside = event.target.closest && event.target.closest("a.st");
    if (event.key === "Escape") close(true);
    else if (letters.checked && event.key === "j" || inside && event.key === "ArrowRight") step(1);
    else if (letters.checked && event.key === "k" || inside && event.key === "ArrowLeft") step(-1);
    else return;
    event.preventDefault();
  });

  addEventListener("beforeprint", () => {
    document.querySelectorAll("details").forEach((it) => { it.open = true; });
  });
  const arrive = () => { if (/^#s\d+$/.test(location.hash)) open(location.hash.slice(2), false); };
  addEventListener("hashchange", arrive);
  arrive();
  // On a wide screen the margin shows at once what a card is: that of the gravest statement.
  const gravest = firsts.find((link) => link.classList.contains("contradicted"));
  if (wide.matches && !location.hash && gravest) show(number(gravest));
})();
