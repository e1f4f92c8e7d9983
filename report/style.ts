/** The page's style sheet. Dark colours are for screens alone: paper is light. */
export const STYLE = `
:root{color-scheme:light dark;--page:#f6f7f8;--panel:#fff;--ink:#1a2027;--muted:#566170;--line:#dce1e6;--accent:#0b5cad;--soft:#eef1f4;--covered:#1b8a55;--coming:#2f6fd0;--on-purpose:#7f8a96;--person:#c8382c;--area:#1b8a5524}
@media screen and (prefers-color-scheme:dark){:root{--page:#0e1217;--panel:#161b22;--ink:#e5e9ee;--muted:#a0abb8;--line:#2b323c;--accent:#79b8ff;--soft:#1f262f;--covered:#43b97f;--coming:#6ba6f7;--on-purpose:#8491a0;--person:#f2756a;--area:#43b97f2b}}
*{box-sizing:border-box}
html{scroll-padding-top:1rem}
body{margin:0;background:var(--page);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;-webkit-text-size-adjust:100%}
header,main,footer{max-width:96rem;margin:0 auto;padding:0 2rem}
header{padding-top:2.25rem}
h1{font-size:1.6rem;line-height:1.2;margin:0;font-weight:650;letter-spacing:-.01em}
header p{margin:.35rem 0 0;color:var(--muted);overflow-wrap:anywhere}
h2{font-size:1.15rem;font-weight:650;margin:2.5rem 0 .75rem}
h3{font-size:.95rem;font-weight:600;margin:1.5rem 0 .6rem}
h4{font-size:.85rem;font-weight:600;margin:0 0 .4rem}
a{color:var(--accent)}
small{color:var(--muted);font-size:.8rem}
code,pre{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:.82rem}
code{background:var(--soft);padding:.1rem .35rem;border-radius:.25rem}
.muted{color:var(--muted)}
.count{color:var(--muted);font-weight:400;font-variant-numeric:tabular-nums}
.panel{background:var(--panel);border:1px solid var(--line);border-radius:.6rem;padding:1.25rem 1.5rem;margin:0}
.panels{display:grid;grid-template-columns:minmax(16rem,1fr) minmax(0,2fr);gap:1rem;margin-bottom:1rem}
.panels.three{grid-template-columns:repeat(3,minmax(0,1fr));margin-bottom:.5rem}
.figure p{margin:0}
.figure .big{font-size:3.75rem;line-height:1.1;font-weight:650;letter-spacing:-.03em;margin-bottom:.5rem;font-variant-numeric:tabular-nums}
.figure .middle{font-size:1.7rem;line-height:1.2;font-weight:650;letter-spacing:-.02em;font-variant-numeric:tabular-nums}
.note{border-left:.25rem solid var(--accent);margin-bottom:1rem}
.trend{margin:0}
.trend figcaption{font-size:.95rem;font-weight:600;margin-bottom:.5rem}
.plot{position:relative;padding-left:3rem}
.plot svg{display:block;width:100%;height:6.5rem;border-bottom:1px solid var(--line);border-top:1px solid var(--line);overflow:visible}
.plot .line{fill:none;stroke:var(--covered);stroke-width:2;vector-effect:non-scaling-stroke;stroke-linejoin:round}
.plot .area{fill:var(--area)}
.plot span{position:absolute;left:0;font-size:.75rem;color:var(--muted);line-height:1}
.plot .top{top:-.35rem}.plot .bottom{bottom:-.35rem}
.ends{display:flex;justify-content:space-between;margin:.4rem 0 0;padding-left:3rem;font-size:.8rem;color:var(--muted)}
.trend summary{font-size:.85rem;color:var(--muted);cursor:pointer;width:max-content}
.figures{max-height:14rem;overflow:auto;font-size:.85rem}
.figures td,.figures th{padding:.15rem .75rem .15rem 0;text-align:left}
.verdicts h3{margin-top:0}
.bar{display:block;width:100%;height:.75rem;border-radius:.375rem;margin-bottom:1.1rem}
rect.covered{fill:var(--covered)}rect.coming{fill:var(--coming)}rect.on-purpose{fill:var(--on-purpose)}rect.person{fill:var(--person)}
.groups{display:grid;grid-template-columns:repeat(4,minmax(0,1fr));gap:1rem}
.group::before{content:"";display:inline-block;width:.6rem;height:.6rem;border-radius:.15rem;margin-right:.45rem}
.group.covered::before{background:var(--covered)}.group.coming::before{background:var(--coming)}.group.on-purpose::before{background:var(--on-purpose)}.group.person::before{background:var(--person)}
.groups ul{list-style:none;margin:0;padding:0}
.groups .count{font-size:.9rem}time{white-space:nowrap}
.groups p{margin:0;font-size:.9rem}
.groups a{display:flex;justify-content:space-between;gap:.5rem;max-width:14rem;padding:.2rem 0;color:inherit;text-decoration:none}
.groups a:hover .badge{text-decoration:underline}
.badge{display:inline-flex;align-items:center;gap:.45rem;white-space:nowrap;font-size:.9rem}
.badge::before{content:"";width:.55rem;height:.55rem;border-radius:50%;background:var(--person);flex:none}
.badge[data-verdict=covered]::before,.badge[data-verdict=applied]::before{background:var(--covered)}
.badge[data-verdict=would-apply]::before,.badge[data-verdict=waiting]::before{background:var(--coming)}
.badge[data-verdict=excluded]::before,.badge[data-verdict=held]::before,.badge[data-verdict=gone]::before{background:var(--on-purpose)}
.flat{padding:0;overflow-x:auto}
table{border-collapse:separate;border-spacing:0;width:100%}
.plain th,.plain td{text-align:left;vertical-align:top;padding:.55rem 1rem;border-bottom:1px solid var(--line);font-size:.9rem;overflow-wrap:anywhere}
.plain thead th{color:var(--muted);font-weight:600;font-size:.8rem}
.plain tbody th{font-weight:500;min-width:9rem}
.plain tbody tr:last-child>*{border-bottom:0}
.filters{display:flex;flex-wrap:wrap;align-items:end;gap:.75rem;margin-bottom:.75rem}
.filters label{display:grid;gap:.2rem;font-size:.8rem;color:var(--muted)}
.filters label:first-child{flex:1 1 18rem;max-width:32rem}
input,select,button{font:inherit;font-size:.9rem;color:var(--ink);background:var(--panel);border:1px solid var(--line);border-radius:.4rem;padding:.45rem .6rem;min-height:2.4rem}
input,select{border-color:#8893a0}
input{width:100%}
select{max-width:15rem}
input::placeholder{color:var(--muted);opacity:1}
button{cursor:pointer}
button:hover{background:var(--soft)}
output{margin-left:auto;padding:.5rem 0;font-size:.9rem;color:var(--muted);font-variant-numeric:tabular-nums}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.scroller{background:var(--panel);border:1px solid var(--line);border-radius:.6rem;max-height:min(72vh,56rem);overflow:auto;overflow-anchor:none;contain:content}
#accounts-scroller{max-height:min(50vh,36rem)}
.canvas{--row-height:52;display:flow-root}
.scroller table{table-layout:fixed;font-size:.875rem}
@media screen and (min-width:48.01rem){.scroller table{min-width:75rem}#accounts-scroller table{min-width:52rem}}
.scroller th{position:sticky;top:0;z-index:1;background:var(--panel);border-bottom:1px solid var(--line);padding:0;text-align:left;font-weight:600}
.scroller th:not([data-column]){padding:.5rem .75rem;color:var(--muted);font-size:.8rem}
.scroller th button{width:100%;border:0;border-radius:0;background:none;text-align:left;padding:.5rem .75rem;color:var(--muted);font-size:.8rem;font-weight:600;white-space:nowrap}
.scroller th.number button{text-align:right}
.scroller th button:focus-visible,.open:focus-visible{outline-offset:-2px}
.scroller th[aria-sort] button{color:var(--ink)}
th[aria-sort=ascending] button::after{content:" ↑"}th[aria-sort=descending] button::after{content:" ↓"}
.scroller td{height:52px;padding:0 .75rem;border-bottom:1px solid var(--line);overflow:hidden;text-overflow:ellipsis;white-space:nowrap;vertical-align:middle}
.scroller tbody tr{cursor:pointer}
.scroller tbody tr:hover{background:var(--soft)}
.scroller td small{display:block;line-height:1.2}
.number{text-align:right;font-variant-numeric:tabular-nums}
.two{display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:2;overflow:hidden;white-space:normal;overflow-wrap:anywhere;line-height:1.3;font-size:.84rem}
.open{display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:2;overflow:hidden;white-space:normal;overflow-wrap:anywhere;line-height:1.3;width:100%;min-height:1.6rem;padding:.1rem .15rem;margin:0 -.15rem;border:0;background:none;text-align:left;font-size:inherit;font-weight:500;color:var(--ink)}
.open:hover{background:none;text-decoration:underline}
.under{display:none;font-size:.78rem;color:var(--muted);overflow:hidden;text-overflow:ellipsis}
.col-bucket{width:21%}.col-account{width:13%}.col-region{width:8.3rem}.col-verdict{width:7.4rem}.col-changer{width:12%}.col-bytes{width:6.5rem}.col-at{width:9.4rem}
.col-id{width:22%}.col-person,.col-covered,.col-buckets{width:7.5rem}.col-visited{width:11.5rem}
dialog{color:var(--ink);background:var(--panel);border:1px solid var(--line);border-radius:.75rem;padding:0;width:min(54rem,100vw - 2rem);max-height:calc(100dvh - 3rem);overflow:hidden}
dialog[open]{display:flex;flex-direction:column}
dialog::backdrop{background:#0009}
.dialog-head{display:flex;justify-content:space-between;align-items:start;gap:1rem;padding:1.1rem 1.5rem;border-bottom:1px solid var(--line)}
.dialog-head h2{margin:.3rem 0 0;overflow-wrap:anywhere;line-height:1.3}
#details-body{padding:.5rem 1.5rem 1.5rem;overflow:auto}
dl{display:grid;grid-template-columns:9rem minmax(0,1fr);margin:.5rem 0;font-size:.92rem}
dt,dd{padding:.45rem 0;margin:0;border-bottom:1px solid var(--line);overflow-wrap:anywhere}
dt{color:var(--muted)}
pre{background:var(--soft);border-radius:.5rem;padding:.9rem 1rem;margin:0;overflow:auto;max-height:24rem;line-height:1.5;tab-size:2}
.pre-head{display:flex;justify-content:space-between;align-items:end;gap:1rem;margin:1.25rem 0 .5rem}
.pre-head h3{margin:0}
.changes span{display:block}
.changes [data-sign="+"]{color:var(--covered);font-weight:600}.changes [data-sign="-"]{color:var(--person);font-weight:600}
footer{padding-top:2rem;padding-bottom:2.5rem;color:var(--muted);font-size:.85rem}
.unseen{position:absolute;width:1px;height:1px;margin:0;overflow:hidden;clip-path:inset(50%)}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:1rem;background:var(--panel);padding:.5rem 1rem;z-index:2}
.paper{display:none}
@media (max-width:60rem){.panels{grid-template-columns:minmax(0,1fr)}.groups{grid-template-columns:repeat(2,minmax(0,1fr))}}
@media screen and (max-width:48rem){
header,main,footer{padding-left:1rem;padding-right:1rem}header{padding-top:1.25rem}h1{font-size:1.3rem}
.panel{padding:1rem}.panel.flat{padding:0}.panels.three{grid-template-columns:minmax(0,1fr)}
.figure .big{font-size:3rem}
.plain th,.plain td{padding:.55rem .75rem}.plain tbody th{min-width:0;width:42%}.plain small{display:block}
.wide{display:none}.under{display:block}
.canvas{--row-height:76}.scroller td{height:76px}
.col-bucket,.col-id{width:auto}.col-verdict{width:7.6rem}.col-person{width:5.5rem}
.filters label,.filters label:first-child{flex:1 1 100%;max-width:none}select{max-width:none;width:100%}input,select{font-size:1rem}
output{margin-left:0}
.scroller{max-height:80vh}
dialog{width:100vw;max-width:100vw;height:100dvh;max-height:100dvh;border:0;border-radius:0;margin:0}
.dialog-head,#details-body{padding-left:1rem;padding-right:1rem}
dl{grid-template-columns:minmax(0,1fr)}dt{border:0;padding-bottom:0}dd{padding-top:0}
}
@media print{
@page{margin:12mm}
:root{--page:#fff;color-scheme:light}
html{font-size:11px}body{font-size:1rem}header,main,footer{max-width:none;padding-left:0;padding-right:0}
.filters label,.filters button,.skip,#accounts .filters,.trend details,#account,.open::after{display:none}
.scroller{max-height:none!important;overflow:visible;border:0;border-radius:0;contain:none}
.scroller th{position:static}.scroller td{height:auto;padding:.3rem .4rem;white-space:normal;overflow-wrap:anywhere}
.scroller table{font-size:9px}.scroller small,.two,.scroller .badge{font-size:9px}
.two,.open{display:block;min-height:0}.scroller th button{padding:.3rem .4rem;min-height:0;font-size:9px;white-space:normal}
.col-bucket{width:20%}.col-region,.col-at{width:9%}.col-verdict{width:8.5%}.col-bytes{width:7%}
tr,.panel{break-inside:avoid}thead{display:table-header-group}
.paper:not([hidden]){display:block;color:var(--muted)}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}
`;
