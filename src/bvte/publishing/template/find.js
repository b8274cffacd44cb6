// Show the reports that have every word that is typed in one thing that they say, beside their title, and where: sentences,
// indicators, figures, sources, in both languages, with or without marks, numbers with whatever mark ("2.302", "2,302",
// "2302"), years with whatever dash. Words that stand together somewhere, such as a name of two syllables, are looked for
// together. A question stays where it or its answer has them. What is typed stands in the address, after #q=.
"use strict";
{
  const plain = (text) =>
    text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/g, "d")
      .replace(/[\u2010-\u2015\u2212]/g, "-")
      .replace(/(\d)[.,](?=\d{3}(?!\d))/g, "$1").replace(/(\d),(?=\d)/g, "$1.").replace(/\s+/g, " ").trim();
  const form = document.querySelector("form[role=search]");
  const field = document.getElementById("find");
  const status = document.getElementById("none");
  const answers = document.querySelectorAll(".answers");
  const cards = [...document.querySelectorAll(".answers li[id]")].map((item) => {
    return { item, page: item.querySelector("a").getAttribute("href"), text: plain(item.textContent) };
  });
  const most = 12;
  const reports = [...document.querySelectorAll(".reports > li")].map((item) => {
    const facts = [...item.querySelectorAll(".facts > li")].map((fact) => [fact, plain(`${fact.textContent} ${fact.dataset.also || ""}`)]);
    const title = `${plain(item.querySelector("a").textContent)} ${facts.length ? facts[0][1] : ""}`;
    const said = [...item.querySelectorAll("p:not(.above), .forms")].map((part) => [part, plain(part.textContent)]);
    return { item, facts, title, said };
  });

  const show = (report, has, searched) => {
    const page = report.item.querySelector("a").getAttribute("href");
    const answers = cards.some((card) => card.page === page && !card.item.hidden);
    report.item.hidden = !answers && ![...report.said, ...report.facts].some(([, text]) => has(`${report.title} ${text}`));
    for (const [part, text] of report.said) part.classList.toggle("found", searched && has(text));
    let shown = 0;
    for (const [fact, text] of report.facts) {
      // Of what leads nowhere its title is there already.
      const found = has(text) || (!has(report.title) && has(`${report.title} ${text}`));
      fact.hidden = !searched || !found || shown >= most || !fact.textContent.trim();
      shown += !fact.hidden;
      if (!fact.hidden) fact.querySelectorAll("a").forEach((link) => (link.href = `${page}#${link.dataset.at}`));
    }
    report.item.querySelector(".facts").hidden = !shown;
  };

  const texts = reports.flatMap((report) => [report.title, ...[...report.said, ...report.facts].map(([, text]) => text)]);
  const every = [...cards.map((card) => card.text), ...texts];

  // What is typed as one expression, where any text has it so; else null. A number may stand anywhere beside its words.
  const whole = (typed) => {
    if (!typed.includes(" ") || /\d/.test(typed)) return null;
    const test = new RegExp(`(?<![a-z0-9])${typed.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}`);
    return every.some((text) => test.test(text)) ? test : null;
  };

  const find = () => {
    const typed = plain(field.value);
    const words = typed.split(" ").filter(Boolean);
    const together = whole(typed);
    // A number is one, with or without a percent sign, and no part of a longer one.
    const tests = words.map((word) => (/^[\d.]+%?$/.test(word) ? new RegExp(`(?<![\\d.])${word.replaceAll(".", "\\.")}(?!\\d)`) : null));
    const apart = (text) => words.every((word, n) => (tests[n] ? tests[n].test(text) : text.includes(word)));
    const has = (text) => (together ? together.test(text) : apart(text));
    cards.forEach((card) => (card.item.hidden = !has(card.text)));
    reports.forEach((report) => show(report, has, words.length > 0));
    for (const part of document.querySelectorAll(".province, .kind, .line")) part.hidden = !part.querySelector(".reports > li:not([hidden])");
    answers.forEach((part) => (part.hidden = !part.querySelector("li[id]:not([hidden])")));
    // What was found stands in the place of what the reports say first.
    document.querySelector(".body.listing").classList.toggle("searching", words.length > 0);
    const count = reports.filter((report) => !report.item.hidden).length;
    status.textContent = !words.length ? "" : count ? `${status.dataset.some} ${count}` : status.dataset.none;
  };

  const asked = () => new URLSearchParams(location.hash.slice(1)).get("q") || new URLSearchParams(location.search).get("q") || "";
  const keep = () => {
    const typed = field.value ? `#q=${encodeURIComponent(field.value)}` : location.pathname.split("/").pop();
    history.replaceState(null, "", typed);
    const twin = document.querySelector("nav a[hreflang]");
    if (twin) twin.href = twin.getAttribute("href").split("#")[0] + location.hash;
  };

  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  field.addEventListener("input", () => (find(), keep()));
  addEventListener("hashchange", () => ((field.value = asked()), find()));
  field.value = asked();
  find();
}
