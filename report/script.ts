// Made of report/browser/ by report/build.ts: change it there, then npx tsx report/build.ts
export const SCRIPT = `"use strict";
(() => {
  // report/coverage.ts
  function percentOf({ covered, total }) {
    if (total === 0) return "\\u2013";
    if (covered === total) return "100%";
    const cut = Math.floor(covered / total * 1e3) / 10;
    if (cut === 0) return covered === 0 ? "0%" : "under 0.1%";
    return \`\${cut.toFixed(1)}%\`;
  }

  // report/format.ts
  var UNITS = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];
  function formatCount(count) {
    return count.toLocaleString("en-US");
  }
  function formatBytes(bytes) {
    const power = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log2(bytes) / 10));
    const value = bytes / 1024 ** power;
    return \`\${power === 0 ? value : value.toPrecision(value >= 1e3 ? 4 : 3)} \${UNITS[power]}\`;
  }
  function formatDollars(dollars) {
    if (dollars > 0 && dollars < 0.01) return "under $0.01";
    const digits = dollars < 100 ? 2 : 0;
    return \`$\${dollars.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits })}\`;
  }
  function formatTime(at) {
    const date = new Date(at);
    return Number.isNaN(date.getTime()) ? "\\u2013" : \`\${date.toISOString().slice(0, 16).replace("T", " ")} UTC\`;
  }

  // report/browser/order.ts
  function orderBy(keys, descending) {
    const { length } = keys;
    let largest = 0;
    for (let row = 0; row < length; row += 1) largest = Math.max(largest, keys[row] ?? 0);
    const ranked2 = new Float64Array(length);
    for (let row = 0; row < length; row += 1) {
      const key = keys[row] ?? 0;
      ranked2[row] = (descending ? largest - key : key) * length + row;
    }
    ranked2.sort();
    const order = new Uint32Array(length);
    for (let place = 0; place < length; place += 1) order[place] = (ranked2[place] ?? 0) % length;
    return order;
  }
  function ranksOf(values) {
    const order = values.map((_, number) => number).sort((one, other) => compare(values[one] ?? "", values[other] ?? ""));
    const ranks = new Uint32Array(values.length);
    order.forEach((number, rank) => {
      ranks[number] = rank;
    });
    return ranks;
  }
  function compare(one, other) {
    if (one === other) return 0;
    return one < other ? -1 : 1;
  }

  // report/browser/account-search.ts
  var AccountSearch = class {
    #accounts;
    #texts;
    constructor(accounts2) {
      this.#accounts = accounts2;
      this.#texts = accounts2.map(
        ([id, name, standing, , , , , , problems]) => [id, name, standing, ...problems].join("\\n").toLowerCase()
      );
    }
    find(search, { column, descending }) {
      const words = search.toLowerCase().split(/\\s+/).filter((word) => word !== "");
      return orderBy(this.#keys(column), descending).filter(
        (row) => words.every((word) => this.#texts[row]?.includes(word))
      );
    }
    #keys(column) {
      const accounts2 = this.#accounts;
      switch (column) {
        case "name":
          return ranksOf(accounts2.map(([, name]) => name));
        case "covered":
          return accounts2.map(
            ([, , , covered, total]) => total === 0 ? 100001 : Math.floor(covered / total * 1e5)
          );
        case "person":
          return accounts2.map(
            ([, , standing, , , person, , , problems]) => person * 10 + Math.min(9, (standing === "" ? 0 : 1) + problems.length)
          );
        case "buckets":
          return accounts2.map(([, , , , , , buckets2]) => buckets2);
        case "visited":
          return accounts2.map(([, , , , , , , visitedAt]) => visitedAt);
        default:
          return accounts2.map((_, row) => row);
      }
    }
  };

  // report/visible-text.ts
  function visibleText(text, lines = false) {
    return text.replace(
      /[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]/gu,
      (character) => lines && (character === "\\n" || character === "	") ? character : \`\\\\u{\${(character.codePointAt(0) ?? 0).toString(16)}}\`
    );
  }

  // report/browser/dom.ts
  function byId(id) {
    const found = document.getElementById(id);
    if (found === null) throw new Error(\`the page has no #\${id}\`);
    return found;
  }
  function element(tag, attributes, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    for (const child of children) {
      if (child !== null)
        made.append(typeof child === "string" ? document.createTextNode(visibleText(child, true)) : child);
    }
    return made;
  }
  function badge(verdict) {
    return element("span", { class: "badge", "data-verdict": verdict }, verdict);
  }
  function twoLines(text) {
    return element("div", { class: "two", title: visibleText(text) }, text);
  }

  // report/browser/sort-buttons.ts
  var SortButtons = class {
    #headings;
    #sort = { column: "", descending: false };
    constructor(table, onSort) {
      this.#headings = [...table.querySelectorAll("th[data-column]")];
      for (const heading of this.#headings) {
        heading.querySelector("button")?.addEventListener("click", () => {
          const column = heading.dataset["column"] ?? "";
          const again = column === this.#sort.column;
          onSort({ column, descending: again ? !this.#sort.descending : heading.dataset["first"] === "descending" });
        });
      }
    }
    show(sort) {
      this.#sort = sort;
      for (const heading of this.#headings) {
        if (heading.dataset["column"] !== sort.column) heading.removeAttribute("aria-sort");
        else heading.setAttribute("aria-sort", sort.descending ? "descending" : "ascending");
      }
    }
  };

  // report/browser/virtual-table.ts
  var BEYOND = 8;
  var PRINTED = 500;
  var VirtualTable = class {
    #parts;
    #rows = [];
    #first = -1;
    #last = -1;
    #active = 0;
    #printing = false;
    constructor(parts) {
      this.#parts = parts;
      parts.scroller.addEventListener("scroll", () => this.#draw(), { passive: true });
      parts.body.addEventListener("keydown", (event) => this.#onKey(event));
      parts.body.addEventListener("focusin", (event) => this.#onFocus(event));
      addEventListener("resize", () => this.#redraw());
      addEventListener("beforeprint", () => this.#print(true));
      addEventListener("afterprint", () => this.#print(false));
    }
    /** Shows other rows, from the top. */
    show(rows) {
      this.#rows = rows;
      this.#active = 0;
      this.#parts.scroller.scrollTop = 0;
      this.#parts.table.setAttribute("aria-rowcount", String(rows.length + 1));
      this.#redraw();
    }
    #redraw() {
      this.#first = -1;
      this.#draw();
    }
    #print(printing) {
      this.#printing = printing;
      const { length } = this.#rows;
      const { paper } = this.#parts;
      paper.hidden = length <= PRINTED;
      paper.textContent = \`On paper: the first \${formatCount(PRINTED)} of these \${formatCount(length)} rows.\`;
      this.#redraw();
    }
    get #rowHeight() {
      return Number.parseFloat(getComputedStyle(this.#parts.canvas).getPropertyValue("--row-height")) || 40;
    }
    #draw() {
      const { scroller, canvas, table, body } = this.#parts;
      const height = this.#rowHeight;
      const { length } = this.#rows;
      const top = Math.floor(scroller.scrollTop / height) - BEYOND;
      const first = this.#printing ? 0 : Math.max(0, Math.min(top, length - 1));
      const seen = Math.ceil(scroller.clientHeight / height) + 2 * BEYOND;
      const last = Math.min(length, this.#printing ? PRINTED : first + seen);
      if (first === this.#first && last === this.#last) return;
      const focused = body.contains(document.activeElement);
      const head = table.tHead?.offsetHeight ?? 0;
      canvas.style.height = this.#printing ? "auto" : \`\${length * height + head}px\`;
      table.style.marginTop = this.#printing ? "0" : \`\${first * height}px\`;
      const drawn = [];
      for (let place = first; place < last; place += 1) drawn.push(this.#row(place));
      body.replaceChildren(...drawn);
      this.#first = first;
      this.#last = last;
      if (focused) this.#button(this.#active)?.focus({ preventScroll: true });
    }
    #row(place) {
      const cells = this.#parts.cells(this.#rows[place] ?? 0);
      const row = element("tr", { "aria-rowindex": String(place + 2), "data-place": String(place) }, ...cells);
      row.querySelector("button")?.setAttribute("tabindex", place === this.#active ? "0" : "-1");
      return row;
    }
    #button(place) {
      return this.#parts.body.querySelector(\`tr[data-place="\${place}"] button\`);
    }
    #onFocus(event) {
      const row = event.target instanceof Element ? event.target.closest("tr") : null;
      const place = Number(row?.dataset["place"] ?? -1);
      if (place < 0 || place === this.#active) return;
      this.#button(this.#active)?.setAttribute("tabindex", "-1");
      this.#active = place;
      this.#button(place)?.setAttribute("tabindex", "0");
    }
    #onKey(event) {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const page = Math.max(1, Math.floor(this.#parts.scroller.clientHeight / this.#rowHeight) - 2);
      const last = this.#rows.length - 1;
      const places = {
        ArrowDown: this.#active + 1,
        ArrowUp: this.#active - 1,
        PageDown: this.#active + page,
        PageUp: this.#active - page,
        Home: 0,
        End: last
      };
      const place = places[event.key];
      if (place === void 0) return;
      event.preventDefault();
      this.#goTo(Math.max(0, Math.min(last, place)));
    }
    #goTo(place) {
      const { scroller, table } = this.#parts;
      const height = this.#rowHeight;
      const head = table.tHead?.offsetHeight ?? 0;
      const room = scroller.clientHeight - head;
      if (place * height < scroller.scrollTop) scroller.scrollTop = place * height;
      else if ((place + 1) * height > scroller.scrollTop + room) scroller.scrollTop = (place + 1) * height - room;
      this.#button(this.#active)?.setAttribute("tabindex", "-1");
      this.#active = place;
      this.#draw();
      const button = this.#button(place);
      button?.setAttribute("tabindex", "0");
      button?.focus({ preventScroll: true });
    }
  };

  // report/browser/account-table.ts
  var AccountTable = class {
    #accounts;
    #search;
    #field = byId("account-search");
    #rows;
    #sort;
    constructor({ accounts: accounts2 }, change2) {
      this.#accounts = accounts2;
      this.#search = new AccountSearch(accounts2);
      const table = byId("accounts-table");
      const body = byId("accounts-body");
      this.#sort = new SortButtons(table, (accountSort) => change2({ accountSort }));
      this.#field.addEventListener("input", () => change2({ accountSearch: this.#field.value }));
      this.#rows = new VirtualTable({
        scroller: byId("accounts-scroller"),
        canvas: byId("accounts-canvas"),
        table,
        body,
        paper: byId("accounts-paper"),
        cells: (row) => this.#cells(row)
      });
      body.addEventListener("click", (event) => {
        const account = event.target instanceof Element ? event.target.closest("button")?.dataset["account"] : void 0;
        if (account === void 0) return;
        change2({ account });
        byId("buckets").scrollIntoView();
        byId("search").focus({ preventScroll: true });
      });
    }
    show({ accountSearch, accountSort }) {
      if (this.#field.value !== accountSearch) this.#field.value = accountSearch;
      const rows = this.#search.find(accountSearch, accountSort);
      this.#sort.show(accountSort);
      this.#rows.show(rows);
      const all = this.#accounts.length;
      byId("accounts-found").textContent = rows.length === all ? \`\${formatCount(all)} accounts\` : \`\${formatCount(rows.length)} of \${formatCount(all)} accounts\`;
    }
    #cells(row) {
      const [
        id = "",
        name = "",
        standing = "",
        covered = 0,
        total = 0,
        person = 0,
        buckets2 = 0,
        visitedAt = 0,
        problems = []
      ] = this.#accounts[row] ?? [];
      const open = element("button", { type: "button", class: "open", "data-account": id }, name || id);
      const share = percentOf({ covered, total });
      const under = total === 0 ? "no bucket that should be covered" : \`\${share} of \${formatCount(total)} covered\`;
      return [
        element(
          "td",
          { class: "name" },
          open,
          name === "" ? null : element("small", {}, id),
          element("span", { class: "under" }, under)
        ),
        element("td", { class: "number" }, formatCount(person)),
        element("td", { class: "wide number" }, share),
        element("td", { class: "wide number" }, formatCount(buckets2)),
        element("td", { class: "wide" }, visitedAt === 0 ? "never" : formatTime(visitedAt * 1e3)),
        element(
          "td",
          { class: "wide" },
          twoLines([standing, ...problems].filter((text) => text !== "").join("; ") || "\\u2013")
        )
      ];
    }
  };

  // report/browser/bucket-search.ts
  var BucketSearch = class {
    #data;
    #names;
    #dictionaries;
    #accountNumbers;
    #orders = /* @__PURE__ */ new Map();
    constructor(data2) {
      this.#data = data2;
      this.#names = data2.bucket.map((name) => name.toLowerCase());
      const lower = (text) => text.toLowerCase();
      this.#dictionaries = [
        [data2.account, data2.accounts.map(([id, name]) => lower(\`\${id}
\${name}\`))],
        [data2.region, data2.regions.map(lower)],
        [data2.verdict, data2.verdicts.map(lower)],
        [data2.reason, data2.reasons.map(([code, text]) => lower(\`\${code}
\${text}\`))],
        [data2.changer, data2.changers.map(([principal, tool]) => lower(\`\${principal}
\${tool}\`))]
      ];
      this.#accountNumbers = new Map(data2.accounts.map(([id], number) => [id, number]));
    }
    /** Row numbers, in the order in which they are shown. */
    find(view2) {
      const order = this.#order(view2.sort.column, view2.sort.descending);
      const words = view2.search.toLowerCase().split(/\\s+/).filter((word) => word !== "");
      const wanted = this.#wanted(view2);
      const hits = words.map(
        (word) => this.#dictionaries.map(([, texts]) => flags(texts, (text) => text.includes(word)))
      );
      const found = new Uint32Array(order.length);
      let count = 0;
      for (const row of order) {
        if (!wanted.every(([numbers, accepted]) => accepted[numbers[row] ?? -1] === 1)) continue;
        if (!words.every((word, at) => this.#has(row, word, hits[at] ?? []))) continue;
        found[count] = row;
        count += 1;
      }
      return found.subarray(0, count);
    }
    #wanted({ verdicts, region, reason, account }) {
      const data2 = this.#data;
      const wanted = [];
      if (verdicts.length > 0) wanted.push([data2.verdict, flags(data2.verdicts, (text) => verdicts.includes(text))]);
      if (region !== "") wanted.push([data2.region, flags(data2.regions, (text) => text === region)]);
      if (reason !== "") wanted.push([data2.reason, flags(data2.reasons, ([code]) => code === reason)]);
      if (account !== "") {
        const accepted = new Uint8Array(data2.accounts.length);
        const number = this.#accountNumbers.get(account);
        if (number !== void 0) accepted[number] = 1;
        wanted.push([data2.account, accepted]);
      }
      return wanted;
    }
    #has(row, word, hits) {
      if (this.#names[row]?.includes(word)) return true;
      return this.#dictionaries.some(([numbers], at) => hits[at]?.[numbers[row] ?? -1] === 1);
    }
    #order(column, descending) {
      const name = \`\${descending ? "-" : ""}\${column}\`;
      const known = this.#orders.get(name);
      if (known !== void 0) return known;
      const order = orderBy(this.#keys(column), descending);
      this.#orders.set(name, order);
      return order;
    }
    #keys(column) {
      const data2 = this.#data;
      switch (column) {
        case "account":
          return data2.account;
        case "region":
          return ranked(data2.region, data2.regions);
        case "verdict":
          return ranked(data2.verdict, data2.verdicts);
        case "reason":
          return ranked(
            data2.reason,
            data2.reasons.map(([, text]) => text)
          );
        case "changer":
          return ranked(
            data2.changer,
            data2.changers.map(([principal]) => principal)
          );
        case "bytes":
          return data2.bucket.map((_, row) => data2.uploads[row]?.[2] ?? 0);
        case "at":
          return data2.at;
        default:
          return data2.bucket.map((_, row) => row);
      }
    }
  };
  function flags(values, accepted) {
    return Uint8Array.from(values, (value) => accepted(value) ? 1 : 0);
  }
  function ranked(numbers, values) {
    const ranks = ranksOf(values);
    return Uint32Array.from(numbers, (number) => number < 0 ? 0 : (ranks[number] ?? 0) + 1);
  }

  // report/browser/copy-button.ts
  function copyButton(source) {
    const button = element("button", { type: "button", class: "copy" }, "Copy");
    button.addEventListener("click", () => {
      copy(source).then(
        (copied) => tell(button, copied ? "Copied" : "Selected: press Ctrl+C"),
        () => tell(button, "Selected: press Ctrl+C")
      );
    });
    return button;
  }
  async function copy(source) {
    try {
      await navigator.clipboard.writeText(source.textContent ?? "");
      return true;
    } catch {
      getSelection()?.selectAllChildren(source);
      return document.execCommand("copy");
    }
  }
  function tell(button, text) {
    button.textContent = text;
    byId("said").textContent = text;
    setTimeout(() => {
      button.textContent = "Copy";
    }, 2e3);
  }

  // report/browser/line-changes.ts
  function lineChanges(before, after) {
    const old = before === "" ? [] : before.split("\\n");
    const now = after === "" ? [] : after.split("\\n");
    const most = Math.min(old.length, now.length);
    let head = 0;
    while (head < most && old[head] === now[head]) head += 1;
    let tail = 0;
    while (tail < most - head && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail += 1;
    const line = (sign) => (text) => ({ sign, text });
    return [
      ...now.slice(0, head).map(line(" ")),
      ...old.slice(head, old.length - tail).map(line("-")),
      ...now.slice(head, now.length - tail).map(line("+")),
      ...now.slice(now.length - tail).map(line(" "))
    ];
  }

  // report/browser/details.ts
  var Details = class {
    #data;
    #dialog = byId("details");
    #title = byId("details-title");
    #body = byId("details-body");
    constructor(data2) {
      this.#data = data2;
      byId("details-close").addEventListener("click", () => this.#dialog.close());
      this.#dialog.addEventListener("click", (event) => {
        if (event.target === this.#dialog) this.#dialog.close();
      });
    }
    open(row) {
      const { bucket, accounts: accounts2, account } = this.#data;
      const [id = "", name = ""] = accounts2[account[row] ?? -1] ?? [];
      this.#title.replaceChildren(element("bdi", {}, bucket[row] || \`account \${id} \${name}\`.trim()));
      this.#body.replaceChildren(
        this.#facts(row, \`\${id} \${name}\`.trim()),
        ...this.#snippet(row),
        ...this.#configuration(row),
        ...this.#removals(row)
      );
      this.#dialog.showModal();
      this.#body.scrollTop = 0;
    }
    #facts(row, account) {
      const data2 = this.#data;
      const [code = "", text = "", remedy = ""] = data2.reasons[data2.reason[row] ?? -1] ?? [];
      const list = element("dl", {});
      const add = (term, ...description) => {
        list.append(element("dt", {}, term), element("dd", {}, ...description));
      };
      add("Verdict", badge(data2.verdicts[data2.verdict[row] ?? -1] ?? ""));
      add("Why", text, " ", element("code", {}, code));
      if (remedy !== "") add("What to do", remedy);
      add("Account", account);
      if (data2.regions[data2.region[row] ?? -1]) add("Region", data2.regions[data2.region[row] ?? -1] ?? "");
      const days = data2.days[row] ?? null;
      if (days !== null) add("Abort after", \`\${days} \${days === 1 ? "day" : "days"}\`);
      add("Before", this.#state(data2.before[row]));
      add("After", this.#state(data2.after[row]));
      add("Last changed by", ...this.#changer(row));
      const hold = data2.holds[row];
      if (hold !== void 0) add("Held since", \`\${time(hold[0])}, asked for by \${hold[1]}\`);
      const uploads = data2.uploads[row];
      if (uploads !== void 0) {
        const [count, parts, bytes, oldest, cost, sampled] = uploads;
        const price = cost === null ? "" : \`, \${formatDollars(cost)} a month\`;
        add(
          "Incomplete uploads",
          \`\${formatCount(count)} with \${formatCount(parts)} parts, \${formatBytes(bytes)}\${price}\${oldest === 0 ? "" : \`; the oldest of \${time(oldest)}\`}\${sampled === 1 ? " (from a sample)" : ""}\`
        );
      }
      add("Decided", time(data2.at[row] ?? 0));
      return list;
    }
    #state(number) {
      const state = this.#data.states[number ?? -1];
      if (state === void 0) return "not known";
      const [rules, digest] = state;
      return rules === 0 ? "no rules" : \`\${formatCount(rules)} \${rules === 1 ? "rule" : "rules"}, digest \${digest}\\u2026\`;
    }
    #changer(row) {
      const changer = this.#data.changers[this.#data.changer[row] ?? -1];
      if (changer === void 0) return ["nothing said who"];
      const [principal, tool, eventName, userAgent] = changer;
      const how = \`\${tool}, \${eventName}, \${time(this.#data.changedAt[row] ?? 0)}\`;
      return [
        element("bdi", {}, principal),
        element("br", {}),
        how,
        ...userAgent === null ? [] : [element("br", {}), element("small", {}, userAgent)]
      ];
    }
    #snippet(row) {
      const snippet = this.#data.reasons[this.#data.reason[row] ?? -1]?.[3] ?? null;
      if (snippet === null) return [];
      const code = element("pre", { tabindex: "0", "aria-label": "Snippet" }, snippet);
      return [element("div", { class: "pre-head" }, element("h3", {}, "To copy"), copyButton(code)), code];
    }
    #configuration(row) {
      const { texts, beforeText, afterText, textsLeftOut } = this.#data;
      const before = texts[beforeText[row] ?? -1];
      const after = texts[afterText[row] ?? -1];
      if (before === void 0 && after === void 0) {
        const note = "Where a whole configuration is missing here, the page had no room for it: the JSON has it.";
        return textsLeftOut === 0 ? [] : [element("p", { class: "muted" }, note)];
      }
      const code = element("pre", { tabindex: "0", "aria-label": "Configuration, before and after", class: "changes" });
      for (const { sign, text } of lineChanges(before ?? "", after ?? before ?? "")) {
        code.append(element("span", { "data-sign": sign }, \`\${sign} \${text}
\`));
      }
      return [element("h3", {}, "Configuration, before (\\u2212) and after (+)"), code];
    }
    #removals(row) {
      const removals = this.#data.removals[row] ?? [];
      if (removals.length === 0) return [];
      const items = removals.map(
        ([at, by, tool]) => element("li", {}, \`\${time(at)}: \${by ?? "nobody is named"} (\${tool})\`)
      );
      return [element("h3", {}, "Our rule was removed"), element("ul", {}, ...items)];
    }
  };
  function time(seconds) {
    return seconds === 0 ? "\\u2013" : formatTime(seconds * 1e3);
  }

  // report/browser/view.ts
  var WHOLE_VIEW = {
    search: "",
    verdicts: [],
    region: "",
    reason: "",
    account: "",
    sort: { column: "bucket", descending: false },
    accountSearch: "",
    accountSort: { column: "person", descending: true }
  };
  function viewText(view2) {
    const parts = new URLSearchParams();
    const put = (name, value, usual) => {
      if (value !== usual) parts.set(name, value);
    };
    put("q", view2.search, "");
    put("verdict", view2.verdicts.join(","), "");
    put("region", view2.region, "");
    put("reason", view2.reason, "");
    put("account", view2.account, "");
    put("sort", sortText(view2.sort), sortText(WHOLE_VIEW.sort));
    put("accounts", view2.accountSearch, "");
    put("accountSort", sortText(view2.accountSort), sortText(WHOLE_VIEW.accountSort));
    return parts.toString();
  }
  function parseView(text) {
    const parts = new URLSearchParams(text.replace(/^#/, ""));
    const get = (name) => parts.get(name) ?? "";
    return {
      search: get("q"),
      verdicts: get("verdict").split(",").filter((verdict) => verdict !== ""),
      region: get("region"),
      reason: get("reason"),
      account: get("account"),
      sort: parseSort(parts.get("sort"), WHOLE_VIEW.sort),
      accountSearch: get("accounts"),
      accountSort: parseSort(parts.get("accountSort"), WHOLE_VIEW.accountSort)
    };
  }
  function sortText({ column, descending }) {
    return \`\${descending ? "-" : ""}\${column}\`;
  }
  function parseSort(text, usual) {
    const [, minus, column] = /^(-?)(\\w{1,20})$/.exec(text ?? "") ?? [];
    return column === void 0 ? usual : { column, descending: minus === "-" };
  }

  // report/browser/filter-bar.ts
  var FilterBar = class {
    #search = byId("search");
    #verdict = byId("verdict");
    #region = byId("region");
    #reason = byId("reason");
    #account = byId("account");
    #clear = byId("clear");
    constructor(data2, change2) {
      fill(this.#verdict, data2.verdicts, data2.verdicts);
      const regions = data2.regions.filter((region) => region !== "");
      fill(this.#region, regions, regions);
      const texts = new Map(data2.reasons.map(([code]) => [code, code.replaceAll("-", " ")]));
      fill(this.#reason, [...texts.keys()], [...texts.values()]);
      this.#search.addEventListener("input", () => change2({ search: this.#search.value }));
      this.#verdict.addEventListener("change", () => change2({ verdicts: chosen(this.#verdict) }));
      this.#region.addEventListener("change", () => change2({ region: this.#region.value }));
      this.#reason.addEventListener("change", () => change2({ reason: this.#reason.value }));
      this.#account.addEventListener("click", () => {
        change2({ account: "" });
        this.#search.focus();
      });
      this.#clear.addEventListener("click", () => {
        const { sort, accountSearch, accountSort, ...filters } = WHOLE_VIEW;
        change2(filters);
        this.#search.focus();
      });
    }
    show(view2) {
      if (this.#search.value !== view2.search) this.#search.value = view2.search;
      const verdicts = view2.verdicts.join(",");
      if (view2.verdicts.length > 1 && ![...this.#verdict.options].some(({ value }) => value === verdicts)) {
        this.#verdict.append(element("option", { value: verdicts }, view2.verdicts.join(" or ")));
      }
      this.#verdict.value = verdicts;
      this.#region.value = view2.region;
      this.#reason.value = view2.reason;
      this.#account.hidden = view2.account === "";
      this.#account.replaceChildren(
        element("span", {}, \`Account \${view2.account}\`),
        element("span", { "aria-hidden": "true" }, " \\xD7")
      );
      this.#account.setAttribute("aria-label", \`Remove the filter for account \${view2.account}\`);
      const { search, region, reason, account } = view2;
      this.#clear.hidden = search + verdicts + region + reason + account === "";
    }
  };
  function chosen(select) {
    return select.value.split(",").filter((value) => value !== "");
  }
  function fill(select, values, texts) {
    const options = values.map((value, at) => element("option", { value }, texts[at] ?? value));
    select.append(...options.sort((one, other) => one.text < other.text ? -1 : 1));
  }

  // report/browser/bucket-table.ts
  var BucketTable = class {
    #data;
    #search;
    #rows;
    #sort;
    #filters;
    #measured;
    constructor(data2, change2) {
      this.#data = data2;
      this.#search = new BucketSearch(data2);
      this.#measured = Object.keys(data2.uploads).length > 0;
      const table = byId("buckets-table");
      const body = byId("buckets-body");
      this.#sort = new SortButtons(table, (sort) => change2({ sort }));
      this.#filters = new FilterBar(data2, change2);
      this.#rows = new VirtualTable({
        scroller: byId("buckets-scroller"),
        canvas: byId("buckets-canvas"),
        table,
        body,
        paper: byId("buckets-paper"),
        cells: (row) => this.#cells(row)
      });
      const details = new Details(data2);
      body.addEventListener("click", (event) => {
        const row = event.target instanceof Element ? event.target.closest("tr")?.querySelector("button") : null;
        if (row?.dataset["row"] !== void 0) details.open(Number(row.dataset["row"]));
      });
    }
    show(view2) {
      const rows = this.#search.find(view2);
      this.#filters.show(view2);
      this.#sort.show(view2.sort);
      this.#rows.show(rows);
      const all = this.#data.bucket.length;
      byId("found").textContent = rows.length === all ? \`\${formatCount(all)} rows\` : \`\${formatCount(rows.length)} of \${formatCount(all)} rows\`;
      byId("buckets-none").hidden = rows.length > 0;
    }
    #cells(row) {
      const data2 = this.#data;
      const [id = "", name = ""] = data2.accounts[data2.account[row] ?? -1] ?? [];
      const region = data2.regions[data2.region[row] ?? -1] ?? "";
      const [principal = ""] = data2.changers[data2.changer[row] ?? -1] ?? [];
      const bucket = data2.bucket[row] || "(the account as a whole)";
      const open = element("button", { type: "button", class: "open", "data-row": String(row) }, bucket);
      const cells = [
        element("td", { class: "name" }, open, element("span", { class: "under" }, \`\${name || id} \\xB7 \${region}\`)),
        element("td", { class: "wide" }, element("span", {}, name || id), name === "" ? null : element("small", {}, id)),
        element("td", { class: "wide" }, region || "\\u2013"),
        element("td", {}, badge(data2.verdicts[data2.verdict[row] ?? -1] ?? "")),
        element("td", { class: "wide" }, twoLines(data2.reasons[data2.reason[row] ?? -1]?.[1] ?? "")),
        element("td", { class: "wide" }, twoLines(principal === "" ? "\\u2013" : shortPrincipal(principal)))
      ];
      if (this.#measured) cells.push(element("td", { class: "wide number" }, this.#bytes(row)));
      cells.push(element("td", { class: "wide" }, formatTime((data2.at[row] || Number.NaN) * 1e3).replace(" UTC", "")));
      return cells;
    }
    #bytes(row) {
      const uploads = this.#data.uploads[row];
      return uploads === void 0 ? "\\u2013" : formatBytes(uploads[2]);
    }
  };
  function shortPrincipal(principal) {
    return principal.replace(/^arn:[^:]*:iam::\\d*:(role|user)\\/(?:[^ ]*\\/)?/, "");
  }

  // report/browser/main.ts
  var data = JSON.parse(byId("data").textContent ?? "");
  var buckets = new BucketTable(data, change);
  var accounts = new AccountTable(data, change);
  var view = parseView(location.hash);
  function change(part) {
    view = { ...view, ...part };
    const text = viewText(view);
    history.replaceState(null, "", text === "" ? "#" : \`#\${text}\`);
    show(part);
  }
  function show(part) {
    const names = Object.keys(part);
    if (names.some((name) => !name.startsWith("account") || name === "account")) buckets.show(view);
    if (names.some((name) => name.startsWith("account") && name !== "account")) accounts.show(view);
  }
  addEventListener("hashchange", () => {
    if (location.hash !== "" && !location.hash.includes("=")) return;
    view = parseView(location.hash);
    show(view);
    byId("buckets").scrollIntoView();
  });
  show(view);
  if (location.hash.includes("=")) byId("buckets").scrollIntoView();
})();
`;
