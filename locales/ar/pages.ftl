page-title = بناء القدرات منذ عام 2007
page-lead = ما يضمه السجل على وجه اليقين، وما ليس معروفا. والعدد الذي لم يذكره أحد لا يظهر أبدا صفرا.
page-skip = انتقل إلى الأرقام
page-language = اللغة
page-empty = السجل فارغ. يمكن لموظف البرامج استيراده، أو تشغيل الخدمة من دون ‎--no-seed.
page-years = سنة بعد سنة
page-years-sub = الأنشطة المنعقدة والمشاركات حسب سنة اليوم الأول. اللون الكامل مؤكد، والباهت ما قد يزيد (الأنشطة) أو ما ذُكر ولو تقريبا (المشاركات). والسنة التي لم يُذكر فيها عدد لا عمود لها.
page-as-table = عرض في جدول
page-year = السنة
page-undated = بلا تاريخ
page-activities = الأنشطة
page-reported = المشاركات المبلّغ عنها
page-certain = المؤكد
page-uncounted = أنشطة بلا عدد
page-download-years = تنزيل الملخص السنوي (CSV)
page-published = الأرقام المنشورة
page-published-sub = ما أُعلن عنه، وما يستطيع السجل أن يقوله فيه. والأرقام المعلنة لا تدخل أبدا في المجاميع.
page-published-none = لم يُسجَّل أي رقم منشور بعد.
page-claim = النص
page-figure = الرقم
page-as-of = حتى تاريخ
page-source = المصدر
page-all-published = جميع الأرقام المنشورة (CSV)
page-reports = التقارير
page-reports-sub = ملفات لبرامج الجداول. الأعمدة موصوفة في البيانات الوصفية المرافقة لكل ملف.
page-api = للبرامج
page-api-sub = كل ما في هذه الصفحة وأكثر عبر واجهة البرمجة.
page-docs = توثيق واجهة البرمجة
page-totals-json = المجاميع بصيغة JSON
page-licence = رخصة البيانات:
page-contact = للاتصال:
page-version = نسخة البيانات
page-kpi-activities = أنشطة منعقدة
page-kpi-participations = مشاركات
page-kpi-people = أشخاص مختلفون
page-kpi-countries = بلدان أوفدت مشاركين
page-kpi-agencies = جهات معنية
page-at-least = { $shown } على الأقل
page-between = من { $low } إلى { $high }
page-unknown = غير معروف
page-note-reported = { $shown } كما ذُكر
page-note-uncounted = { $n ->
    [0] كل نشاط يذكر عدد من حضروا
    [one] نشاط واحد من { $of } لا يذكر عدد من حضروا
    [two] نشاطان من { $of } لا يذكران عدد من حضروا
    [few] { $shown } أنشطة من { $of } لا تذكر عدد من حضروا
    [many] { $shown } نشاطًا من { $of } لا تذكر عدد من حضروا
   *[other] { $shown } نشاط من { $of } لا تذكر عدد من حضروا
}
page-note-undecided = { $n ->
    [zero] لا شيء بلا تاريخ مؤكد
    [one] وواحد آخر بلا تاريخ مؤكد
    [two] واثنان آخران بلا تاريخ مؤكد
    [few] و{ $shown } أخرى بلا تاريخ مؤكد
    [many] و{ $shown } أخرى بلا تاريخ مؤكد
   *[other] و{ $shown } أخرى بلا تاريخ مؤكد
}
page-chart-title = أعمدة حسب السنة: الأنشطة المنعقدة والمشاركات، ما هو مؤكد وما قد يزيد. الجدول أدناه يعرض الأرقام نفسها.
page-definitions = ما الذي تعدّه هذه الأرقام
page-definition-version = الإصدار
page-qualifier-exact = { $shown }
page-qualifier-at_least = { $shown } على الأقل
page-qualifier-more_than = أكثر من { $shown }
page-qualifier-at_most = { $shown } على الأكثر
page-qualifier-nearly = ما يقارب { $shown }
page-qualifier-about = نحو { $shown }
page-problems = أنواع الرفض
page-problems-lead = كل رفض من أحد هذه الأنواع. رمزه لا يتغيّر أبدًا، وكلماته تتبع Accept-Language، ويذكر "errors" كل ما هو خطأ واحدًا واحدًا. القيم في هذه الأمثلة تقوم مقام قيم حالة حقيقية.
page-problems-code = الرمز
page-problems-status = الحالة
page-problems-words = بالكلمات
page-problems-docs = عمليات واجهة البرمجة
page-recorded = ما يقوله السجل
page-verdict = المقارنة
page-verdict-agrees = متطابق
page-verdict-within_bounds = ضمن الحدود
page-verdict-record_incomplete = السجل غير مكتمل
page-verdict-differs = مختلف
page-verdict-not_comparable = غير قابل للمقارنة
page-all-reconciled = جميع نتائج المقارنة (JSON)
page-note-people = { $n ->
    [0] لا أحد مسجَّل باسمه؛ وقد حضر هذا العدد على الأقل نشاطا واحدا
    [one] شخص واحد مسجَّل باسمه؛ ولا يُعرف عن الآخرين إلا عددهم
    [two] شخصان مسجَّلان باسميهما؛ ولا يُعرف عن الآخرين إلا عددهم
    [few] { $shown } أشخاص مسجَّلون بأسمائهم؛ ولا يُعرف عن الآخرين إلا عددهم
    [many] { $shown } شخصًا مسجَّلون بأسمائهم؛ ولا يُعرف عن الآخرين إلا عددهم
   *[other] { $shown } شخص مسجَّلون بأسمائهم؛ ولا يُعرف عن الآخرين إلا عددهم
}
page-note-stated = { $shown } بحسب الأعداد كما ذُكرت، ومنها التقريبي
page-undecided = { $n ->
    [one] ونشاط واحد آخر بلا تاريخ مؤكد، فلا يدخل في أي عدد مؤكد.
    [two] ونشاطان آخران بلا تاريخ مؤكد، فلا يدخلان في أي عدد مؤكد.
    [few] و{ $shown } أنشطة أخرى بلا تاريخ مؤكد، فلا تدخل في أي عدد مؤكد.
    [many] و{ $shown } نشاطًا آخر بلا تاريخ مؤكد، فلا تدخل في أي عدد مؤكد.
   *[other] و{ $shown } نشاط آخر بلا تاريخ مؤكد، فلا تدخل في أي عدد مؤكد.
}
page-unfinished = * لم تنته سنة { $year } بعد.
page-chart-attendances = المشاركات
page-scroll = الجدول أعرض من الشاشة: حرّكه جانبا.
page-published-rest = { $n ->
    [one] جميع الأرقام المنشورة وما يقوله السجل فيها ({ $shown })
   *[other] جميع الأرقام المنشورة وما يقوله السجل فيها ({ $shown })
}
page-published-lead = كل مجموع أُعلن عنه مع مصدره، إلى جانب ما يقوله هذا السجل في الموضوع نفسه والفترة نفسها.
page-back = العودة إلى الصفحة الأولى
page-in-english = بالإنجليزية
