#!/usr/bin/env python3
"""Reads a whole file with the package people use for its format in Python: every record an object, amounts summed.

usage: peers.py FORMAT FILE     prints the package, the records and the sum in cents; exit 69 where it is not installed
"""
import sys
from decimal import Decimal


def mt940(path):
    import mt940
    return "mt-940", [entry.data["amount"].amount for entry in mt940.parse(path)]


def ofx(path):
    from ofxtools.Parser import OFXTree
    tree = OFXTree()
    tree.parse(path)
    return "ofxtools", [e.trnamt for s in tree.convert().statements for e in s.transactions]


def camt(path):
    import pycamt.parser
    with open(path, "rb") as file:
        parser = pycamt.parser.Camt053Parser(file.read())
    return "pycamt", [Decimal(e["Amount"]) * (1 if e["CreditDebitIndicator"] == "CRDT" else -1) for e in parser.get_transactions()]


def x12(path):
    from pyx12.x12file import X12Reader
    with open(path) as file:
        segments = [s for s in X12Reader(file)]
    return "pyx12", [Decimal(s.get_value("BPR02")) for s in segments if s.get_seg_id() == "BPR"]


def edifact(path):
    from pydifact.segmentcollection import Interchange
    with open(path) as file:
        interchange = Interchange.from_str(file.read())
    sums = []
    for message in interchange.get_messages():
        segments = list(message.segments)
        behind = next(at for at, s in enumerate(segments) if s.tag == "UNS")
        sums.append(Decimal(segments[behind + 1].elements[0][1]))
    return "pydifact", sums


def bai2(path):
    from bai2 import bai2
    with open(path) as file:
        read = bai2.parse_from_file(file)
    return "bai2", [Decimal(t.amount) / 100 * (1 if t.type_code.transaction.value == "credit" else -1)
                    for g in read.children for a in g.children for t in a.children]


def xlsx(path):
    import openpyxl
    rows = openpyxl.load_workbook(path, read_only=True).active.iter_rows(min_row=2, values_only=True)
    return "openpyxl", [Decimal(str(row[2])) for row in [tuple(row) for row in rows]]


def lxml_rows(path, record):
    from lxml import etree
    found = []
    for _, node in etree.iterparse(path, tag=record):
        found.append({part.tag: part.text for part in node.iter()})
        node.clear()
        while node.getprevious() is not None:
            del node.getparent()[0]
    return found


def xml(path):
    return "lxml", [Decimal(row["Amount"]) for row in lxml_rows(path, "Entry")]


def saft(path):
    space = "{urn:StandardAuditFile-Taxation-Financial:NO}"
    rows = lxml_rows(path, space + "Line")
    return "lxml", [Decimal(row[space + "Amount"]) * (1 if space + "DebitAmount" in row else -1) for row in rows]


def csv(path):
    import csv
    with open(path, newline="") as file:
        rows = list(csv.DictReader(file))
    return "csv (Python)", [Decimal(row["amount"]) for row in rows]


def json(path):
    import json
    with open(path) as file:
        rows = [json.loads(line, parse_float=Decimal) for line in file]
    return "json (Python)", [Decimal(row["amount"]) for row in rows]


def main():
    peer = globals().get(sys.argv[1])
    if peer is None:
        print("none", 0, 0)
        sys.exit(69)
    try:
        name, amounts = peer(sys.argv[2])
    except ImportError as missing:
        print(missing.name, 0, 0)
        sys.exit(69)
    print(name.replace(" ", "_"), len(amounts), int(sum(amounts) * 100))


main()
