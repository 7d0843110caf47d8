/// How a page looks: light, dark and on paper.
enum PageStyle {
  /// Without marks that HTML would have to escape.
  static let css = """

    :root { --ink: #1c2430; --soft: #5a6676; --line: #d8dee6; --paper: #ffffff; --band: #f4f6f9; --accent: #1f5fa8;
      --good: #1a7f4b; --bad: #b3261e; --warn: #8a5a00; --in: #2f7d5b; --out: #b5563c; --same: #8fa3b8;
      --cut: #b9a35a; --filtered: #9a86b8; --rejected: #b3261e; --updated: #3f7fc1; --duplicate: #6f8794; }
    @media (prefers-color-scheme: dark) {
      :root { --ink: #e6eaf0; --soft: #9ba7b6; --line: #333c48; --paper: #12161c; --band: #1b212a; --accent: #7fb2ec;
        --good: #5fc793; --bad: #ff8a80; --warn: #e2b25a; --in: #4fae83; --out: #dd8468; --same: #66788c;
        --cut: #b9a35a; --filtered: #a995c8; --rejected: #ff8a80; --updated: #6fa8e2; --duplicate: #8ba3b0; } }
    * { box-sizing: border-box; }
    body { margin: 0; background: var(--paper); color: var(--ink);
      font: 15px/1.5 system-ui, -apple-system, Segoe UI, Roboto, Noto Sans, Liberation Sans, sans-serif; }
    header, main, footer { max-width: 1120px; margin: 0 auto; padding: 0 28px; }
    header { padding-top: 32px; border-bottom: 3px solid var(--accent); padding-bottom: 18px; }
    h1 { font-size: 28px; line-height: 1.2; margin: 2px 0 8px; font-weight: 650; }
    h2 { font-size: 19px; margin: 36px 0 10px; font-weight: 650; }
    h3 { font-size: 15px; margin: 22px 0 6px; font-weight: 650; overflow-wrap: anywhere; }
    p { margin: 6px 0 10px; max-width: 78ch; }
    .eyebrow { color: var(--soft); font-size: 13px; letter-spacing: .04em; margin: 0; text-transform: uppercase; }
    .soft { color: var(--soft); }
    .verdict { font-size: 17px; margin: 8px 0 0; }
    .badge { display: inline-block; border: 1.5px solid currentColor; border-radius: 999px; padding: 0 10px;
      font-size: 13px; font-weight: 650; line-height: 1.6; white-space: nowrap; }
    .good { color: var(--good); } .bad { color: var(--bad); } .warn { color: var(--warn); }
    dl.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(230px, 1fr)); gap: 10px 28px; margin: 16px 0 0; }
    dl.facts dt { color: var(--soft); font-size: 12.5px; } dl.facts dd { margin: 0; overflow-wrap: anywhere; }
    .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 12px; margin: 18px 0 4px;
      padding: 0; list-style: none; }
    .tiles li { background: var(--band); border: 1px solid var(--line); border-radius: 8px; padding: 10px 14px; }
    .tiles strong { display: block; font-size: 22px; font-weight: 650; font-variant-numeric: tabular-nums; }
    .tiles span { color: var(--soft); font-size: 13px; }
    .scroll { overflow-x: auto; margin: 8px 0 4px; }
    table { border-collapse: collapse; width: 100%; font-size: 13.5px; font-variant-numeric: tabular-nums; }
    caption { text-align: left; color: var(--soft); font-size: 13px; padding: 0 0 6px; }
    th, td { text-align: left; padding: 5px 10px; border-bottom: 1px solid var(--line); vertical-align: top; }
    thead th { color: var(--soft); font-weight: 600; font-size: 12.5px; border-bottom: 1.5px solid var(--soft);
      vertical-align: bottom; }
    tbody th { font-weight: 500; } th code { white-space: nowrap; } tfoot th, tfoot td { font-weight: 650; border-top: 1.5px solid var(--soft); border-bottom: 0; }
    th.n, td.n { text-align: right; white-space: nowrap; }
    td.wide, th.wide { overflow-wrap: anywhere; min-width: 14ch; }
    tr.sub td { background: var(--band); font-size: 13px; } td.w { white-space: nowrap; }
    code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, Liberation Mono, monospace; font-size: 12.5px; }
    code { overflow-wrap: anywhere; }
    pre { background: var(--band); border: 1px solid var(--line); border-radius: 6px; padding: 7px 10px; margin: 6px 0;
      white-space: pre-wrap; overflow-wrap: anywhere; }
    .key { display: inline-block; width: 11px; height: 11px; border-radius: 2px; margin-right: 7px; background: var(--same);
      vertical-align: baseline; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
    .inserted { background: var(--in); fill: var(--in); } .updated { background: var(--updated); fill: var(--updated); }
    .unchanged { background: var(--same); fill: var(--same); }
    .duplicate { background: var(--duplicate); fill: var(--duplicate); }
    .before-cut-off { background: var(--cut); fill: var(--cut); }
    .filtered { background: var(--filtered); fill: var(--filtered); }
    .rejected { background: var(--rejected); fill: var(--rejected); }
    .removed { background: var(--out); fill: var(--out); } .restored { background: var(--updated); fill: var(--updated); }
    .returned { background: var(--in); fill: var(--in); } .locked { background: var(--warn); fill: var(--warn); }
    .plus { fill: var(--in); } .minus { fill: var(--out); } .axis { fill: var(--soft); } .track { fill: var(--band); }
    svg { display: block; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
    figure { margin: 14px 0 10px; } figure.stack svg { width: 100%; height: 30px; border-radius: 5px; }
    td.bar { width: 34%; min-width: 180px; vertical-align: middle; } td.bar svg { width: 100%; height: 14px; }
    .reason { border: 1px solid var(--line); border-left: 4px solid var(--bad); border-radius: 6px; padding: 10px 16px 8px;
      margin: 12px 0; }
    .reason h3 { margin: 0 0 2px; } .hint { margin: 2px 0 6px; }
    .record { margin: 10px 0 4px; } .record p { margin: 0; }
    ul.plain { padding-left: 20px; margin: 6px 0; }
    footer { color: var(--soft); font-size: 12.5px; border-top: 1px solid var(--line); margin-top: 40px; padding-top: 12px;
      padding-bottom: 32px; }
    @page { margin: 14mm 13mm; }
    @media print {
      :root { --ink: #000000; --soft: #444444; --line: #bbbbbb; --paper: #ffffff; --band: #f3f3f3; --accent: #1f5fa8;
        --good: #12653a; --bad: #a01d16; --warn: #6d4700; --in: #2f7d5b; --out: #b5563c; --same: #8fa3b8;
        --cut: #b9a35a; --filtered: #9a86b8; --rejected: #b3261e; --updated: #3f7fc1; --duplicate: #6f8794; }
      body { font-size: 10.5px; } header, main, footer { max-width: none; padding-left: 0; padding-right: 0; }
      header { padding-top: 0; } h1 { font-size: 20px; } h2 { font-size: 14px; margin-top: 20px; break-after: avoid; }
      h3, caption { break-after: avoid; } table, caption, .tiles span { font-size: 9.5px; } code, pre { font-size: 8.5px; }
      thead th, dl.facts dt { font-size: 9px; } .tiles strong { font-size: 15px; } .verdict { font-size: 12px; }
      th, td { padding: 3px 6px; } thead { display: table-header-group; }
      tfoot { display: table-row-group; } h3 { font-size: 11px; margin-top: 12px; } .badge, tr.sub td { font-size: 9px; }
      .eyebrow, .soft, .hint { font-size: 9.5px; } .tiles li { padding: 6px 10px; } figure.stack svg { height: 20px; }
      tr, .record, figure { break-inside: avoid; }
      .scroll { overflow: visible; } td.bar { min-width: 90px; } .tiles { grid-template-columns: repeat(6, 1fr); }
      dl.facts { grid-template-columns: repeat(3, 1fr); } }

    """
}
