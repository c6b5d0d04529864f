/** The looks of the books pages: quiet, dense, light and dark alike. */
export const BOOKS_STYLE = `
:root{color-scheme:light dark;--ground:#f4f5f6;--sheet:#fff;--ink:#1c2024;--soft:#5b646d;--line:#dfe3e7;--accent:#0f6b4f;--wash:#eaf3ef;--bad:#a3260f;--badwash:#fbeae6}
@media (prefers-color-scheme:dark){:root{--ground:#15181b;--sheet:#1d2125;--ink:#e8eaed;--soft:#a3acb5;--line:#343a40;--accent:#4cc397;--wash:#1f2f29;--bad:#ff9d86;--badwash:#3a211b}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:13px/1.45 system-ui,sans-serif}
a{color:var(--accent);text-decoration:none}a:hover{text-decoration:underline}
:focus-visible{outline:2px solid var(--accent);outline-offset:1px}
header{display:flex;gap:16px;align-items:baseline;flex-wrap:wrap;padding:10px 20px;background:var(--sheet);border-bottom:1px solid var(--line)}
header p{margin:0;color:var(--soft)}.company{font-weight:600;font-size:15px;color:var(--ink)}
.house{display:grid;grid-template-columns:216px minmax(0,1fr);gap:20px;padding:16px 20px;max-width:1320px}
nav ul{list-style:none;margin:0;padding:0}
nav a{display:flex;justify-content:space-between;padding:4px 8px;border-radius:4px;color:var(--ink)}
nav a span{color:var(--soft);font-variant-numeric:tabular-nums}nav a[aria-current]{background:var(--wash);font-weight:600}
main{min-width:0}main.alone{max-width:480px;margin:14vh auto;padding:20px 24px;background:var(--sheet);border:1px solid var(--line);border-radius:6px}
h1{font-size:18px;margin:0 0 12px}h2{font-size:14px;margin:24px 0 8px}h3{font-size:13px;margin:16px 0 6px;color:var(--soft)}
.back{margin:0 0 4px}.soft{color:var(--soft)}em,small{color:var(--soft)}
table{width:100%;border-collapse:collapse;background:var(--sheet);border:1px solid var(--line)}
th,td{text-align:left;padding:5px 10px;border-bottom:1px solid var(--line);vertical-align:top;overflow-wrap:anywhere}
th{color:var(--soft);font-weight:600;white-space:nowrap}tbody tr:last-child td{border-bottom:0}
.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}.sum td{font-weight:600}
dl{display:grid;grid-template-columns:repeat(auto-fill,minmax(200px,1fr));gap:10px 20px;margin:0;padding:12px 14px;background:var(--sheet);border:1px solid var(--line)}
dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
.plain,.files{list-style:none;margin:0;padding:0}.plain li{padding:3px 0}
.files{display:flex;flex-wrap:wrap;gap:12px}.files li{width:132px}
.files img,.paper{display:flex;align-items:center;justify-content:center;width:132px;height:96px;object-fit:contain}
.files img,.paper{background:var(--sheet);border:1px solid var(--line);margin-bottom:4px;color:var(--soft);font-weight:600}
.files span{overflow-wrap:anywhere}
form{display:flex;flex-wrap:wrap;gap:8px;align-items:end;margin:8px 0}label{color:var(--soft);display:grid;gap:2px}
input,select,button{font:inherit;padding:4px 8px;border:1px solid var(--line);border-radius:4px;background:var(--sheet);color:var(--ink);max-width:340px}
button{cursor:pointer}button:hover{border-color:var(--accent)}
.problem{padding:8px 12px;background:var(--badwash);color:var(--bad);border:1px solid var(--bad);border-radius:4px}
@media (max-width:760px){.house{grid-template-columns:1fr}}
`
