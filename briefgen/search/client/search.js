// The search page: loads the index at first focus, searches as one types, narrows down by facets.
// It finds its parts by `data-find`; every word it shows stands in the page.
(() => {
  "use strict";
  const page = document.querySelector('[data-find="page"]');

  // --- words, cut as briefgen/search/terms.py cuts them ---
  const MARKS = /[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u065f\u0670]/g;
  const LETTERS = { "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "þ": "th", "ð": "d", "ı": "i", "ς": "σ" };
  const UNSPACED = "\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff";
  const RUNS = new RegExp(`[${UNSPACED}]+|[^${UNSPACED}]+`, "g");
  const IS_UNSPACED = new RegExp(`^[${UNSPACED}]`);
  const terms = text => text.replace(/[’ʼ‘`]/g, "'").normalize("NFKD").replace(MARKS, "").toLowerCase()
    .replace(/[ßæœøłđþðıς]/g, one => LETTERS[one])
    .replace(/[\p{Z}\p{P}\p{S}\p{C}]/gu, one => one === "'" ? one : " ")
    .replace(/'s(?![\p{L}\p{N}])/gu, "").replace(/'/g, "")
    .split(" ").filter(Boolean)
    .flatMap(word => word.match(RUNS).flatMap(run => !IS_UNSPACED.test(run) || run.length < 2 ? [run] : [...run].slice(1).map((one, at) => run[at] + one)));
  const OPTIONS = {
    fields: ["title", "names", "summary", "text"],
    storeFields: ["t", "k", "x", "s", "d", "p", "l", "o"],
    tokenize: terms,
    processTerm: term => term,
    searchOptions: {
      boost: { title: 4, names: 3, summary: 1.5 },
      prefix: term => term.length > 1,
      fuzzy: term => term.length > 3 ? 0.2 : false,
      weights: { fuzzy: 0.3, prefix: 0.5 },
    },
  };
  window.briefgenTerms = terms;
  window.briefgenOptions = OPTIONS;
  if (!page) return;

  const at = name => page.querySelector(`[data-find="${name}"]`);
  const make = (tag, props = {}, ...kids) => { const e = Object.assign(document.createElement(tag), props); e.append(...kids); return e; };
  const input = page.querySelector("input"), said = at("said"), list = at("list"), cols = at("cols");
  const words = at("words").content, facets = [...page.querySelectorAll("[data-facet]")];
  const buttons = [...page.querySelectorAll("[data-part]")];
  const FIRST = 20;

  // --- the index, part by part ---
  const parts = new Map(), asked = new Map(), names = new Map();
  const policy = window.trustedTypes ? window.trustedTypes.createPolicy("briefgen-search", { createScriptURL: url => url }) : { createScriptURL: url => url };
  const script = url => {
    if (!asked.has(url)) asked.set(url, new Promise((done, failed) => {
      const tag = make("script");
      tag.src = policy.createScriptURL(url);
      tag.onload = done;
      tag.onerror = () => { asked.delete(url); failed(new Error(url)); };
      document.head.append(tag);
    }));
    return asked.get(url);
  };
  const waiting = [];
  window.briefgenSearch = (name, labels, json) => waiting.push([name, labels, json]);
  const load = async url => {
    await script(page.dataset.library);
    await script(url);
    for (const [name, labels, json] of waiting.splice(0)) {
      const keys = [];
      for (let i = 0; i < labels.length; i += 2) { keys.push(labels[i]); names.set(labels[i], labels[i + 1]); }
      parts.set(name, { keys, index: window.MiniSearch.loadJSON(json, OPTIONS) });
    }
  };
  let ready = null;
  const begin = () => {
    if (ready) return ready;
    said.textContent = page.dataset.loading;
    return ready = load(page.dataset.first).then(() => { said.textContent = ""; search(); }, () => { ready = null; said.textContent = page.dataset.failed; });
  };

  // --- finding ---
  const FACETS = {
    kind: r => [r.k], status: r => r.s ? [r.s] : [], person: r => r.people, place: r => r.places, topic: r => r.topics, date: r => r.d ? [r.d.slice(0, 4)] : [],
  };
  const label = (facet, value) => {
    const known = facet === "kind" || facet === "status" ? words.querySelector(`[data-${facet}="${CSS.escape(value)}"]`) : null;
    return known ? [...known.cloneNode(true).childNodes] : [names.get(value) || value];
  };
  const chosen = new Map(facets.map(f => [f.dataset.facet, new Set()]));
  let found = [], shown = FIRST;
  // Every word, else some of them, else words that are spelled worse: two letters amiss, or two that changed places.
  const WAYS = [{ combineWith: "AND" }, { combineWith: "OR" }, { combineWith: "OR", fuzzy: term => term.length > 3 ? 2 : false }];
  const THINGS = ["person", "organisation", "place", "event", "topic", "term"];
  const all = query => {
    const results = [];
    for (const way of WAYS) {
      for (const { keys, index } of parts.values())
        for (const r of index.search(query, way))
          results.push(Object.assign(r, { people: (r.p || []).map(n => keys[n]), places: (r.l || []).map(n => keys[n]), topics: (r.o || []).map(n => keys[n]) }));
      if (results.length) break;
    }
    // What is called exactly so comes first, then whoever and whatever has these words in its name, then what is said about them.
    const wanted = terms(query), whole = wanted.join(" ");
    for (const r of results) {
      const title = terms(r.t);
      if (title.join(" ") === whole) r.score *= 8;
      else if (THINGS.includes(r.k) && wanted.every(term => title.includes(term))) r.score *= 2;
    }
    return results.sort((a, b) => b.score - a.score);
  };
  const passes = (r, but) => [...chosen].every(([facet, values]) => facet === but || !values.size || FACETS[facet](r).some(v => values.has(v)));

  const search = () => {
    const query = input.value.trim();
    found = query && parts.size ? all(query) : [];
    shown = FIRST;
    draw();
    fuller(query);
    remember(query);
  };
  const draw = () => {
    const query = input.value.trim();
    const kept = found.filter(r => passes(r));
    cols.hidden = !query || !parts.size;
    list.replaceChildren(...kept.slice(0, shown).map(card));
    if (kept.length > shown) {
      const more = make("button", { type: "button", textContent: page.dataset.more });
      more.addEventListener("click", () => { const from = shown; shown += FIRST; draw(); list.children[from]?.querySelector("a").focus(); });
      list.append(make("li", { className: "find-more" }, more));
    }
    for (const f of facets) narrow(f);
    if (!parts.size) return;
    const total = +page.dataset.entries + buttons.reduce((sum, b) => sum + +b.dataset.entries, 0);
    const searched = +page.dataset.entries + buttons.filter(b => b.disabled).reduce((sum, b) => sum + +b.dataset.entries, 0);
    const format = n => n.toLocaleString(document.documentElement.lang || undefined);
    said.textContent = query ? `${kept.length ? page.dataset.found.replace("%1", format(kept.length)) : page.dataset.none} ${page.dataset.searched.replace("%1", format(searched)).replace("%2", format(total))}` : "";
  };
  const card = r => {
    const matched = new Set(r.terms);
    const link = make("a", {}, ...marked(r.t, matched));
    link.href = page.dataset.root + r.id;
    if (location.protocol === "file:" && link.pathname.endsWith("/")) link.pathname += "index.html";
    const head = make("p", { className: "kicker" }, ...label("kind", r.k));
    const what = make("p", { className: "find-title" }, link);
    if (r.s) what.append(" ", ...label("status", r.s));
    const item = make("li", {}, head, what);
    if (r.x) item.append(make("p", { className: "find-text" }, ...marked(r.x, matched)));
    if (r.d) item.append(make("p", { className: "meta" }, make("time", { dateTime: r.d, textContent: day(r.d) })));
    return item;
  };
  const day = iso => {
    try { return new Intl.DateTimeFormat(document.documentElement.lang || undefined, { dateStyle: "medium", timeZone: "UTC" }).format(new Date(iso + "T00:00:00Z")); } catch { return iso; }
  };
  const marked = (text, matched) => text.split(/([\p{L}\p{N}\p{M}'’]+)/u).map((piece, n) => n % 2 && terms(piece).some(t => matched.has(t)) ? make("mark", { textContent: piece }) : piece);

  // --- narrowing down: the counts of a facet are those it would give with the others as they are ---
  const narrow = f => {
    const facet = f.dataset.facet, counts = new Map();
    for (const r of found) if (passes(r, facet)) for (const v of new Set(FACETS[facet](r))) counts.set(v, (counts.get(v) || 0) + 1);
    for (const v of chosen.get(facet)) if (!counts.has(v)) counts.set(v, 0);
    const values = [...counts].sort((a, b) => facet === "date" ? (a[0] < b[0] ? 1 : -1) : b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, 12);
    f.hidden = values.length < 2 && !chosen.get(facet).size;
    const fields = f.querySelector("fieldset");
    const focused = document.activeElement?.name === facet ? document.activeElement.value : null;
    const boxes = values.map(([value, count]) => {
      const box = make("input", { type: "checkbox", name: facet, value, checked: chosen.get(facet).has(value) });
      return make("label", {}, box, " ", ...label(facet, value), " ", make("span", { className: "tally", textContent: count }));
    });
    fields.replaceChildren(fields.firstElementChild, ...boxes);
    if (focused !== null) [...fields.querySelectorAll("input")].find(box => box.value === focused)?.focus();
  };

  // --- every word of the texts: Pagefind's index, loaded only when a reader asks for it ---
  const full = at("full");
  const throughout = async query => {
    const from = new URL(page.dataset.full, location.href).href;
    const pagefind = await import(policy.createScriptURL(`${from}pagefind.js`));
    await pagefind.options({ basePath: from, baseUrl: "/" });
    const { results } = await pagefind.search(query);
    const shownFirst = await Promise.all(results.slice(0, FIRST).map(r => r.data()));
    return [results.length, shownFirst];
  };
  const plain = html => html.replace(/&(lt|gt|quot|#39|#x27|amp);/g, (_, name) => ({ lt: "<", gt: ">", quot: '"', amp: "&" })[name] || "'");
  const fuller = query => {
    if (!full) return;
    // Files opened from a folder cannot be fetched: there the parts of the index are all there is.
    if (!query || location.protocol === "file:") { full.hidden = true; return; }
    full.hidden = false;
    const ask = make("button", { type: "button", textContent: page.dataset.fuller });
    ask.addEventListener("click", async () => {
      ask.disabled = true;
      try {
        const [count, texts] = await throughout(query);
        if (input.value.trim() !== query) return;
        const found = texts.map(one => {
          const link = make("a", { textContent: one.meta.title });
          link.href = page.dataset.root + one.meta.address;
          const words = make("p", { className: "find-text" }, ...one.excerpt.split(/<\/?mark>/).map((piece, n) => n % 2 ? make("mark", { textContent: plain(piece) }) : plain(piece)));
          const item = make("li", {}, make("p", { className: "find-title" }, link), words);
          if (one.meta.date) item.append(make("p", { className: "meta" }, make("time", { dateTime: one.meta.date, textContent: day(one.meta.date) })));
          return item;
        });
        full.replaceChildren(make("p", { className: "find-said", textContent: page.dataset.fullFound.replace("%1", count.toLocaleString(document.documentElement.lang || undefined)) }), make("ol", { className: "find-list" }, ...found));
      } catch { full.replaceChildren(make("p", { className: "find-said", textContent: page.dataset.fullFailed })); }
    });
    full.replaceChildren(ask);
  };

  // --- the address holds the query, so that it can be sent and gone back to ---
  const remember = query => {
    const way = new URLSearchParams();
    if (query) way.set("q", query);
    for (const [facet, values] of chosen) for (const v of values) way.append(facet, v);
    try { history.replaceState(null, "", (way.size ?? [...way].length) ? `?${way}` : location.pathname); } catch { /* a folder that forbids it */ }
  };
  const given = new URLSearchParams(location.search);
  for (const [facet, values] of chosen) for (const v of given.getAll(facet)) values.add(v);

  let typing = 0;
  input.addEventListener("focus", begin, { once: true });
  input.addEventListener("input", () => { clearTimeout(typing); typing = setTimeout(() => begin().then(search), 120); });
  page.addEventListener("change", e => {
    const values = chosen.get(e.target.name);
    if (!values) return;
    if (e.target.checked) values.add(e.target.value); else values.delete(e.target.value);
    shown = FIRST;
    draw();
    remember(input.value.trim());
  });
  for (const b of buttons) b.addEventListener("click", async () => {
    said.textContent = page.dataset.loading;
    try { await load(b.dataset.part); } catch { said.textContent = page.dataset.failed; return; }
    b.disabled = true;
    search();
  });
  // Arrow keys walk through the results, Escape leads back to the words.
  page.addEventListener("keydown", e => {
    const links = [...list.querySelectorAll("a")], here = links.indexOf(document.activeElement);
    if (e.key === "ArrowDown" && (document.activeElement === input || here >= 0) && here + 1 < links.length) { e.preventDefault(); links[here + 1].focus(); }
    else if (e.key === "ArrowUp" && here >= 0) { e.preventDefault(); (links[here - 1] || input).focus(); }
    else if (e.key === "Enter" && document.activeElement === input && links.length) { e.preventDefault(); links[0].focus(); }
    else if (e.key === "Escape" && (here >= 0 || document.activeElement === input)) { e.preventDefault(); if (document.activeElement === input) { input.value = ""; search(); } else input.focus(); }
  });

  if (matchMedia("(min-width: 54rem)").matches) for (const f of facets) f.open = true;
  at("box").hidden = false;
  if (given.get("q")) { input.value = given.get("q"); begin(); }
  else if (location.hash === "#find") input.focus();
})();
