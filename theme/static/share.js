// Shows "Share…" and "Copy link" where the browser can do it. Without this script the row is complete.
const url = document.querySelector('link[rel="canonical"]')?.href ?? location.href;
const show = (button, act) => {
  button.parentElement.hidden = false;
  button.addEventListener("click", act);
};
if (navigator.share) {
  for (const button of document.querySelectorAll("[data-share]")) {
    show(button, () => navigator.share({ title: document.title, url }).catch(() => {}));
  }
}
if (navigator.clipboard) {
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.setAttribute("aria-live", "polite");
    show(button, async () => {
      await navigator.clipboard.writeText(url);
      button.textContent = "Copied";
      setTimeout(() => { button.textContent = "Copy link"; }, 2000);
    });
  }
}
