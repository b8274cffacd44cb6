// What a reader takes along: a chart as a picture, the data of a table or chart, the citation of a table, figure or number.
// Long tables can be sorted. Everything is made from what stands on the page; nothing is asked of anybody.
"use strict";
{
  const citation = document.querySelector(".citation");
  const words = citation.dataset;
  const address = location.protocol.startsWith("http") ? location.href.split("#")[0] : words.file;
  const whole = { text: citation.querySelector(".cited").textContent, bibtex: citation.querySelector(".bibtex").textContent };

  const make = (tag, about = {}, ...inside) => {
    const made = Object.assign(document.createElement(tag), about);
    made.append(...inside);
    return made;
  };
  const button = (text, action) => {
    const made = make("button", { type: "button" }, text);
    made.addEventListener("click", () => action(made));
    return made;
  };

  // The text of a cell on one line: what stands below something else is told apart by a space.
  const textOf = (part) => {
    const copy = part.cloneNode(true);
    copy.querySelectorAll(".sign").forEach((sign) => sign.remove());
    copy.querySelectorAll("small.unit").forEach((unit) => (unit.textContent = `(${unit.textContent})`));
    copy.querySelectorAll("br, p, summary").forEach((end) => end.after(" "));
    return copy.textContent.replace(/\s+/g, " ").trim();
  };
  const bodyRows = (table) => [...table.tBodies[0].rows];
  const headings = (table) => [...table.tHead.rows[0].cells];
  const sourcesOf = (ids) => [...new Set(ids)].map((id) => document.getElementById(`source-${id}`)).filter(Boolean).map(textOf);

  const escaped = (text) => text.replace(/[&%$#_]/g, "\\$&");
  // Citations: that of the page, with the name of the part before it and its place behind the file.
  const cite = (label, anchor, sources = "", entries = "") => {
    const place = `${address}#${anchor}`;
    return {
      text: `${label}. ${whole.text.replace(words.file, place)}${sources && ` ${sources}`}`,
      bibtex: whole.bibtex
        .replace(/^@misc\{[^,]*/, (key) => `${key}-${anchor}`)
        .replace(/title = \{\{/, (title) => `${title}${escaped(label)}. `)
        .replace(/note = \{[^}]*/, (note) => note + (sources && `. ${escaped(sources)}`))
        .replace(/url = \{[^}]*/, () => `url = {${place}`) + entries,
    };
  };
  const sourceIds = (part) => [...part.querySelectorAll("data[data-sources]")].flatMap((number) => number.dataset.sources.split(" "));
  // Each source of a number as an entry of its own, with the address that the list of sources has.
  const sourceEntry = (id) => {
    const item = document.getElementById(`source-${id}`);
    const link = item.querySelector('a[href^="http"]');
    const fields = { title: `{${escaped(textOf(item.querySelector("cite") || item))}}`, note: escaped(textOf(item).replace(link ? textOf(link) : "", "")), url: link && link.href };
    const lines = Object.entries(fields).filter(([, value]) => value).map(([name, value]) => `  ${name} = {${value}}`);
    return `\n@misc{source-${id},\n${lines.join(",\n")}\n}`;
  };
  const sourceEntries = (cell) => [...new Set(sourceIds(cell))].filter((id) => document.getElementById(`source-${id}`)).map(sourceEntry).join("");
  const sourcesTold = (cell) => {
    const sources = sourcesOf(sourceIds(cell));
    return sources.length ? `${words.sources}: ${sources.join("; ")}` : "";
  };
  // What is cited of a cell: its text without numbers of sources, which mean nothing elsewhere; of one that is a whole
  // paragraph its numbers alone.
  const citedText = (cell) => {
    const told = cell.cloneNode(true);
    told.querySelectorAll('a[href^="#source-"]').forEach((link) => link.remove());
    const text = textOf(told);
    return text.length > 80 ? [...cell.querySelectorAll("data")].map((number) => number.textContent).join("; ") : text;
  };
  const numberLabel = (cell, label) => {
    const table = cell.closest("table");
    const row = textOf(cell.parentElement.querySelector("th") || cell.parentElement.cells[0]);
    const column = textOf(headings(table)[cell.cellIndex]);
    const time = cell.querySelector("time") ? null : cell.parentElement.querySelector("td:not(:has(data)) time");
    return `${row}, ${column}: ${citedText(cell)}${time ? ` (${textOf(time.parentElement)})` : ""}. ${label}`;
  };

  const copy = async (text, pressed) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // A page opened from a folder may have no clipboard; then the text is selected, and copied the old way.
      const field = make("textarea", { value: text });
      pressed.after(field);
      field.select();
      document.execCommand("copy");
      field.remove();
      pressed.focus();
    }
    pressed.textContent = words.copied;
  };

  const citePanel = (label, anchor, table) => {
    const cells = table ? [...table.querySelectorAll("tbody :is(td, th)[id]")] : [];
    const numbers = cells.filter((cell) => cell.querySelector("data"));
    const text = make("p", { className: "cited" });
    const bibtex = make("pre", { className: "bibtex" });
    const choice = make("select", {}, make("option", { value: anchor }, words.whole));
    for (const cell of numbers) {
      const name = textOf(cell.parentElement.querySelector("th") || cell.parentElement.cells[0]);
      choice.append(make("option", { value: cell.id }, `${name}: ${citedText(cell)} (${textOf(headings(table)[cell.cellIndex])})`));
    }
    const show = () => {
      const cell = document.getElementById(choice.value);
      const cited = choice.value === anchor ? cite(label, anchor) : cite(numberLabel(cell, label), cell.id, sourcesTold(cell), sourceEntries(cell));
      text.textContent = cited.text;
      bibtex.textContent = cited.bibtex;
      buttons.forEach((pressed, n) => (pressed.textContent = n ? words.copyBibtex : words.copy));
    };
    const buttons = [button("", (pressed) => copy(text.textContent, pressed)), button("", (pressed) => copy(bibtex.textContent, pressed))];
    choice.addEventListener("change", show);
    show();
    const chooser = numbers.length ? [make("label", {}, `${words.what} `, choice)] : [];
    return { choose: (id) => ((choice.value = id), show()), inside: [...chooser, text, buttons[0], bibtex, buttons[1]] };
  };

  // Files.
  const save = (content, type, anchor, ending) => {
    const link = make("a", { download: `${words.file.replace(/\.html$/, "")}-${anchor}.${ending}` });
    link.href = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };
  const csvCell = (text) => `"${text.replace(/^[=+@]/, "'$&").replace(/"/g, '""')}"`;
  const csvOf = (table) => {
    const heads = headings(table);
    const isNumber = heads.map((head) => head.classList.contains("num"));
    const first = heads.flatMap((head, n) => (isNumber[n] ? [textOf(head), `${textOf(head)} (${words.value})`] : [textOf(head)]));
    const rows = bodyRows(table).map((row) => {
      const told = [...row.cells].flatMap((cell, n) => {
        const values = [...cell.querySelectorAll("data")].map((number) => number.value);
        return isNumber[n] ? [textOf(cell), values.join("; ")] : [textOf(cell)];
      });
      const cited = [...row.querySelectorAll('a[href^="#source-"]')].map((link) => link.getAttribute("href").slice(8));
      return [...told, sourcesOf([...cited, ...sourceIds(row)]).join("; ")];
    });
    // The mark at the beginning tells Excel that the text is UTF-8.
    return `\ufeff${[[...first, words.sources], ...rows].map((row) => row.map(csvCell).join(",")).join("\r\n")}\r\n`;
  };
  const svgOf = (drawing) => {
    const made = drawing.cloneNode(true);
    made.removeAttribute("style");
    const style = document.querySelector("head style").textContent;
    const fonts = style.match(/@font-face\s*\{[^}]*\}/g) || [];
    made.prepend(make("style", {}, `${fonts.join("\n")} * { stroke-linejoin: round; stroke-linecap: butt; }`));
    return new XMLSerializer().serializeToString(made);
  };
  const savePng = async (drawing, anchor) => {
    const picture = new Image();
    picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgOf(drawing))}`;
    await picture.decode();
    const { width, height } = drawing.viewBox.baseVal;
    // Three dots a point: enough for a slide that fills a wall.
    const sheet = make("canvas", { width: 3 * width, height: 3 * height });
    const pen = sheet.getContext("2d");
    pen.fillStyle = "white";
    pen.fillRect(0, 0, sheet.width, sheet.height);
    pen.drawImage(picture, 0, 0, sheet.width, sheet.height);
    sheet.toBlob((content) => save(content, "image/png", anchor, "png"));
  };

  const offer = (exhibit) => {
    const drawing = exhibit.querySelector("svg");
    const table = exhibit.querySelector("table");
    const caption = exhibit.querySelector("figcaption > p") || table.caption;
    const label = textOf(caption).replace(/\.$/, "");
    const files = [];
    if (drawing) files.push(button("PNG", () => savePng(drawing, exhibit.id)));
    if (drawing) files.push(button("SVG", () => save(svgOf(drawing), "image/svg+xml", exhibit.id, "svg")));
    if (table) files.push(button("CSV", () => save(csvOf(table), "text/csv", exhibit.id, "csv")));
    files.forEach((pressed) => pressed.setAttribute("aria-label", `${words.save} ${label}, ${pressed.textContent}`));
    const panel = make("details", {}, make("summary", {}, words.cite));
    let known;
    const fill = () => {
      known ??= citePanel(label, exhibit.id, table);
      if (panel.children.length === 1) panel.append(...known.inside);
    };
    panel.addEventListener("toggle", fill);
    const bar = make("div", { className: "take" }, ...files, panel);
    if (drawing) exhibit.append(bar);
    else exhibit.after(bar);
    const citeCell = (cell) => {
      fill();
      known.choose(cell.id);
      panel.open = true;
      panel.scrollIntoView({ block: "nearest" });
    };
    // A number that is pressed is the one to cite.
    table?.addEventListener("click", (event) => {
      const cell = event.target.closest("data")?.closest("[id]");
      if (cell && !event.target.closest("a") && getSelection().isCollapsed) citeCell(cell);
    });
    // Whoever was led to a number, as by the search, finds its citation beside it and not below a long table.
    const arrive = () => {
      const cell = document.getElementById(decodeURIComponent(location.hash.slice(1)));
      if (!table?.tBodies[0].contains(cell) || !cell.querySelector("data") || cell.querySelector("button")) return;
      const pressed = button(words.cite, () => citeCell(cell));
      pressed.className = "sign";
      cell.append(pressed);
    };
    addEventListener("hashchange", arrive);
    arrive();
  };

  // Sorting: by the number of a cell where it has one, else by its text; a third press gives the order of the report.
  const sortKey = (row, place) => {
    const cell = row.cells[place];
    const number = cell?.querySelector("data");
    return number ? Number(number.value) : cell && !cell.matches(".missing, .nothing") ? textOf(cell) : "";
  };
  const compare = (one, other) => {
    if (one === "" || other === "") return (one === "") - (other === "");
    if (typeof one === "number" && typeof other === "number") return one - other;
    return String(one).localeCompare(String(other), document.documentElement.lang, { numeric: true });
  };
  const makeSortable = (table) => {
    const order = bodyRows(table);
    const heads = headings(table);
    if (order.length < 8 || table.querySelector(".part, td.order") || order.some((row) => row.cells.length !== heads.length)) return;
    heads.forEach((head, place) => {
      const press = () => {
        const next = { ascending: "descending", descending: "none" }[head.getAttribute("aria-sort")] || "ascending";
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        if (next !== "none") head.setAttribute("aria-sort", next);
        const keyed = order.map((row) => [sortKey(row, place), row]);
        const sign = next === "descending" ? -1 : 1;
        const known = keyed.filter(([key]) => key !== "").sort((a, b) => sign * compare(a[0], b[0]));
        const sorted = next === "none" ? keyed : [...known, ...keyed.filter(([key]) => key === "")];
        table.tBodies[0].append(...sorted.map(([, row]) => row));
      };
      const pressed = button(textOf(head), press);
      pressed.title = words.sort;
      head.replaceChildren(pressed);
    });
  };

  document.querySelectorAll(".scroll > table").forEach(makeSortable);
  document.querySelectorAll("figure[id], .scroll[id]:not(figure *)").forEach(offer);
  const own = citation.querySelectorAll("button");
  own[0].addEventListener("click", () => copy(whole.text, own[0]));
  own[1].addEventListener("click", () => copy(whole.bibtex, own[1]));
  citation.querySelector(".copies").hidden = false;
}
