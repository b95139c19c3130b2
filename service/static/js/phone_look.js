// What the camera sees: where the sheet lies, whether the picture is sharp and bright enough. Pure functions over pixels.

const GRID = 160;

// Grey values of a frame, `width` pixels wide.
export function grey(source, sourceWidth, sourceHeight, width) {
  const height = Math.max(1, Math.round((sourceHeight * width) / sourceWidth));
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(source, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  const values = new Uint8Array(width * height);
  for (let at = 0; at < values.length; at += 1) values[at] = (data[4 * at] * 77 + data[4 * at + 1] * 150 + data[4 * at + 2] * 29) >> 8;
  return { values, width, height };
}

// The four corners of one bright sheet on something darker, as shares of width and height; null when there is none to be sure of.
export function sheet({ values, width, height }) {
  const limit = threshold(values);
  const bright = values.map((value) => (value > limit ? 1 : 0));
  const region = largest(bright, width, height);
  if (region.length < 0.15 * values.length || region.length > 0.97 * values.length) return null;
  const corners = [pick(region, width, (x, y) => -x - y), pick(region, width, (x, y) => x - y), pick(region, width, (x, y) => x + y), pick(region, width, (x, y) => y - x)];
  // A region that does not fill its own corners is a lamp, a hand or two sheets.
  if (region.length < 0.85 * area(corners)) return null;
  return corners.map(([x, y]) => [x / width, y / height]);
}

// How sharp a picture is: what its edges have of its contrast. Print in focus is far above SHARP.
export function sharpness({ values, width, height }) {
  let sum = 0;
  let squares = 0;
  let edges = 0;
  let count = 0;
  for (let y = 1; y < height - 1; y += 1) {
    for (let x = 1; x < width - 1; x += 1) {
      const at = y * width + x;
      const value = values[at];
      const edge = 4 * value - values[at - 1] - values[at + 1] - values[at - width] - values[at + width];
      sum += value;
      squares += value * value;
      edges += edge * edge;
      count += 1;
    }
  }
  const mean = sum / count;
  const spread = Math.max(squares / count - mean * mean, 1);
  return { sharp: edges / count / spread, mean, spread };
}

export const SHARP = 0.05;
export const DARK = 45;

// What a person should hear before the picture goes, "" when it is fine.
export function objection({ sharp, mean, spread }) {
  if (mean < DARK) return "Das Bild ist sehr dunkel. Bitte machen Sie Licht an und nehmen Sie noch einmal auf.";
  if (spread < 20) return "Auf dem Bild ist kaum etwas zu sehen. Bitte halten Sie das Telefon über das Blatt.";
  if (sharp < SHARP) return "Das Bild ist unscharf. Bitte halten Sie das Telefon ruhig und nehmen Sie noch einmal auf.";
  return "";
}

export const LIVE_WIDTH = GRID;

function threshold(values) {
  const counts = new Float64Array(256);
  let total = 0;
  for (const value of values) {
    counts[value] += 1;
    total += value;
  }
  let best = 0;
  let limit = 127;
  let below = 0;
  let sum = 0;
  for (let value = 0; value < 256; value += 1) {
    below += counts[value];
    sum += value * counts[value];
    const above = values.length - below;
    if (!below || !above) continue;
    const apart = below * above * (sum / below - (total - sum) / above) ** 2;
    if (apart > best) {
      best = apart;
      limit = value;
    }
  }
  return limit;
}

function largest(bright, width, height) {
  const seen = new Uint8Array(bright.length);
  let found = [];
  for (let start = 0; start < bright.length; start += 1) {
    if (!bright[start] || seen[start]) continue;
    const region = [start];
    seen[start] = 1;
    for (let next = 0; next < region.length; next += 1) {
      const at = region[next];
      const x = at % width;
      for (const to of [x ? at - 1 : -1, x < width - 1 ? at + 1 : -1, at - width, at + width]) {
        if (to >= 0 && to < width * height && bright[to] && !seen[to]) {
          seen[to] = 1;
          region.push(to);
        }
      }
    }
    if (region.length > found.length) found = region;
  }
  return found;
}

function pick(region, width, worth) {
  let best = -Infinity;
  let corner = [0, 0];
  for (const at of region) {
    const x = at % width;
    const y = Math.floor(at / width);
    if (worth(x, y) > best) {
      best = worth(x, y);
      corner = [x, y];
    }
  }
  return corner;
}

function area(corners) {
  let doubled = 0;
  corners.forEach(([x, y], at) => {
    const [nextX, nextY] = corners[(at + 1) % corners.length];
    doubled += x * nextY - nextX * y;
  });
  return Math.abs(doubled) / 2;
}
