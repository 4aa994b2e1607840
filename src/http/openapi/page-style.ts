/** The style sheet of the page: the dashboard's colours, one column, readable from 360 px on. */
export const STYLE = `:root {
  color-scheme: light dark;
  --ground: #faf8f5;
  --ink: #1c1917;
  --muted: #6b645c;
  --ember: #c2410c;
  --line: #e4ded5;
  --wash: #f1ece4;
}

@media (prefers-color-scheme: dark) {
  :root {
    --ground: #161412;
    --ink: #f3efe8;
    --muted: #a39b90;
    --ember: #f97b3d;
    --line: #35302b;
    --wash: #221f1b;
  }
}

* {
  box-sizing: border-box;
}

body {
  margin: 0 auto;
  max-width: 800px;
  padding: 24px 16px 96px;
  background: var(--ground);
  color: var(--ink);
  font: 400 14px / 20px system-ui, sans-serif;
}

h1 {
  font-size: 20px;
  line-height: 28px;
}

h2 {
  margin: 48px 0 8px;
  font-size: 16px;
}

a {
  color: var(--ember);
}

code,
pre {
  font: 400 12px / 20px ui-monospace, monospace;
  overflow-wrap: anywhere;
}

code {
  background: var(--wash);
  border-radius: 3px;
  padding: 1px 4px;
}

nav ul {
  display: flex;
  flex-wrap: wrap;
  gap: 4px 16px;
  padding: 0;
  list-style: none;
  color: var(--muted);
}

details {
  border-top: 1px solid var(--line);
}

details > :not(summary) {
  margin-left: 16px;
}

summary {
  padding: 8px 0;
  cursor: pointer;
}

summary code {
  background: none;
  padding: 0;
}

.method {
  display: inline-block;
  min-width: 56px;
  color: var(--ember);
  font: 600 12px / 20px ui-monospace, monospace;
}

.key {
  float: right;
  color: var(--muted);
}

.what {
  display: block;
  padding-left: 16px;
  color: var(--muted);
}

dl {
  margin-top: 8px;
}

dt span,
.refused {
  color: var(--muted);
}

dd {
  margin: 0 0 8px;
  padding-left: 16px;
}

pre {
  max-height: 400px;
  overflow: auto;
  padding: 12px;
  background: var(--wash);
  border-radius: 6px;
  overflow-wrap: normal;
}

:focus-visible {
  outline: 2px solid var(--ember);
  outline-offset: 2px;
}
`;
