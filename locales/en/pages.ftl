page-title = Capacity building since 2007
page-lead = What the record certainly holds, and what is not known. A number that nobody stated is never shown as zero.
page-skip = Skip to the figures
page-language = Language
page-empty = The record is empty. An officer can import it, or start the service without --no-seed.
page-years = Year by year
page-years-sub = Activities held and people’s attendances, by the year of the first day. Full colour is certain; pale is what may be more (activities), or what was stated, rough numbers included (attendances). A year without a stated number has no column.
page-as-table = Show as a table
page-year = Year
page-undated = no date
page-activities = Activities
page-reported = Participations reported
page-certain = Certain
page-uncounted = Activities without a count
page-download-years = Download the annual summary (CSV)
page-published = Published figures
page-published-sub = What was announced, and what this record can say to it. Announcements never enter the totals.
page-published-none = No published figure is recorded yet.
page-claim = Statement
page-figure = Figure
page-as-of = As of
page-source = source
page-all-published = All published figures (CSV)
page-reports = Reports
page-reports-sub = Downloads for a spreadsheet. Columns are described in the metadata beside each file.
page-api = For programs
page-api-sub = Everything on this page and more, by API.
page-docs = API documentation
page-totals-json = Totals as JSON
page-licence = Data licence:
page-contact = Contact:
page-version = Data version
page-kpi-activities = activities held
page-kpi-participations = participations
page-kpi-people = different people
page-kpi-countries = countries that sent people
page-kpi-agencies = agencies involved
page-at-least = at least { $shown }
page-between = { $low } to { $high }
page-unknown = not known
page-note-reported = { $shown } as stated
page-note-uncounted = { $n ->
    [0] Every activity states how many came
    [one] 1 of { $of } activities does not say how many came
   *[other] { $shown } of { $of } activities do not say how many came
}
page-note-undecided = { $n ->
    [one] 1 more has no certain date
   *[other] { $shown } more have no certain date
}
page-chart-title = Columns by year: activities held and participations, what is certain and what may be more. The table below has the same figures.
page-definitions = What these figures count
page-definition-version = version
page-qualifier-exact = { $shown }
page-qualifier-at_least = at least { $shown }
page-qualifier-more_than = more than { $shown }
page-qualifier-at_most = at most { $shown }
page-qualifier-nearly = nearly { $shown }
page-qualifier-about = about { $shown }
page-problems = Problems
page-problems-lead = Every refusal is a problem of one of these kinds. Its code never changes; its words follow Accept-Language, and "errors" names everything that is wrong, one by one. Values in these examples stand for those of a real occurrence.
page-problems-code = Code
page-problems-status = Status
page-problems-words = In words
page-problems-docs = The operations of the API
page-recorded = The record says
page-verdict = Compared
page-verdict-agrees = agrees
page-verdict-within_bounds = within the bounds
page-verdict-record_incomplete = record incomplete
page-verdict-differs = differs
page-verdict-not_comparable = not comparable
page-all-reconciled = All verdicts (JSON)
page-note-people = { $n ->
    [0] Nobody is recorded by name; at least so many came to one activity
    [one] 1 is recorded by name; of the others only how many they were
   *[other] { $shown } are recorded by name; of the others only how many they were
}
page-note-stated = { $shown } by the numbers as they were stated, rough ones included
page-undecided = { $n ->
    [one] 1 further activity has no certain date: it is in none of the numbers that are certain.
   *[other] { $shown } further activities have no certain date: they are in none of the numbers that are certain.
}
page-unfinished = * { $year } is not over.
page-chart-attendances = Participations
page-scroll = The table is wider than the screen: move it sideways.
page-published-rest = { $n ->
    [one] All published figures, with what the record says (1)
   *[other] All published figures, with what the record says ({ $shown })
}
page-published-lead = Every total that was announced, with its source, beside what this record says for the same scope and the same period.
page-back = Back to the overview
page-in-english = in English
