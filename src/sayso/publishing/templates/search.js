"use strict";
const field = document.getElementById("q"), status = document.querySelector("[role=status]");
field.closest("p").hidden = false;
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const entries = [...document.querySelectorAll(".entry")].map((entry) => ({
  entry, text: plain(entry.textContent), claims: [...entry.querySelectorAll(".c")].map((li) => [li, plain(li.textContent)]),
}));
field.addEventListener("input", () => {
  const words = plain(field.value).split(/\s+/).filter(Boolean);
  const fits = (text) => words.every((word) => text.includes(word));
  let kept = 0;
  for (const { entry, text, claims } of entries) {
    entry.hidden = !fits(text);
    kept += !entry.hidden;
    const some = words.length && claims.some(([, claim]) => fits(claim));
    entry.querySelector("details").open = Boolean(some);
    for (const [li, claim] of claims) li.hidden = Boolean(some) && !fits(claim);
  }
  status.textContent = words.length ? `${kept} of ${entries.length}` : "";
});
