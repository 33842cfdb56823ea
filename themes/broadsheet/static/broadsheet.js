// Comfort only: every word is on the page without this script.
(() => {
  "use strict";
  const $ = (s, at = document) => at.querySelector(s);
  const $$ = (s, at = document) => [...at.querySelectorAll(s)];
  const make = (tag, props = {}, ...kids) => { const e = Object.assign(document.createElement(tag), props); e.append(...kids); return e; };

  // --- opened from a folder: no server adds index.html there ---
  if (location.protocol === "file:") for (const a of $$("a[href]")) if (a.protocol === "file:" && a.pathname.endsWith("/")) a.pathname += "index.html";

  // --- margin notes: on wide screens those for which there is room stand open ---
  const fits = $$(".note.fit");
  if (fits.length) {
    const wide = matchMedia("(min-width: 64rem)");
    const lay = () => { for (const n of fits) n.open = wide.matches; };
    lay();
    wide.addEventListener("change", lay);
    document.documentElement.classList.add("js");
  }
  // A link to something inside a closed disclosure opens it.
  const reveal = () => {
    let e = null;
    try { e = document.getElementById(decodeURIComponent(location.hash.slice(1))); } catch { /* no such place */ }
    for (let d = e; d; d = d.parentElement) if (d.tagName === "DETAILS") d.open = true;
  };
  addEventListener("hashchange", reveal);
  reveal();
  // On paper everything is open.
  let shut = [];
  addEventListener("beforeprint", () => { shut = $$("details:not([open], .bg-veil)"); for (const d of shut) d.open = true; });
  addEventListener("afterprint", () => { for (const d of shut) d.open = false; });

  // --- wide tables in the text scroll in a region that takes the keyboard ---
  for (const t of $$(".text table, .prose table")) {
    if (t.scrollWidth <= t.clientWidth + 1) continue;
    const before = $$("h1, h2, h3, h4").filter(h => h.compareDocumentPosition(t) & 4).pop();
    const box = make("div", { className: "scroll", tabIndex: 0, role: "region" });
    box.setAttribute("aria-label", (t.caption || before || document).textContent.trim().slice(0, 80));
    t.replaceWith(box);
    box.append(t);
  }

  // --- reading position: a line along the top as long as the share of the text that has been read ---
  const text = $(".art .text");
  if (text && text.offsetHeight > 2 * innerHeight) {
    const line = make("div", { className: "read", ariaHidden: "true" });
    const tell = () => {
      const r = text.getBoundingClientRect();
      line.style.scale = Math.max(0, Math.min(1, -r.top / (r.height - innerHeight))) + " 1";
    };
    document.body.append(line);
    addEventListener("scroll", tell, { passive: true });
    addEventListener("resize", tell);
    tell();
  }

  // --- a map that is wider than the screen begins in its middle, where the places are ---
  for (const e of $$(".map-panels")) e.scrollLeft = (e.scrollWidth - e.clientWidth) / 2;

  // --- cards: what a link leads to, in a few words, from what the page already says ---
  const art = $(".art");
  if (art) {
    const OPEN = 450, CLOSE = 300;
    const tap = art.dataset.cards === "tap";
    const LINKS = "a.bg-e[data-e], a.bg-mark[href^='#claim-']";
    let card = null, owner = null, opening = 0, closing = 0;

    const keyOf = a => a.dataset.e || "claim:" + decodeURIComponent(a.hash.slice(7));
    const contents = key => {
      const id = key.replace(":", "-"), by = x => document.getElementById(x);
      const from = by("n-" + id) || (id.startsWith("claim-") && by(id)) || $(`[data-card="${CSS.escape(key)}"]`);
      if (!from) return null;
      const box = make("div", { className: "card" });
      if (from.tagName === "TEMPLATE") box.append(from.content.cloneNode(true));
      else if (from.tagName === "DETAILS") {
        const copy = from.cloneNode(true);
        box.append(make("p", {}, ...copy.firstElementChild.childNodes), ...copy.lastElementChild.childNodes);
      } else if (from.tagName === "TR") {
        for (const cell of from.cells) {
          const label = cell.dataset.label;
          const line = make("div", {}, ...(label ? [make("span", { className: "role", textContent: label + ": " })] : []), ...cell.cloneNode(true).childNodes);
          box.append(line);
        }
        for (const e of $$(".up, .why", box)) e.remove();
      } else box.append(...from.cloneNode(true).children);
      for (const e of $$("[id]", box)) e.removeAttribute("id");
      const mark = key.startsWith("claim:") && $(".st", box);
      const meant = mark && $$(".status-key dt").find(e => e.textContent === mark.textContent);
      if (meant) box.prepend(make("p", { className: "gloss" }, mark.cloneNode(true), " ", meant.nextElementSibling.textContent));
      return box;
    };
    const hide = () => {
      clearTimeout(opening); clearTimeout(closing);
      if (!card) return;
      card.remove();
      card = owner = null;
    };
    const show = a => {
      if (owner === a) return;
      hide();
      const box = contents(keyOf(a));
      if (!box) return;
      box.setAttribute("role", "group");
      box.setAttribute("aria-label", a.textContent.trim());
      card = box; owner = a;
      a.after(box);
      if (box.showPopover) { box.popover = "manual"; box.showPopover(); }
      const r = a.getClientRects()[0] || a.getBoundingClientRect();
      const last = [...a.getClientRects()].pop() || r;
      const w = box.offsetWidth, h = box.offsetHeight, vw = document.documentElement.clientWidth;
      const rtl = getComputedStyle(a).direction === "rtl";
      const x = Math.max(16, Math.min(rtl ? r.right - w : r.left, vw - w - 16));
      const above = last.bottom + h + 12 > innerHeight && r.top - h - 12 > 0;
      const at = box.showPopover ? [0, 0] : [-(box.offsetParent || document.body).getBoundingClientRect().left - scrollX, -(box.offsetParent || document.body).getBoundingClientRect().top - scrollY];
      box.style.left = x + scrollX + at[0] + "px";
      box.style.top = (above ? r.top - h - 8 : last.bottom + 8) + scrollY + at[1] + "px";
    };
    const soon = a => { clearTimeout(closing); clearTimeout(opening); opening = setTimeout(show, OPEN, a); };
    const later = () => { clearTimeout(opening); clearTimeout(closing); closing = setTimeout(hide, CLOSE); };
    const linkAt = e => e.target.closest?.(LINKS);

    art.addEventListener("pointerover", e => {
      if (e.pointerType === "touch") return;
      if (card?.contains(e.target)) return clearTimeout(closing);
      const a = linkAt(e);
      if (a === owner && a) return clearTimeout(closing);
      if (a) soon(a);
    });
    art.addEventListener("pointerout", e => {
      if (e.pointerType === "touch") return;
      if (linkAt(e) || card?.contains(e.target)) later();
    });
    art.addEventListener("focusin", e => {
      if (card?.contains(e.target)) return clearTimeout(closing);
      const a = linkAt(e);
      if (a && a.matches(":focus-visible")) soon(a);
    });
    art.addEventListener("focusout", e => { if (linkAt(e) || card?.contains(e.target)) later(); });
    art.addEventListener("click", e => {
      const a = linkAt(e);
      if (a && tap && e.pointerType === "touch" && owner !== a && contents(keyOf(a))) { e.preventDefault(); show(a); }
      else if (!card?.contains(e.target)) hide();
    });
    document.addEventListener("pointerdown", e => { if (card && e.pointerType === "touch" && !card.contains(e.target) && !owner.contains(e.target)) hide(); });
    document.addEventListener("keydown", e => {
      if (e.key !== "Escape" || (!card && !opening)) return;
      const back = card?.contains(document.activeElement) ? owner : null;
      hide();
      back?.focus();
      clearTimeout(opening);
    });
  }
})();
