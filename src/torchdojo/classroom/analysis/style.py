"""How the page looks. The colours are Okabe and Ito's, which people tell apart who see few."""

STYLE = """
:root{color-scheme:light dark;--ink:#1b1b1f;--soft:#5f6368;--paper:#fff;--line:#dadce0;
--rail:#e8eaed;--done:#0072b2;--begun:#e69f00;--untouched:#b8bcc2;--missing:#6b7076;--open:#cc79a7;--mark:#fff0c2}
@media(prefers-color-scheme:dark){:root{--ink:#e8eaed;--soft:#a5abb3;--paper:#17181b;--line:#3a3d42;
--rail:#2b2e33;--done:#56b4e9;--begun:#e69f00;--untouched:#6b7076;--missing:#a5abb3;--open:#cc79a7;
--mark:#4a3d12}}
body{max-width:72rem;margin:2rem auto;padding:0 1.25rem;background:var(--paper);color:var(--ink);
font:16px/1.5 system-ui,sans-serif}
h1{font-size:1.7rem}h2{font-size:1.2rem;margin:2.5rem 0 .5rem;border-bottom:1px solid var(--line)}
h3{font-size:1rem;margin:.5rem 0}small,.legend{color:var(--soft)}p,ul{max-width:48rem}
.wide{overflow-x:auto}table{border-collapse:collapse;font-size:.9rem;margin:.5rem 0}
th,td{text-align:left;vertical-align:top;padding:.25rem .9rem .25rem 0;
border-bottom:1px solid var(--line)}
th{color:var(--soft);font-weight:500;vertical-align:bottom}.n{text-align:right;white-space:nowrap;
font-variant-numeric:tabular-nums}
svg.bar{width:200px;height:14px;margin-top:.3rem}svg.share{width:90px;height:10px;margin-top:.4rem}
svg.plot{width:100%;max-width:760px;height:auto}figure{margin:1rem 0}
svg text{fill:var(--soft);font-size:12px}.rail{fill:var(--rail)}.fill{fill:var(--done)}
.grid{stroke:var(--line)}.zero{stroke:var(--soft)}
.dot{fill:var(--done);stroke:var(--done);stroke-width:2;fill-opacity:.75}
.dot.hidden{fill:var(--paper)}
rect.done{fill:var(--done)}rect.begun{fill:var(--begun)}rect.untouched{fill:var(--untouched)}
rect.missing{fill:var(--missing)}rect.open{fill:var(--open)}
.legend span{margin-right:1.2rem;white-space:nowrap}.legend i{display:inline-block;width:.8rem;
height:.8rem;margin-right:.4rem;vertical-align:-.05rem}i.done{background:var(--done)}
i.begun{background:var(--begun)}i.untouched{background:var(--untouched)}
i.missing{background:var(--missing)}i.open{background:var(--open)}
summary{cursor:pointer;margin:.5rem 0}.pair{display:grid;grid-template-columns:1fr 1fr;gap:1rem}
.pair div{min-width:0}
pre{overflow-x:auto;font-size:.8rem;padding:.75rem;border:1px solid var(--line)}
code{font-size:.92em;background:var(--rail);padding:0 .2em;border-radius:3px}
mark{background:var(--mark);color:inherit}
"""
