// Copies what the browser needs out of the npm packages into the static folder: nothing is built,
// nothing is fetched. Run by `make assets` after `npm ci`.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const from = "node_modules";
const to = "thanthien/platform/ui/static/vendor";
const weights = [400, 500, 600, 700];
const subsets = ["vietnamese", "latin", "latin-ext"];
const icons = [
  "adjustments", "alert-triangle", "archive", "arrow-back-up", "arrow-merge", "arrows-split-2", "arrow-left",
  "arrow-right", "arrow-up-right", "award", "ban", "book", "building", "building-bank", "calendar", "calendar-due",
  "camera", "chart-bar", "check", "checks", "checklist", "chevron-down", "chevron-left", "chevron-right", "clock",
  "columns-3", "device-floppy", "dots", "download", "edit", "external-link", "eye", "eye-off", "file", "file-spreadsheet",
  "file-text", "file-type-docx", "file-type-pdf", "file-upload", "filter", "flag", "gauge", "help", "history", "home",
  "heart-handshake", "hourglass", "info-circle", "key", "layout-kanban", "link", "list", "list-check", "list-tree", "loader-2", "lock",
  "login", "logout", "map-pin", "menu-2", "message", "message-circle", "minus", "paperclip", "pencil", "photo", "plus",
  "printer", "progress-check", "refresh", "report", "rosette-discount-check", "scale", "search", "send", "settings",
  "shield-check", "shield-lock", "sitemap", "stairs-up", "star", "table", "target", "trash", "trending-up", "upload", "user",
  "user-check", "user-plus", "users", "users-group", "world", "x", "zoom-in",
  "barrier-block", "bell-ringing", "bolt", "chevron-up", "clipboard-check",
];

const copy = (source, target) => {
  mkdirSync(dirname(join(to, target)), { recursive: true });
  cpSync(join(from, source), join(to, target));
};

rmSync(to, { recursive: true, force: true });
// Source maps are left out, so their mention goes too: the static manifest would look for them.
const plain = (source, target) => {
  mkdirSync(dirname(join(to, target)), { recursive: true });
  const text = readFileSync(join(from, source), "utf8");
  writeFileSync(join(to, target), text.replace(/\n?(\/\*|\/\/)# sourceMappingURL=[^\n]*/g, ""));
};
plain("@tabler/core/dist/css/tabler.min.css", "tabler.min.css");
plain("@tabler/core/dist/js/tabler.min.js", "tabler.min.js");
plain("htmx.org/dist/htmx.min.js", "htmx.min.js");

let faces = "";
const family = "@fontsource/be-vietnam-pro";
const ranges = JSON.parse(readFileSync(join(from, family, "unicode.json"), "utf8"));
for (const weight of weights) {
  for (const subset of subsets) {
    const file = `be-vietnam-pro-${subset}-${weight}-normal.woff2`;
    copy(`${family}/files/${file}`, `fonts/${file}`);
    faces += `@font-face{font-family:"Be Vietnam Pro";font-style:normal;font-weight:${weight};font-display:swap;` +
      `src:url("fonts/${file}") format("woff2");unicode-range:${ranges[subset]}}\n`;
  }
}
writeFileSync(join(to, "be-vietnam-pro.css"), faces);

for (const style of ["400Regular", "400Regular_Italic", "700Bold", "700Bold_Italic"]) {
  copy(`@expo-google-fonts/tinos/${style}/Tinos_${style}.ttf`, `fonts/Tinos_${style}.ttf`);
}

const symbols = icons.map((name) => {
  const svg = readFileSync(join(from, "@tabler/icons/icons/outline", `${name}.svg`), "utf8");
  const body = svg.replace(/^[\s\S]*?<svg[^>]*>/, "").replace(/<\/svg>\s*$/, "").trim();
  return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" ` +
    `stroke-linecap="round" stroke-linejoin="round">${body}</symbol>`;
});
writeFileSync(join(to, "icons.svg"), `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`);
