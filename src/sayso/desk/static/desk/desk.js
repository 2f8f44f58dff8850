// Progressive enhancement: without this script every link and form still works.
(() => {
  "use strict";
  document.documentElement.classList.add("js");
  const all = (what, within = document) => [...within.querySelectorAll(what)];
  const reveal = (within) => all(".scripted[hidden]", within).forEach((it) => { it.hidden = false; });
  reveal(document);
  if (location.hash === "#here") document.getElementById("here")?.focus({ preventScroll: true });

  // From statement to statement by key, as by the links, unless the person wants no such keys.
  const keys = document.getElementById("keys");
  if (keys) {
    keys.checked = localStorage.getItem("sayso-keys") !== "off";
    keys.addEventListener("change", () => localStorage.setItem("sayso-keys", keys.checked ? "on" : "off"));
  }
  addEventListener("keydown", (event) => {
    if (!keys?.checked) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input:not([type=checkbox]), textarea, select")) return;
    const rel = { j: "next", k: "prev" }[event.key];
    const link = rel && document.querySelector(`#work a[rel="${rel}"]`);
    if (!link) return;
    event.preventDefault();
    link.click();
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    const work = document.getElementById("work");
    if (!work || event.detail.target.id !== "work" && !event.detail.target.closest("#work")) return;
    reveal(work);
    const query = new URLSearchParams(location.search);
    const here = /\d+/.exec(work.querySelector("h2")?.textContent ?? "")?.[0] ?? query.get("s");
    all(".st").forEach((link) => {
      const on = link.dataset.s === here;
      link.classList.toggle("on", on);
      if (on) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
    document.getElementById("t" + here)?.scrollIntoView({ block: "nearest" });
    if (event.detail.requestConfig?.verb === "get" && !location.hash.endsWith("sheet")) work.scrollTop = 0;
    work.querySelector("h2")?.focus({ preventScroll: true });
  });

  // Words selected on a paper become the evidence of the decision that is open.
  const offset = (node, within) => {
    const piece = (node.nodeType === 3 ? node.parentElement : node)?.closest?.("[data-at]");
    return piece && Number(piece.dataset.at) + [...piece.textContent.slice(0, within)].length;
  };
  document.addEventListener("selectionchange", () => {
    const chosen = getSelection();
    if (!chosen || chosen.isCollapsed || !chosen.rangeCount) return;
    const range = chosen.getRangeAt(0);
    const from = range.startContainer.nodeType === 3 ? range.startContainer.parentElement : range.startContainer;
    const sheet = from.closest?.("[data-document]");
    if (!sheet || !sheet.contains(range.endContainer)) return;
    const start = offset(range.startContainer, range.startOffset);
    const end = offset(range.endContainer, range.endOffset);
    const form = document.querySelector("#work .decide[open] form");
    if (start == null || end == null || start >= end || !form) return;
    const drawn = sheet.querySelector("svg");
    const pieces = drawn ? all("[data-at]", sheet).filter((it) => {
      const at = Number(it.dataset.at);
      return at < end && at + [...it.textContent].length > start;
    }) : [];
    form.words.value = drawn ? pieces.map((it) => it.textContent).join(" ") : chosen.toString().trim();
    const first = pieces[0], last = pieces[pieces.length - 1];
    form.start.value = drawn ? first.dataset.at : start;
    form.end.value = drawn ? Number(last.dataset.at) + [...last.textContent].length : end;
    form.document.value = sheet.dataset.document;
  });

  // Files and folders, dropped or chosen, go up a few at a time.
  async function filesOf(transfer) {
    const found = [];
    async function walk(entry, path) {
      if (entry.isFile) {
        const file = await new Promise((done, fail) => entry.file(done, fail));
        found.push([path + entry.name, file]);
      } else {
        const reader = entry.createReader();
        for (;;) {
          const some = await new Promise((done, fail) => reader.readEntries(done, fail));
          if (!some.length) return;
          for (const one of some) await walk(one, path + entry.name + "/");
        }
      }
    }
    const entries = [...transfer.items].map((it) => it.webkitGetAsEntry?.()).filter(Boolean);
    if (!entries.length) return [...transfer.files].map((file) => [file.name, file]);
    for (const entry of entries) await walk(entry, "");
    return found;
  }

  async function send(form, named) {
    const wanted = named.filter(([name]) => !name.split("/").some((part) => part.startsWith(".") || part.startsWith("~$")));
    if (!wanted.length) return;
    const box = form.querySelector(".uploading"), bar = box.querySelector("progress"), words = box.querySelector("[role=status]");
    const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
    const post = async (address, data) => {
      let answer;
      do {
        answer = await fetch(address, { method: "POST", body: data, headers: { "X-CSRFToken": token } });
        if (answer.status === 429) await new Promise((go) => setTimeout(go, 5000));
      } while (answer.status === 429);
      const told = await answer.json().catch(() => ({ wrong: "The desk does not answer. Is it still running?" }));
      if (!answer.ok) throw new Error(told.wrong || "The desk refused this.");
      return told;
    };
    const body = (pairs) => {
      const data = new FormData();
      for (const [key, value] of pairs) data.append(key, value);
      return data;
    };
    box.hidden = false;
    bar.max = wanted.length;
    let sent = 0;
    try {
      const { job } = await post(form.dataset.upload, body([["begin", "yes"]]));
      const queue = [...wanted];
      while (queue.length) {
        const some = [];
        let bytes = 0;
        while (queue.length && some.length < 25 && (!some.length || bytes + queue[0][1].size < 16e6)) {
          bytes += queue[0][1].size;
          some.push(queue.shift());
        }
        await post(`${form.dataset.upload}/${job}/files`, body(some.flatMap(([name, file]) => [["paths", name], ["files", file]])));
        sent += some.length;
        bar.value = sent;
        words.textContent = `${sent} of ${wanted.length} files sent`;
      }
      await post(`${form.dataset.upload}/${job}/done`, body([]));
      location.reload();
    } catch (error) {
      words.textContent = `${error.message} ${sent} of ${wanted.length} files had arrived.`;
    }
  }

  all("form[data-upload]").forEach((form) => {
    form.addEventListener("dragover", (event) => { event.preventDefault(); form.classList.add("over"); });
    form.addEventListener("dragleave", () => form.classList.remove("over"));
    form.addEventListener("drop", async (event) => {
      event.preventDefault();
      form.classList.remove("over");
      send(form, await filesOf(event.dataTransfer));
    });
    all("input[type=file]", form).forEach((input) => input.addEventListener("change", () => {
      send(form, [...input.files].map((file) => [file.webkitRelativePath || file.name, file]));
    }));
  });
  all("form[data-drop]").forEach((form) => {
    form.addEventListener("dragover", (event) => { event.preventDefault(); form.classList.add("over"); });
    form.addEventListener("dragleave", () => form.classList.remove("over"));
    form.addEventListener("drop", (event) => {
      event.preventDefault();
      form.classList.remove("over");
      form.file.files = event.dataTransfer.files;
      form.requestSubmit();
    });
  });
  // A file dropped beside a field must not take the place of the page.
  ["dragover", "drop"].forEach((kind) => addEventListener(kind, (event) => event.preventDefault()));
})();
