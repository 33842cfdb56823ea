// The preview's part in the browser: loads a page again when it changed, swaps style sheets in place, and lays errors
// over the page. It leaves the page's own elements alone and writes text only, never HTML.
(() => {
  "use strict";
  const script = document.currentScript;
  if (!script || window.briefgenPreview) return;
  Object.defineProperty(window, "briefgenPreview", { value: true });

  const STYLES = "BRIEFGEN-STYLES";
  const SCROLL = "briefgen-scroll";
  const CLOSED = "briefgen-closed";
  const AWAY = 3000;
  const isDesk = "desk" in script.dataset;
  const isWaiting = "waiting" in script.dataset;
  const desk = new URL(".", script.src);

  let stamp = script.dataset.stamp;
  let stream = null;
  let away = 0;
  let shown = "";

  // --- where we are ---------------------------------------------------------------------------------------------

  const decoded = (path) => {
    try { return decodeURIComponent(path) } catch { return path }
  };
  const pathOf = (url) => decoded(new URL(url, location.href).pathname).replace(/(^|\/)index\.html$/, "$1");
  const isOwn = (url) => new URL(url, location.href).origin === location.origin;
  const here = pathOf(location.href);

  /** Everything this page is made of, as paths: its own address, the file that answered, what it loaded. */
  const parts = () => new Set([
    here,
    decoded(script.dataset.page || ""),
    ...performance.getEntriesByType("resource").map((one) => one.name).filter(isOwn).map(pathOf),
  ]);

  // --- loading again --------------------------------------------------------------------------------------------

  const store = (key, value) => {
    try { sessionStorage.setItem(key, value) } catch { /* a browser that keeps nothing does without */ }
  };
  const stored = (key) => {
    try { return sessionStorage.getItem(key) } catch { return null }
  };

  const reload = () => {
    stop();
    store(SCROLL, JSON.stringify([location.pathname, scrollX, scrollY]));
    location.reload();
  };

  const keepPlace = () => {
    const [path, x, y] = JSON.parse(stored(SCROLL) || "[]");
    store(SCROLL, "[]");
    if (path === location.pathname) scrollTo({ left: x, top: y, behavior: "instant" });
  };

  /** Puts a new style sheet beside the old one, which goes when the new one is there, so that nothing flickers. */
  const swapStyles = (styles) => {
    const links = [...document.querySelectorAll('link[rel~="stylesheet"][href]')].filter((one) => isOwn(one.href));
    const current = new Set(links.map((one) => pathOf(one.href)));
    for (const link of links) {
      const before = pathOf(link.href);
      if (Object.hasOwn(styles, before)) current.add(swap(link, before, styles[before]));
    }
    // A sheet that another sheet imports has no link of its own.
    const loaded = parts();
    return Object.entries(styles).every(([before, now]) => current.has(now) || !loaded.has(before));
  };

  const swap = (link, before, now) => {
    const next = link.cloneNode();
    next.href = new URL(encodeURI(now), location.href).pathname + (before === now ? `?${stamp}` : "");
    next.addEventListener("load", () => link.remove());
    next.addEventListener("error", reload);
    link.after(next);
    return now;
  };

  // --- what is laid over the page -------------------------------------------------------------------------------

  const element = (name, className, ...content) => {
    const one = document.createElement(name);
    if (className) one.className = className;
    one.append(...content);
    return one;
  };

  const sheet = (text) => {
    const made = new CSSStyleSheet();
    made.replaceSync(text);
    return made;
  };

  const host = document.createElement("briefgen-preview");
  const root = host.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [sheet(STYLES)];
  const marks = element("div", "marks");
  marks.setAttribute("role", "status");
  const errors = element("div", "errors");
  errors.setAttribute("role", "alert");
  errors.hidden = true;
  root.append(marks, errors);

  const excerpt = (one) => element("pre", "line",
    document.createTextNode(one.before), element("mark", "", one.stretch), document.createTextNode(one.after));

  const problem = (one) => {
    const item = element("li", "problem",
      element("p", "place", one.place), element("p", "message", one.message, " ", element("span", "code", one.code)));
    if (one.before || one.stretch || one.after) item.append(excerpt(one));
    if (one.hint) item.append(element("p", "hint", one.hint));
    for (const related of one.related) item.append(element("p", "related", related));
    return item;
  };

  const count = (notice) => notice.trouble ? "The preview could not be made"
    : `${notice.errors} error${notice.errors === 1 ? "" : "s"}`;

  const panel = (notice) => {
    const close = element("button", "close", "Close");
    close.type = "button";
    close.title = "Esc";
    close.addEventListener("click", closeErrors);
    const more = element("a", "more", "All problems");
    more.href = new URL("problems/", desk).href;
    const list = element("ol", "", ...notice.problems.map(problem));
    const left = notice.errors - notice.problems.length;
    return element("section", "panel",
      element("header", "",
        element("h2", "", count(notice)),
        element("p", "gloss", notice.ready ? "Below is the last good state of the site." : "There is no earlier state to show."),
        close),
      ...(notice.trouble ? [element("p", "trouble", notice.trouble)] : []),
      list,
      element("footer", "", ...(left > 0 ? [`and ${left} more · `] : []), more));
  };

  const identity = (notice) => JSON.stringify([notice.trouble, notice.problems]);

  const closeErrors = () => {
    store(CLOSED, shown);
    errors.hidden = true;
    mark(latest);
  };

  const showErrors = () => {
    store(CLOSED, "");
    errors.hidden = false;
    mark(latest);
  };

  const lay = (notice) => {
    const wanted = notice.failed ? identity(notice) : "";
    if (wanted !== shown) {
      shown = wanted;
      errors.replaceChildren(...(wanted ? [panel(notice)] : []));
      errors.hidden = !wanted || stored(CLOSED) === wanted;
    }
    mark(notice);
  };

  /** Small signs in the corner: a page that readers do not see, errors that were closed, a server that is gone. */
  const mark = (notice) => {
    const signs = [];
    const reason = notice && notice.unpublished[here];
    if (reason) signs.push(element("p", "sign", element("b", "", reason), " Readers do not see this page."));
    if (shown && errors.hidden) {
      const again = element("button", "sign failed", count(notice));
      again.type = "button";
      again.addEventListener("click", showErrors);
      signs.push(again);
    }
    if (away < 0) signs.push(element("p", "sign failed", "The preview has stopped. Start it again: briefgen serve"));
    marks.replaceChildren(...signs);
  };

  /** Says beside links which pages readers do not see; drafts are marked by the theme. */
  const markLinks = (unpublished) => {
    for (const link of document.querySelectorAll("main a[href]")) {
      const reason = isOwn(link.href) ? unpublished[pathOf(link.href)] : "";
      if (reason && reason !== "draft") link.dataset.briefgenUnpublished = reason;
      else delete link.dataset.briefgenUnpublished;
    }
  };

  // --- listening ------------------------------------------------------------------------------------------------

  let latest = null;

  const take = (notice) => {
    latest = notice;
    clearTimeout(away);
    away = 0;
    if (isDesk ? isNews(notice) : isStale(notice)) return reload();
    if (!isDesk && hasMoved(notice)) return move(notice);
    stamp = `${notice.run}-${notice.number}`;
    if (!isDesk) {
      lay(notice);
      markLinks(notice.unpublished);
    }
  };

  const isStale = (notice) => {
    if (isWaiting) return notice.ready;
    if (notice.changed === null) return true;
    const ours = parts();
    return notice.changed.some((one) => ours.has(one)) || !swapStyles(notice.styles);
  };

  /** The site lives under another path since its address was edited. */
  const hasMoved = (notice) => !isWaiting && notice.ready && notice.base !== script.dataset.base;

  const move = (notice) => {
    stop();
    location.replace(encodeURI(notice.base + here.slice(script.dataset.base.length)));
  };

  /** The desk shows everything, so anything new concerns it. */
  const isNews = (notice) => script.dataset.desk !== `${notice.run}-${notice.news}`;

  const gone = () => {
    if (away === 0) {
      away = setTimeout(() => {
        away = -1;
        mark(latest);
      }, AWAY);
    }
  };

  const start = () => {
    if (stream) return;
    stream = new EventSource(new URL(`events?stamp=${encodeURIComponent(stamp)}`, desk));
    stream.onmessage = (event) => take(JSON.parse(event.data));
    stream.onerror = gone;
  };

  const stop = () => {
    clearTimeout(away);
    away = 0;
    if (stream) stream.close();
    stream = null;
  };

  // A browser keeps few connections open to one server: a tab that nobody sees gives up its own, and catches up later.
  const follow = () => (document.visibilityState === "hidden" ? stop() : start());

  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet(
    'a[data-briefgen-unpublished]::after { content: " (" attr(data-briefgen-unpublished) ")"; font-size: .8em; opacity: .8 }')];
  document.documentElement.append(host);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !errors.hidden) closeErrors();
  });
  document.addEventListener("visibilitychange", follow);
  addEventListener("pagehide", stop);
  addEventListener("pageshow", follow);
  if (document.readyState === "complete") keepPlace();
  else addEventListener("load", keepPlace);
  follow();
})();
