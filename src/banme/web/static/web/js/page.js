// What every page needs: menus that close, focus on a form's errors.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open], details.choices[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open], details.choices[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
document.getElementById("errors")?.focus();

const NARROW = 700;
const filters = document.querySelector(".more-filters");
if (filters && window.innerWidth < NARROW && !window.location.search) filters.open = false;
