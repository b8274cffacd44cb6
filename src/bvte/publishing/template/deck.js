"use strict";
{
  const body = document.body;
  const slides = [...document.querySelectorAll(".slide")];
  const place = document.querySelector(".place");
  let current = 0;

  const go = (number) => {
    current = Math.min(Math.max(number, 0), slides.length - 1);
    slides.forEach((slide, at) => slide.classList.toggle("current", at === current));
    place.textContent = `${current + 1} / ${slides.length}`;
    history.replaceState(null, "", `#s${current + 1}`);
    if (body.classList.contains("overview")) {
      slides[current].focus({ preventScroll: true });
      slides[current].scrollIntoView({ block: "nearest" });
    }
  };

  const toggle = (name, command) => {
    const on = body.classList.toggle(name);
    document.querySelector(`[data-do=${command}]`).setAttribute("aria-pressed", on);
    // In the overview each slide is a choice; elsewhere there is but one.
    slides.forEach((slide) => (body.classList.contains("overview") ? (slide.tabIndex = 0) : slide.removeAttribute("tabindex")));
    go(current);
  };

  const commands = {
    previous: () => go(current - 1),
    next: () => go(current + 1),
    first: () => go(0),
    last: () => go(slides.length - 1),
    overview: () => toggle("overview", "overview"),
    notes: () => toggle("with-notes", "notes"),
  };
  const keys = {
    ArrowRight: "next", ArrowDown: "next", PageDown: "next", " ": "next",
    ArrowLeft: "previous", ArrowUp: "previous", PageUp: "previous",
    Home: "first", End: "last", o: "overview", O: "overview", n: "notes", N: "notes",
  };

  document.addEventListener("keydown", (event) => {
    const onButton = event.target.closest("button, a");
    if (event.ctrlKey || event.altKey || event.metaKey || (onButton && " Enter".includes(event.key))) return;
    const overview = body.classList.contains("overview");
    const command = overview && ["Enter", "Escape"].includes(event.key) ? "overview" : keys[event.key];
    if (!command) return;
    event.preventDefault();
    if (overview && event.key === "Enter" && event.target.matches(".slide")) go(slides.indexOf(event.target));
    commands[command]();
  });
  document.querySelector("nav").addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) commands[button.dataset.do]();
  });
  slides.forEach((slide, at) => slide.addEventListener("click", () => {
    if (!body.classList.contains("overview")) return;
    go(at);
    commands.overview();
  }));
  slides.forEach((slide, at) => slide.addEventListener("focus", () => {
    if (at !== current) go(at);
  }));
  addEventListener("hashchange", () => go(Number(location.hash.slice(2)) - 1 || 0));

  body.classList.add("ready");
  go(Number(location.hash.slice(2)) - 1 || 0);
}
