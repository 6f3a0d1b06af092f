# الأرقام المنشورة.
fault-not_a_filter = يجب أن يكون «all» أو استعلام إحصاء، مثل agency=CBG&programme=CB-CaB
fault-unknown_filter = يذكر "{ $name }"، وليس من مرشّحات الإحصاءات
fault-claim_exists = الرقم المعلن نفسه (المقياس والنطاق والتاريخ والمصدر) مسجَّل من قبل، ومعرّفه { $value }
problem-claim_exists = الرقم المعلن مسجَّل من قبل
fault-reason_needed = يجب ذكر السبب حين تكون قيمة reconciliation_status هي explained
fault-reason_of_nothing = لا يُقبل ما دامت قيمة reconciliation_status هي open

# Why the record cannot be held against a claim.
not-comparable-no_measure = لا مقياس في السجل يعدّ ما أُعلن.
not-comparable-unknown_measure = مقياس السجل المذكور لا جواب له.
not-comparable-no_filter = نطاقه بالكلام وحده: لا مرشح في السجل يقول الشيء نفسه.
not-comparable-refused_filter = الإحصاءات ترفض مرشحه.
not-comparable-empty_period = مرشحه وتاريخاه لا يتركان معاً أي يوم.
not-comparable-withheld = رقم السجل محجوب لأنه قد يدلّ على أشخاص بأعيانهم.

# Why an activity could explain a difference.
why-uncounted = لم يذكر أحد عدد الحاضرين.
why-undated = لا تاريخ له.
why-undecided = شهره أو سنته يتجاوز أحد طرفي الفترة.
why-duplicate-number = له الرقم { $number } ({ $scheme }) كما للنشاط { $other }، وقد تكون أيامهما واحدة.
why-duplicate-title = له عنوان النشاط { $other } نفسه، وقد تكون أيامهما واحدة.
why-duplicate-mirror = قد يكون النشاط { $other } بلغة أخرى: الأيام والنوع والبرنامج نفسها.
why-not_stated-programme = يطابق لو ذُكر برنامجه.
why-not_stated-field = يطابق لو ذُكر مجاله.
why-not_stated-language = يطابق لو ذُكرت لغته.
why-not_stated-country = يطابق لو ذُكرت بلدانه.
why-not_stated-agency = يطابق لو ذُكرت مؤسساته.
why-not_stated-host_country = يطابق لو ذُكر البلد الذي انعقد فيه.
why-status-draft = هو مسودة.
why-status-announced = أُعلن عنه، ولا تقرير يقول إنه انعقد.
why-status-postponed = أُجّل.
why-our_role-organiser = نظّمته الأمانة.
why-our_role-co_organiser = شاركت الأمانة في تنظيمه.
why-our_role-host = استضافته الأمانة.
why-our_role-participant = كانت الأمانة مشارِكة فيه.
why-our_role-party = كانت الأمانة أحد طرفيه.
why-listed_role = البلد أو المؤسسة مذكور بدور آخر، أو من غير دور مذكور.
why-type = هو من نوع آخر.
why-meeting = هو اجتماع.
note-empty-scope = لا نشاط في السجل ضمن هذا النطاق: فالصفر صفر السجل لا صفر الواقع.
