//! Broken scenarios: small edits of the template, where each is shown, and what is said.

/// An edit, the text at which its problem is shown, and what is said.
pub struct Case {
    pub old: &'static str,
    pub new: &'static str,
    pub mark: &'static str,
    pub says: &'static str,
}

const fn case(
    old: &'static str,
    new: &'static str,
    mark: &'static str,
    says: &'static str,
) -> Case {
    Case { old, new, mark, says }
}

/// Every broken scenario.
pub const CASES: &[Case] = &[
    // Keys.
    case(
        "installed = 96",
        "installd = 96\ninstalled = 96",
        "installd",
        "did you mean `installed`?",
    ),
    case(
        "demand       = { growth",
        "demand       = { odds = { elasticity = 0.5 }, growth",
        "odds",
        "it is a share of awards and is written `award-rate`",
    ),
    case("racks      = 20\n", "", "main]", "`racks` is missing"),
    case(
        "slots  = 200\nsource = \"assumed\"",
        "slots  = 200",
        "site]",
        "if nowhere, write source = \"assumed\"",
    ),
    case("[gap]  ", "[gapp]  ", "gapp]", "did you mean `gap`?"),
    case(
        "[hall.main]",
        "[hall.\"m ain\"]\nracks = 1\nrack-power = \"15 kW\"\nsource = \"x\"\n[hall.main]",
        "\"m ain\"",
        "has a dot or a space",
    ),
    case(
        "node    = { units = 8, power = \"10.2 kW\" }\nsource  = \"assumed\"\n\n[unit.h200]",
        "node    = 8\nsource  = \"assumed\"\n\n[unit.h200]",
        "8\nsource",
        "must be a table, not a bare number",
    ),
    // Units.
    case(
        "amount  = \"5억 KRW\"",
        "amount  = 500000000",
        "500000000",
        "a bare number has no unit; this is an amount of money",
    ),
    case(
        "amount  = \"5억 KRW\"",
        "amount  = \"5억\"",
        "\"5억\"",
        "write \"4.0m KRW\" or \"400만 원\"",
    ),
    case(
        "rack-power = \"15 kW\"\nsource",
        "rack-power = \"15 horses\"\nsource",
        "\"15 horses\"",
        "cannot be read as a power",
    ),
    case(
        "window = \"14 days\", review = \"34 days\" }\n# rounds",
        "window = \"14 dayz\", review = \"34 days\" }\n# rounds",
        "\"14 dayz\"",
        "cannot be read as a length of time",
    ),
    case(
        "competition = \"2.5:1\"",
        "competition = 2.5",
        "2.5\nfrom",
        "write \"2.69:1\" or \"2.69 대 1\"",
    ),
    case(
        "jobs       = \"2.5 per week\" ",
        "jobs       = \"2.5 a week\" ",
        "\"2.5 a week\"",
        "cannot be read as a rate",
    ),
    case("installed = 96", "installed = 96.5", "96.5", "must be a whole number"),
    case("installed = 96", "installed = -8", "-8", "must not be below 0"),
    case("renew        = 0.3", "renew        = 30", "30\n# reapply-lapsed", "30 % is 0.3"),
    // Dates.
    case(
        "\"2024-02-01\", last",
        "\"2024-02-30\", last",
        "\"2024-02-30\"",
        "there is no such day as 2024-02-30",
    ),
    case(
        "ordered     = \"2025-03-01\"",
        "ordered     = \"1.3.2025\"",
        "\"1.3.2025\"",
        "write year-month-day",
    ),
    case(
        "observe-to   = \"2027-01-01\"",
        "observe-to   = \"2023-01-01\"",
        "\"2023-01-01\"",
        "not after its start",
    ),
    case(
        "observe-from = \"2025-01-01\"",
        "observe-from = \"2023-01-01\"",
        "\"2023-01-01\"",
        "this day is not simulated",
    ),
    case("# zone       = \"Asia/Seoul\"", "zone = \"Asia/Soul\"", "\"Asia/Soul\"", "is not known"),
    // Distributions.
    case(
        "low = \"2.6m KRW\", mode",
        "low = \"9.6m KRW\", mode",
        "triangular = { low = \"9.6m",
        "in triangular: low is above mode",
    ),
    case("8 = 0.1 }", "8 = 0.2 }", "choice = { 1 =", "the weights sum to 1.1, not to 1"),
    case(
        "run-time   = { lognormal",
        "run-time   = { lognorm",
        "lognorm =",
        "did you mean `lognormal`?",
    ),
    case(
        "{ median = \"14 hours\", p90 = \"6 days\" } }\nsource",
        "{ median = \"14 hours\", sd = \"6 days\" } }\nsource",
        "lognormal = { median = \"14 hours\", sd",
        "lognormal = { median, p90 } or lognormal = { mean, cv }",
    ),
    case(
        "reapply      = { beta = { mean = 0.5, sd = 0.2 } }",
        "reapply      = { uniform = { low = 0.5, high = 1.2 } }",
        "uniform = { low = 0.5",
        "some draws would fall above 1",
    ),
    // Names.
    case(
        "pool         = \"gpu\"\n# intake",
        "pool         = \"gpus\"\n# intake",
        "\"gpus\"",
        "there is no pool called `gpus`",
    ),
    case("funded-by   = \"main\"", "funded-by   = \"mian\"", "\"mian\"", "did you mean `main`?"),
    case(
        "adds    = { \"gpu.first\" = 32 }",
        "adds    = { \"gpu.frist\" = 32 }",
        "\"gpu.frist\"",
        "there is no lot called `gpu.frist`",
    ),
    case(
        "h200   = \"as h100\"",
        "h200   = \"as a100\"",
        "\"as a100\"",
        "`a100` has no price to share",
    ),
    case(
        "programmes = [\"support\"]",
        "programmes = [\"support\", \"support\"]",
        "\"support\"]\nholds",
        "already has a workload",
    ),
    case("response = \"awards\" ", "response = \"award\" ", "\"award\" ", "did you mean `awards`?"),
    case(
        "amount  = \"5억 KRW\"             # without",
        "cut = 0.1               # without",
        "0.1               #",
        "there is no amount to cut",
    ),
    case("# lag     = { tri", "lag = \"4 months\" # { tri", "\"4 months\" #", "nothing passes"),
    case(
        "# passes  = \"2025-05-01\" ",
        "passes = \"2025-05-01\" ",
        "arrives = { tri",
        "lands after its lag",
    ),
    case(
        "# tariff = \"182.7 KRW/kWh\"",
        "tariff = \"182.7 KRW\"",
        "\"182.7 KRW\"",
        "cannot be read as a price of electricity",
    ),
    case(
        "# pue    = { tri",
        "pue = 1.35 # { tri",
        "1.35 #",
        "warning: without a tariff no electricity is counted",
    ),
    case(
        "h100   = { triangular = { low = \"2.6m KRW\", mode = \"4.0m KRW\", high = \"4.9m KRW\" } }\n",
        "h100   = { by-length = \"4.0m KRW\" }\n",
        "h100   = { by",
        "a price by length is a table",
    ),
    case(
        "h100   = { triangular = { low = \"2.6m KRW\", mode = \"4.0m KRW\", high = \"4.9m KRW\" } }\n",
        "h100   = { by-length = { \"4 moons\" = \"4.0m KRW\" } }\n",
        "\"4 moons\"",
        "the key `4 moons` is not a length of time",
    ),
    case(
        "# bought  = { price = \"50m KRW\", life = \"4 years\"",
        "bought  = { price = \"50m KRW\", life = \"4 years\" } # ",
        "\"gpu.first\" = 64",
        "these units are bought, not leased",
    ),
    case("# share.national =", "share.national =", "\"5억 KRW\"", "the amount is stated twice"),
    case(
        "[funding.main]  ",
        "[funding.sale]\nleases = \"all\"\nsource = \"x\"\n[funding.main]  ",
        "sale]",
        "the name `sale` is kept: it is the name of an account in tables",
    ),
    case("# chance  = 0.8 ", "chance = 80 ", "80 ", "30 % is 0.3"),
    case(
        "spare   = \"hold\"",
        "spare   = \"sell\"",
        "\"sell\"",
        "nothing says how these units are sold",
    ),
    case(
        "spare   = \"hold\" ",
        "spare   = { sell = { share = 80, price = \"3m KRW\", notice = \"3 months\" } } #",
        "80, price",
        "30 % is 0.3",
    ),
    case(
        "spare   = \"hold\" ",
        "spare   = { sell = { price = \"3m KRW\" } } #",
        "sell = { price = \"3m",
        "`notice` is missing",
    ),
    case(
        "# fitted = true  ",
        "fitted = \"yes\"  ",
        "\"yes\"",
        "this must be true or false, not text",
    ),
    case(
        "# rounded-to = 1  ",
        "rounded-to = \"about 10\"  ",
        "\"about 10\"",
        "cannot be read as a number",
    ),
    // The whole.
    case(
        "installed = 96",
        "installed = 1600",
        "first]",
        "hall main has 20 racks, but 200 are needed on 2024-01-01",
    ),
    case(
        "slots  = 200",
        "slots  = 100",
        "second]",
        "the site has 100 slots, but 128 units stand there",
    ),
    case(
        "compute = \"67 TF\"\nweight  = 1.0\nnode    = { units = 8, power = \"10.2 kW\" }\nsource  = \"assumed\"\n\n[lease-price]",
        "compute = \"67 TF\"\nweight  = 0.5\nnode    = { units = 8, power = \"10.2 kW\" }\nsource  = \"assumed\"\n\n[lease-price]",
        "\"h200\"\nadds",
        "split the pool",
    ),
    case(
        "{ share-of-allocation = { 0.125 = 0.3, 0.5 = 0.4, 1.0 = 0.3 } }",
        "{ units = { choice = { 1 = 0.5, 640 = 0.5 } } }",
        "size       =",
        "no allocation holds more than",
    ),
    case(
        "2 = 0.3, 4 = 0.2, 8 = 0.1 }",
        "2 = 0.3, 4 = 0.2, 999 = 0.1 }",
        "request      =",
        "the pool never holds more than 128",
    ),
    case(
        "to          = \"2025-07-01\"",
        "to          = \"2025-01-05\"",
        "observed]",
        "no round closes in the observed range",
    ),
    case(
        "to      = \"2027-01-01\" ",
        "to      = \"2023-01-01\" ",
        "\"2023-01-01\" ",
        "this funding ends before it starts",
    ),
    case(
        "first = \"2024-02-01\", last",
        "first = \"2023-02-01\", last",
        "\"2023-02-01\"",
        "opens outside the calendar",
    ),
    case(
        "opens     = \"2025-07-31\"",
        "opens     = \"2025-08-01\"",
        "august]",
        "open on the same day",
    ),
    case(
        "dispersion = 20,",
        "dispersion = 20, fresh = 5,",
        "5, season",
        "demand is stated, and also to be inferred",
    ),
    case(
        "h100   = { triangular = { low = \"2.6m KRW\", mode = \"4.0m KRW\", high = \"4.9m KRW\" } }\nh200   = \"as h100\"",
        "h200   = \"4.0m KRW\"",
        "\"5억 KRW\"",
        "`h100` has no price",
    ),
    case(
        "adds-places = \"in proportion\"",
        "#",
        "second]",
        "warning: nothing says what this expansion does to places",
    ),
    case(
        "places       = { \"2024-01-01\" = 20,",
        "places       = { \"2024-01-01\" = 0,",
        "observed]",
        "no round of the observed range offers places",
    ),
    case(
        "# except = [\"walk-in\"]  ",
        "except = [\"walkin\"]  ",
        "\"walkin\"]",
        "did you mean `walk-in`?",
    ),
    case(
        "# award-rule = \"whole\"  ",
        "award-rule = \"half\"  ",
        "\"half\"",
        "write award-rule = \"whole\"",
    ),
    case(
        "classes = \"local\"  ",
        "classes = [\"firm\"]  ",
        "\"firm\"]",
        "there is no class called `firm`",
    ),
    case("share   = 0.25 ", "share   = 25 ", "25                  # of the places", "30 % is 0.3"),
    case(
        "then   = \"waiting-list\"",
        "then   = \"waitinglist\"",
        "\"waitinglist\"",
        "did you mean `waiting-list`?",
    ),
    case(
        "places    = 6\n",
        "places    = { units = 6, cards = 3 }\n",
        "cards = 3",
        "{ projects = 50, units = 400 }",
    ),
    case(
        "season = { 3 = 1.2, 9 = 1.1 } }",
        "season = { 1 = 0, 2 = 0, 3 = 0, 4 = 0, 5 = 0, 6 = 0, 7 = 0, 8 = 0, 9 = 0, 10 = 0, 11 = 0, 12 = 0 } }",
        "observed]",
        "no demand gives this ratio",
    ),
    case(
        "demand       = { growth = 0.1,",
        "demand       = { growth = 100,",
        "demand       = { growth = 100",
        "are more than can be played",
    ),
    case("funded-by   = \"main\"", "#", "second]", "warning: no funding names these units"),
    case(
        "[pool.gpu]  ",
        "[pool.spare.lot.a]\nunit = \"h100\"\ninstalled = 8\nhall = \"main\"\nsource = \"x\"\n[pool.gpu]  ",
        "spare.lot",
        "warning: no programme awards units of this pool",
    ),
    // Alternatives.
    case(
        "set    = { \"funding.extra.amount\"",
        "set    = { \"funding.extra.amonut\"",
        "\"funding.extra.amonut\"",
        "did you mean \"funding.extra.amount\"?",
    ),
    case(
        "amount\" = \"0 KRW\"",
        "amount\" = \"0 ZWD\"",
        "\"0 ZWD\"",
        "in the alternative no-extra: \"0 ZWD\" cannot be read as an amount of money",
    ),
    case(
        "remove = [\"programme",
        "remove = [\"calendar.end\", \"programme",
        "\"calendar.end\"",
        "cannot change `calendar`",
    ),
    case(
        "add    = { \"funding.private\"",
        "add    = { \"funding.main\"",
        "\"funding.main\"",
        "is already there",
    ),
    case(
        "adds = { \"gpu.first\" = 8 }, source = \"assumed\" }",
        "adds = { \"gpu.first\" = 8 }, sauce = \"assumed\" }",
        "sauce",
        "in the alternative no-extra: there is no key `sauce`",
    ),
    case(
        "places       = { \"2024",
        "window = \"9 days\"\nplaces       = { \"2024",
        "\"9 days\"",
        "`window` belongs to the rule",
    ),
    case(
        "{ \"funding.extra.amount\" = \"0 KRW\" }",
        "{ \"funding.other\" = { leases = \"all\" } }",
        "\"funding.other\"",
        "the file has nothing at \"funding.other\"",
    ),
    // Rounds that wait for money, and take-back.
    case(
        "opens     = \"2025-07-31\"\ncloses    = \"2025-08-14\"",
        "opens-after = { funding = \"extr\" }",
        "\"extr\"",
        "did you mean `extra`?",
    ),
    case(
        "opens     = \"2025-07-31\"\ncloses    = \"2025-08-14\"",
        "opens-after = { funding = \"extra\", since = \"passing\" }",
        "\"passing\" }",
        "nothing says when this money is passed",
    ),
    case(
        "closes    = \"2025-08-14\"",
        "opens-after = { funding = \"extra\" }",
        "\"2025-07-31\"",
        "`opens` and `opens-after` say when this round opens",
    ),
    case("closes    = \"2025-08-14\"\n", "", "august]", "`closes` is missing"),
    case(
        "closes    = \"2025-08-14\"",
        "window = \"9 days\"\ncloses    = \"2025-08-14\"",
        "\"9 days\"",
        "`window` belongs to `opens-after`",
    ),
    case(
        "[workload.training]",
        "[programme.support.take-back]\nrule = \"nrell\"\nsource = \"x\"\n[workload.training]",
        "\"nrell\"",
        "did you mean `nrel`?",
    ),
    case(
        "[workload.training]",
        "[programme.support.take-back]\nrule = \"nrel\"\nevery = \"9 days\"\nsource = \"x\"\n[workload.training]",
        "\"9 days\"",
        "`every` is stated by the published rule",
    ),
    case(
        "[workload.training]",
        "[programme.walk-in.take-back]\nsteps = { 0.5 = 1.0 }\nsource = \"x\"\n[workload.training]",
        "take-back]\nsteps",
        "this goes by use, but no workload says",
    ),
    // What becomes of awards.
    case(
        "reapply      = {",
        "returns-after = \"9 days\"\nreapply      = {",
        "\"9 days\"",
        "`returns-after` is for rolling intake",
    ),
    case(
        "reapply      = {",
        "other-pools = [\"gpu\"]\nreapply      = {",
        "\"gpu\"]",
        "`gpu` is already a pool of this programme",
    ),
    case(
        "reapply      = {",
        "limit = { units = 4, source = \"x\" }\nreapply      = {",
        "request      =",
        "a request can be 8 units, but the programme may hold 4",
    ),
    case(
        "reapply      = {",
        "limit = { running = 4, beyond = \"refuse\", source = \"x\" }\nreapply      = {",
        "\"refuse\", source",
        "a round has decided when its awards meet the limit",
    ),
    case(
        "intake  = \"rolling\"",
        "intake  = \"rolling\"\nreturns-after = \"1 hour\"",
        "\"1 hour\"",
        "this must be at least a day",
    ),
    // Syntax.
    case("racks      = 20", "racks      = = 20", "= 20\nrack", "this is not TOML"),
];
