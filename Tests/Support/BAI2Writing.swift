/// A BAI2 file for tests. The writer states every control total and count truly, except where a test lies.
public struct BAI2File {
  /// One record 16.
  public struct Line {
    var typeCode: String
    var amount: Int
    var reference: String
    var text: String

    /// - Parameter amount: in minor units, without a sign: the type code says the side.
    public init(_ typeCode: String, _ amount: Int, _ reference: String, text: String = "TRANSFER") {
      self.typeCode = typeCode
      self.amount = amount
      self.reference = reference
      self.text = text
    }
  }

  /// Records 03 to 49.
  public struct Account {
    var number: String
    var balances: [(code: String, amount: Int)]
    var lines: [Line]
    /// What record 49 states instead of the truth.
    public var statedTotal: Int?

    /// - Parameter balances: summary codes with minor units: 010 opening, 015 closing.
    public init(_ number: String, balances: [(code: String, amount: Int)] = [], _ lines: [Line]) {
      self.number = number
      self.balances = balances
      self.lines = lines
    }

    fileprivate var trueTotal: Int {
      balances.reduce(0) { $0 + $1.amount } + lines.reduce(0) { $0 + $1.amount }
    }
  }

  /// Records 02 to 98: one bank day.
  public struct Group {
    /// 1 update, 2 deletion, 3 correction, 4 test.
    var status: Int
    /// `yyMMdd`.
    var day: String
    var accounts: [Account]
    /// What record 98 states instead of the truth.
    public var statedTotal: Int?

    /// Statements of one day; an update unless said otherwise.
    public init(_ day: String, status: Int = 1, _ accounts: [Account]) {
      self.day = day
      self.status = status
      self.accounts = accounts
    }
  }

  private var groups: [Group]
  /// What record 99 states instead of the truth.
  public var statedTotal: Int?

  /// A file of these groups.
  public init(_ groups: [Group]) { self.groups = groups }

  /// Lines ended by LF.
  public var text: String {
    var lines = ["01,FIRSTLAKE,HARBORPINE,260131,0715,1,,,2/"]
    var total = 0
    for group in groups {
      let before = lines.count
      lines.append("02,HARBORPINE,FIRSTLAKE,\(group.status),\(group.day),2359,USD,2/")
      for account in group.accounts {
        let start = lines.count
        lines.append(
          "03,\(account.number),USD" + account.balances.map { ",\($0.code),\($0.amount),," }.joined() + "/")
        lines += account.lines.map { "16,\($0.typeCode),\($0.amount),Z,\($0.reference),,\($0.text)/" }
        lines.append("49,\(account.statedTotal ?? account.trueTotal),\(lines.count - start + 1)/")
      }
      let sum = group.accounts.reduce(0) { $0 + ($1.statedTotal ?? $1.trueTotal) }
      lines.append("98,\(group.statedTotal ?? sum),\(group.accounts.count),\(lines.count - before + 1)/")
      total += group.statedTotal ?? sum
    }
    lines.append("99,\(statedTotal ?? total),\(groups.count),\(lines.count + 1)/")
    return lines.joined(separator: "\n") + "\n"
  }

  /// A statement of B1 that proves, and one of B2 whose control total is off by one.
  public static var oneOfTwoProven: BAI2File {
    var wrong = Account("B2", balances: [("010", 100), ("015", 300)], [Line("165", 200, "X3")])
    wrong.statedTotal = 601
    let right = Account("B1", balances: [("010", 100), ("015", 350)], [Line("165", 250, "X1")])
    return BAI2File([Group("260105", [right, wrong])])
  }
}
