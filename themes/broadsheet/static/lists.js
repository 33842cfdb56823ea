// Comfort for pages that list things: filters, and what is new. Every entry is on the page without this script.
(() => {
  "use strict";
  const $ = (s, at = document) => at.querySelector(s);
  const $$ = (s, at = document) => [...at.querySelectorAll(s)];
  const make = (tag, props = {}, ...kids) => { const e = Object.assign(document.createElement(tag), props); e.append(...kids); return e; };

  // --- the register of claims: filters made from the plain lists on the page ---
  const bar = $(".filter");
  if (bar) {
    const rows = new Map($$(".claims-reg > li").map(li => [li.id, li]));
    const groups = $$(".g");
    const words = e => e.textContent.trim().replace(/\s+/g, " ");
    const kinds = [{ name: bar.dataset.by, values: groups.filter(g => $("h2", g)).map(g => ({ label: words($("h2", g)), ids: new Set($$(".claims-reg > li", g).map(li => li.id)) })) }];
    for (const d of $$(".facet")) kinds.push({ name: words($("summary", d)), values: $$("dt", d).map(t => ({ label: words(t), ids: new Set($$("a", t.nextElementSibling).map(a => decodeURIComponent(a.hash.slice(1)))) })) });
    const picks = kinds.map((k, i) => {
      const pick = make("select", { id: "filter-" + i }, make("option", { value: "", label: bar.dataset.all }), ...k.values.map((v, n) => make("option", { value: n, label: v.label })));
      (bar.children[i] || bar.appendChild(make("div"))).append(make("label", { htmlFor: pick.id, textContent: k.name }), pick);
      return pick;
    });
    const said = make("p", {});
    said.setAttribute("role", "status");
    const reset = make("button", { type: "button", textContent: bar.dataset.reset });
    reset.addEventListener("click", () => { for (const p of picks) p.value = ""; draw(); picks[0].focus(); });
    for (const e of $$(".facets, .letters")) e.hidden = true;
    const draw = () => {
      let shown = 0;
      for (const [id, li] of rows) {
        const on = picks.every((p, i) => !p.value || kinds[i].values[+p.value].ids.has(id));
        li.hidden = !on;
        shown += on;
      }
      for (const g of groups) g.hidden = !$(".claims-reg > li:not([hidden])", g);
      const on = picks.some(p => p.value);
      reset.hidden = !on;
      said.textContent = on ? bar.dataset.shown.replace("%1", shown).replace("%2", rows.size) : "";
    };
    bar.append(reset, said);
    bar.classList.add("on");
    bar.addEventListener("change", draw);
    draw();
  }

  // --- what is new since the last visit: only when asked for, kept in this browser alone ---
  const seen = $(".seen");
  if (seen) try {
    const KEY = "briefgen-seen", here = location.pathname, say = seen.dataset;
    const read = (store, key) => JSON.parse(store.getItem(key) || "null");
    const entries = new Map($$(".happened, .then-now > li, .front .item").map(e => [[...e.textContent.replace(/\s+/g, " ")].reduce((h, c) => (h * 31 + c.codePointAt(0)) | 0, 7), e]));
    const told = make("p", { className: "aside" });
    told.setAttribute("role", "status");
    const button = make("button", { type: "button" });
    const keep = () => localStorage.setItem(KEY, JSON.stringify({ ...read(localStorage, KEY), [here]: [...entries.keys()] }));
    const draw = words => { button.textContent = read(localStorage, KEY) ? say.off : say.on; told.textContent = words; };
    const all = read(localStorage, KEY), before = read(sessionStorage, KEY + here) || all?.[here];
    let words = all ? say.begun : say.note;
    if (all && before) {
      const fresh = [...entries].filter(([h]) => !before.includes(h));
      for (const [, e] of fresh) (e.querySelector(".kicker") || e).prepend(make("span", { className: "tag new", textContent: say.new }), " ");
      words = fresh.length ? say.some.replace("%1", fresh.length) : say.none;
      sessionStorage.setItem(KEY + here, JSON.stringify(before));
    }
    if (all) keep();
    button.addEventListener("click", () => {
      if (read(localStorage, KEY)) {
        localStorage.removeItem(KEY);
        for (const k of Object.keys(sessionStorage)) if (k.startsWith(KEY)) sessionStorage.removeItem(k);
        for (const e of $$(".new")) e.remove();
        draw(say.note);
      } else { keep(); draw(say.begun); }
    });
    draw(words);
    seen.append(button, told);
  } catch { /* a browser that keeps nothing is asked nothing */ }
})();
