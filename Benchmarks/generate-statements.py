#!/usr/bin/env python3
"""Writes one large file of a format, seeded: the same format and size always give the same bytes.

usage: generate-statements.py FORMAT MEGABYTES FILE

FILE.expected gets the number of records and the sum of their amounts in cents. Of xlsx the megabytes are those of
the sheet's XML, before it is packed.
"""
import random
import sys
import zipfile

NAMES = ["Northwind Traders", "Harbor Pine Foods", "Globex Freight", "Acme Tools", "Contoso Retail", "Fabrikam Paper"]
TEXTS = ["Invoice {} of January", "Order {} less discount 2 percent", "Rent {} Harbor Street", "Salary {}", "Card {} fuel"]
DAYS = ["2026-01-%02d" % day for day in range(1, 32)]
PER_STATEMENT = 500
seeded = random.Random(20260105)


def euros(cents):
    return "%s%d.%02d" % ("-" if cents < 0 else "", abs(cents) // 100, abs(cents) % 100)


class Entry:
    """One transaction: what every format writes in its own way."""

    def __init__(self, number):
        draw = seeded.random()
        self.number = number
        self.cents = (1 if int(draw * 1e6) & 1 else -1) * (1 + int(draw * 5e5))
        self.day = DAYS[int(draw * 31)]
        self.name = NAMES[number % len(NAMES)]
        self.text = TEXTS[number % len(TEXTS)].format(number)
        self.iban = "DE%020d" % (number * 7919)

    @property
    def short(self):
        return self.day[2:4] + self.day[5:7] + self.day[8:]

    @property
    def mark(self):
        return "C" if self.cents > 0 else "D"


def camt(statement, entries, opening, closing):
    def balance(kind, cents, day):
        side = "CRDT" if cents >= 0 else "DBIT"
        return (f'<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">{euros(abs(cents))}</Amt>'
                f"<CdtDbtInd>{side}</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>\n")
    yield (f"<Stmt><Id>{statement}</Id><ElctrncSeqNb>{statement}</ElctrncSeqNb><CreDtTm>2026-02-01T06:00:00+01:00</CreDtTm>"
           f"<Acct><Id><IBAN>DE02120300000000202051</IBAN></Id><Ccy>EUR</Ccy></Acct>\n")
    yield balance("OPBD", opening, "2026-01-01") + balance("CLBD", closing, "2026-01-31")
    for e in entries:
        side, party = ("CRDT", "Dbtr") if e.cents > 0 else ("DBIT", "Cdtr")
        yield (f'<Ntry><Amt Ccy="EUR">{euros(abs(e.cents))}</Amt><CdtDbtInd>{side}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>\n'
               f"<BookgDt><Dt>{e.day}</Dt></BookgDt><ValDt><Dt>{e.day}</Dt></ValDt><AcctSvcrRef>B-{e.number}</AcctSvcrRef>\n"
               f"<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>\n"
               f"<NtryDtls><TxDtls><Refs><EndToEndId>E-{e.number}</EndToEndId></Refs><RltdPties><{party}><Pty><Nm>{e.name}"
               f"</Nm></Pty></{party}><{party}Acct><Id><IBAN>{e.iban}</IBAN></Id></{party}Acct></RltdPties>"
               f"<RmtInf><Ustrd>{e.text}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>\n")
    yield "</Stmt>\n"


def mt940(statement, entries, opening, closing):
    def balance(tag, day, cents):
        return ":%s:%s%sEUR%s\r\n" % (tag, "C" if cents >= 0 else "D", day, euros(abs(cents)).replace(".", ","))
    yield f":20:ST{statement}\r\n:25:12030000/0000202051\r\n:28C:{statement % 99999 + 1}/1\r\n" + balance("60F", "260101", opening)
    for e in entries:
        amount = euros(abs(e.cents)).replace(".", ",")
        yield (f":61:{e.short}{e.short[2:]}{e.mark}{amount}NTRFNONREF//B{e.number}\r\n:86:166?00GUTSCHRIFT?109310"
               f"?20EREF+E-{e.number}?21SVWZ+{e.text[:22]}?30BYLADEM1001\r\n?31{e.iban}?32{e.name}?34000\r\n")
    yield balance("62F", "260131", closing) + "-\r\n"


def ofx(statement, entries, opening, closing):
    yield (f"<STMTTRNRS>\n<TRNUID>{statement}\n<STATUS>\n<CODE>0\n<SEVERITY>INFO\n</STATUS>\n<STMTRS>\n<CURDEF>USD\n<BANKACCTFROM>\n"
           f"<BANKID>021000089\n<ACCTID>{45000 + statement}\n<ACCTTYPE>CHECKING\n</BANKACCTFROM>\n<BANKTRANLIST>\n"
           "<DTSTART>20260101\n<DTEND>20260131\n")
    for e in entries:
        yield (f"<STMTTRN>\n<TRNTYPE>{'CREDIT' if e.cents > 0 else 'DEBIT'}\n<DTPOSTED>{e.day.replace('-', '')}120000\n"
               f"<TRNAMT>{euros(e.cents)}\n<FITID>F{e.number}\n<NAME>{e.name}\n<MEMO>{e.text}\n</STMTTRN>\n")
    yield (f"</BANKTRANLIST>\n<LEDGERBAL>\n<BALAMT>{euros(closing)}\n<DTASOF>20260131\n</LEDGERBAL>\n</STMTRS>\n</STMTTRNRS>\n")


def qif(statement, entries, opening, closing):
    for e in entries:
        yield (f"D{e.day[5:7]}/{e.day[8:]}/2026\nT{euros(e.cents)}\nN{e.number}\nP{e.name}\nM{e.text}\nLIncome:Sales\n^\n")


class NACHA:
    totals = [0, 0, 0, 0]  # hash, debits, credits, entries

    def part(self, statement, entries, opening, closing):
        yield "5200%-16s%20s1330012345PPD%-10sJAN 06260106   107200009%07d\n" % ("NORTHWIND", "", "PAYROLL", statement % 10**7)
        debits = sum(-e.cents for e in entries if e.cents < 0)
        credits = sum(e.cents for e in entries if e.cents > 0)
        routing = 6310027 * len(entries)
        for e in entries:
            yield "6%s063100277%-17d%010d%-15s%-22s  0%015d\n" % (
                "22" if e.cents > 0 else "27", e.number * 7919, abs(e.cents), "E%d" % e.number, e.name, 72000090000000 + e.number)
        yield "8200%06d%010d%012d%012d1330012345%25s07200009%07d\n" % (
            len(entries), routing % 10**10, debits, credits, "", statement % 10**7)
        for at, more in enumerate((routing, debits, credits, len(entries))):
            self.totals[at] += more


def nacha_end(statements):
    routing, debits, credits, entries = NACHA.totals
    lines = 2 + 2 * statements + entries
    yield "9%06d%06d%08d%010d%012d%012d%39s\n" % (
        statements, -(-lines // 10), entries, routing % 10**10, debits % 10**12, credits % 10**12, "")
    yield ("9" * 94 + "\n") * (-lines % 10)


def norma43(statement, entries, opening, closing):
    def side(cents):
        return "2" if cents >= 0 else "1"
    # A file counts its lines in six digits: then another one begins.
    if norma43.lines > 900_000:
        yield from norma43_end(statement)
        norma43.lines = 0
    yield "11%s%010d260101260131%s%014d9783%-26s   \n" % ("00491500", statement, side(opening), abs(opening), "NORTHWIND SL")
    debits = [-e.cents for e in entries if e.cents < 0]
    credits = [e.cents for e in entries if e.cents > 0]
    for e in entries:
        yield "22    1500%s%s02015%s%014d%010d%012d%-16s\n" % (
            e.short, e.short, side(e.cents), abs(e.cents), e.number, e.number, e.name[:16])
        yield "2301%-38s%-38s\n" % (e.name, e.text)
    yield "33%s%010d%05d%014d%05d%014d%s%014d978    \n" % (
        "00491500", statement, len(debits), sum(debits), len(credits), sum(credits), side(closing), abs(closing))


norma43.lines = 0


def norma43_end(statements):
    yield "88%s%06d%54s\n" % ("9" * 18, norma43.lines, "")


def csv(statement, entries, opening, closing):
    for e in entries:
        yield f'{e.number},{e.day},{euros(e.cents)},EUR,"{e.name}, Ltd.",{e.iban},{e.text}\n'


def json(statement, entries, opening, closing):
    for e in entries:
        yield (f'{{"id":"T{e.number}","date":"{e.day}","amount":{euros(e.cents)},"currency":"EUR",'
               f'"counterparty":{{"name":"{e.name}","iban":"{e.iban}"}},"text":"{e.text}"}}\n')


def xml(statement, entries, opening, closing):
    for e in entries:
        yield (f'<Entry id="T{e.number}"><Date>{e.day}</Date><Amount Ccy="EUR">{euros(e.cents)}</Amount>'
               f"<Party><Name>{e.name}</Name><Account>{e.iban}</Account></Party><Text>{e.text}</Text></Entry>\n")


def saft(statement, entries, opening, closing):
    for e in entries:
        side, other = ("Debit", "Credit") if e.cents > 0 else ("Credit", "Debit")
        amount = euros(abs(e.cents))
        yield (f"<Transaction><TransactionID>{e.number}</TransactionID><Period>1</Period><PeriodYear>2026</PeriodYear>"
               f"<TransactionDate>{e.day}</TransactionDate><Description>{e.text}</Description>\n"
               f"<Line><RecordID>1</RecordID><AccountID>1920</AccountID><Description>{e.name}</Description>"
               f"<{side}Amount><Amount>{amount}</Amount></{side}Amount></Line>\n"
               f"<Line><RecordID>2</RecordID><AccountID>3000</AccountID><Description>{e.name}</Description>"
               f"<{other}Amount><Amount>{amount}</Amount></{other}Amount></Line></Transaction>\n")


def x12(statement, entries, opening, closing):
    total = sum(abs(e.cents) for e in entries)
    yield (f"ST*820*{statement:09d}~\nBPR*C*{euros(total)}*C*ACH*CTX*01*021000021*DA*111222*9876543210**01*026009593*DA*333444*20260110~\n"
           f"TRN*1*TRACE-{statement}*9876543210~\nCUR*PR*USD~\nN1*PR*Northwind Traders*92*C200~\nN1*PE*Acme Tools*92*V100~\nENT*1~\n")
    for e in entries:
        amount = euros(abs(e.cents))
        yield f"RMR*IV*INV-{e.number}**{amount}*{amount}~\nREF*PO*{e.name}~\nDTM*003*{e.day.replace('-', '')}~\n"
    yield f"SE*{8 + 3 * len(entries)}*{statement:09d}~\n"


def edifact(statement, entries, opening, closing):
    yield (f"UNH+{statement}+REMADV:D:96A:UN'BGM+481+{statement}'DTM+137:20260105:102'NAD+PR+C200::92++Northwind Traders'"
           "NAD+PE+V100::92++Acme Tools'CUX+2:EUR:11'")
    for e in entries:
        amount = euros(abs(e.cents))
        yield f"DOC+380+INV-{e.number}'MOA+12:{amount}'MOA+9:{amount}'DTM+137:{e.day.replace('-', '')}:102'RFF+ON:{e.name}'"
    yield f"UNS+S'MOA+12:{euros(sum(abs(e.cents) for e in entries))}'UNT+{9 + 5 * len(entries)}+{statement}'\n"


def bai2(statement, entries, opening, closing):
    credits = sum(e.cents for e in entries if e.cents > 0)
    debits = sum(-e.cents for e in entries if e.cents < 0)
    yield f"03,{12345 + statement},USD,010,{opening},,,015,{closing},,,100,{credits},,,400,{debits},,/\n"
    for e in entries:
        yield f"16,{165 if e.cents > 0 else 475},{abs(e.cents)},Z,FL{e.number},C{e.number},{e.name} {e.text}\n"
    yield f"49,{opening + closing + credits + debits + sum(abs(e.cents) for e in entries)},{len(entries) + 2}/\n"
    bai2.total += opening + closing + credits + debits + sum(abs(e.cents) for e in entries)
    bai2.records += len(entries) + 2


bai2.total = bai2.records = 0


def bai2_end(statements):
    yield f"98,{bai2.total},{statements},{bai2.records + 2}/\n99,{bai2.total},1,{bai2.records + 4}/\n"


def xlsx(statement, entries, opening, closing):
    for e in entries:
        row = e.number + 1
        yield (f'<row r="{row}"><c r="A{row}"><v>{e.number}</v></c><c r="B{row}" s="1"><v>{46022 + int(e.day[8:])}</v></c>'
               f'<c r="C{row}"><v>{euros(e.cents)}</v></c><c r="D{row}" t="s"><v>{e.number % len(NAMES)}</v></c>'
               f'<c r="E{row}" t="inlineStr"><is><t>{e.text}</t></is></c></row>\n')


SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
BOOK = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    + "".join(f'<Override PartName="/xl/{part}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.{kind}+xml"/>'
              for part, kind in [("workbook", "sheet.main"), ("worksheets/sheet1", "worksheet"), ("styles", "styles"), ("sharedStrings", "sharedStrings")])
    + "</Types>",
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">'
    + "".join(f'<Relationship Id="rId{at}" Type="{OFFICE}/{kind}" Target="{part}.xml"/>' for at, kind, part in
              [(1, "worksheet", "worksheets/sheet1"), (2, "styles", "styles"), (3, "sharedStrings", "sharedStrings")])
    + "</Relationships>",
    "xl/workbook.xml": f'<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}"><sheets><sheet name="Bank" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/styles.xml": f'<styleSheet xmlns="{SHEET}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
    "xl/sharedStrings.xml": f'<sst xmlns="{SHEET}">' + "".join(f"<si><t>{name}</t></si>" for name in NAMES) + "</sst>",
}

# The text before the statements, the writer of a statement, and the text behind them.
FORMATS = {
    "camt": ('<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">\n<BkToCstmrStmt>\n'
             "<GrpHdr><MsgId>M</MsgId><CreDtTm>2026-02-02T06:00:00+01:00</CreDtTm></GrpHdr>\n", camt, "</BkToCstmrStmt>\n</Document>\n"),
    "mt940": ("", mt940, ""),
    "ofx": ("OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nSECURITY:NONE\nENCODING:USASCII\nCHARSET:1252\nCOMPRESSION:NONE\nOLDFILEUID:NONE\n"
            "NEWFILEUID:NONE\n\n<OFX>\n<SIGNONMSGSRSV1>\n<SONRS>\n<STATUS>\n<CODE>0\n<SEVERITY>INFO\n</STATUS>\n<DTSERVER>20260201083000\n"
            "<LANGUAGE>ENG\n</SONRS>\n</SIGNONMSGSRSV1>\n<BANKMSGSRSV1>\n", ofx, "</BANKMSGSRSV1>\n</OFX>\n"),
    "qif": ("!Type:Bank\n", qif, ""),
    "nacha": ("101 07200009613300123452601050915A094101%-23s%-23s%8s\n" % ("LAKESHORE BANK", "NORTHWIND TRADERS", ""), NACHA().part, nacha_end),
    "fixed_width": ("", norma43, norma43_end),
    "csv": ("id,date,amount,currency,name,account,text\n", csv, ""),
    "json": ("", json, ""),
    "xml": ('<?xml version="1.0" encoding="UTF-8"?>\n<Export>\n', xml, "</Export>\n"),
    "saft": ('<?xml version="1.0" encoding="UTF-8"?>\n<AuditFile xmlns="urn:StandardAuditFile-Taxation-Financial:NO">\n<Header>'
             "<AuditFileVersion>1.30</AuditFileVersion><AuditFileCountry>NO</AuditFileCountry><Company><RegistrationNumber>914000001"
             "</RegistrationNumber><Name>Fjord Handel AS</Name></Company><DefaultCurrencyCode>NOK</DefaultCurrencyCode></Header>\n"
             "<GeneralLedgerEntries><Journal><JournalID>GL</JournalID>\n", saft, "</Journal></GeneralLedgerEntries>\n</AuditFile>\n"),
    "x12": ("ISA*00*          *00*          *ZZ*ACME           *ZZ*NORTHWIND      *260105*1200*U*00401*000000101*0*P*:~\n"
            "GS*RA*ACME*NORTHWIND*20260105*1200*7*X*004010~\n", x12, lambda count: [f"GE*{count}*7~\nIEA*1*000000101~\n"]),
    "edifact": ("UNA:+.? 'UNB+UNOC:3+SENDER+RECEIVER+260105:1200+42'\n", edifact, lambda count: [f"UNZ+{count}+42'\n"]),
    "bai2": ("01,FIRSTLAKE,HARBORPINE,260131,0715,1,,,2/\n02,HARBORPINE,FIRSTLAKE,1,260131,2359,USD,2/\n", bai2, bai2_end),
    "xlsx": (f'<worksheet xmlns="{SHEET}"><sheetData>\n<row r="1">'
             + "".join(f'<c r="{letter}1" t="inlineStr"><is><t>{name}</t></is></c>' for letter, name in
                       zip("ABCDE", ["id", "date", "amount", "name", "text"])) + "</row>\n", xlsx, "</sheetData></worksheet>\n"),
}


def write(name, size, put):
    """Writes statements until the size is reached; gives the count of records and the sum of their cents."""
    before, part, behind = FORMATS[name]
    put(before.encode())
    written, number, statements, balance, total = 0, 0, 0, 100_000, 0
    while written < size:
        entries = [Entry(number + at) for at in range(1, PER_STATEMENT + 1)]
        number += len(entries)
        statements += 1
        change = sum(e.cents for e in entries)
        block = "".join(part(statements, entries, balance, balance + change)).encode()
        norma43.lines += 2 + 2 * len(entries)
        balance += change
        total += sum(abs(e.cents) for e in entries) if name in ("x12", "edifact") else 0 if name == "saft" else change
        written += len(block)
        put(block)
    put((behind if isinstance(behind, str) else "".join(behind(statements))).encode())
    records = {"saft": number * 2, "x12": statements, "edifact": statements}.get(name, number)
    return records, total


def packed(part):
    """A member of the workbook's archive; always of the same day."""
    member = zipfile.ZipInfo(part)
    member.compress_type = zipfile.ZIP_DEFLATED
    return member


def main():
    name, size, path = sys.argv[1], int(sys.argv[2]) * 1_000_000, sys.argv[3]
    if name == "xlsx":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
            for part, text in BOOK.items():
                book.writestr(packed(part), '<?xml version="1.0" encoding="UTF-8"?>\n' + text)
            with book.open(packed("xl/worksheets/sheet1.xml"), "w", force_zip64=True) as sheet:
                expected = write(name, size, sheet.write)
    else:
        with open(path, "wb") as file:
            expected = write(name, size, file.write)
    with open(path + ".expected", "w") as file:
        print(*expected, file=file)


main()
